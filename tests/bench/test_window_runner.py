"""What goes wrong becomes a sentence; the rest goes on."""

import pytest

from .display import Display
from .errors import BenchError
from .readings import Reading
from .window_runner import describe_window, run_window, run_window_scenario
from .window_scenarios import QUICK, Effort, WindowScenario

HERE = Display(":7", 1)


def measure(display: Display, effort: Effort) -> list[Reading]:
    return [Reading(display.name, effort.stream_s, "s")]


def refuse(display: Display, effort: Effort) -> list[Reading]:
    raise BenchError("F5 did not start the preview")


def test_readings_are_kept_under_the_scenario() -> None:
    result = run_window_scenario(WindowScenario("idle", "Idle", measure), HERE, QUICK)

    assert (result.scenario, result.title, result.readings) == ("idle", "Idle", [Reading(":7", QUICK.stream_s, "s")])


def test_a_problem_names_the_scenario() -> None:
    result = run_window_scenario(WindowScenario("busy", "Busy", refuse), HERE, QUICK)

    assert result.problem == "busy could not be measured: F5 did not start the preview."


def test_without_a_display_the_problem_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    (result,) = run_window([WindowScenario("idle", "Idle", measure)], QUICK)

    assert result.problem.endswith("run 'apt install xvfb xdotool'.")


def test_the_versions_of_what_the_window_needs_are_told() -> None:
    text = describe_window("Linux, Python 3.")

    assert text.startswith("Linux, Python 3. PySide6-Essentials ")
    assert "; load average " in text
