"""Running the chosen scenarios of the window on one display, and turning what goes wrong into sentences."""

from __future__ import annotations

import os
from collections.abc import Sequence

from .display import Display, virtual_display
from .environment import installed
from .errors import BenchError
from .readings import Readings
from .runner import progress, sentence
from .window_scenarios import Effort, WindowScenario

PACKAGES = ("PySide6-Essentials", "qasync")


def run_window(chosen: Sequence[WindowScenario], effort: Effort) -> list[Readings]:
    """What the chosen scenarios gave, one after another."""
    try:
        with virtual_display() as display:
            return [run_window_scenario(scenario, display, effort) for scenario in chosen]
    except (BenchError, OSError) as error:
        return [Readings("display", "display", problem=f"The window could not be measured: {sentence(error)}")]


def run_window_scenario(scenario: WindowScenario, display: Display, effort: Effort) -> Readings:
    """What a scenario gave, or why it gave nothing."""
    progress(f"window: {scenario.title} (load average {load_average()})")
    try:
        return Readings(scenario.name, scenario.title, scenario.measure(display, effort))
    except (BenchError, OSError) as error:
        problem = f"{scenario.name} could not be measured: {sentence(error)}"
        return Readings(scenario.name, scenario.title, problem=problem)


def describe_window(environment: str) -> str:
    """The line on the system and the versions, with what the window needs and how busy the machine is."""
    versions = [f"{package} {found}" for package in PACKAGES if (found := installed(package))]
    return f"{environment} {', '.join([*versions, 'Xvfb'])}; load average {load_average()}."


def load_average() -> str:
    """How many processes ran or waited in the last minute; a dash where the system does not tell."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "-"
