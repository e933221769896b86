"""Figures of the window beside the limits that they must hold, and their table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .tables import NONE, Table, markdown, plain

LEGEND = (
    "Start: from the command, with warm caches. Streams: one at 50 tok/s after the other, the median of each figure;\n"
    "schedule: how far token k was from (the first + k / rate); lateness: how far behind the request's own timetable.\n"
    "Memory: PSS is resident memory, where what processes share is shared out among them; RSS counts it in each.\n"
    "Click: from the press of the mouse until the slider's handle has moved in the picture. Closed: until it is gone."
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure, and what it may be at most, on either side of 0, if that is said."""

    what: str
    value: float
    unit: str
    limit: float | None = None

    @property
    def met(self) -> bool:
        """Whether it is within its limit."""
        return self.limit is None or abs(self.value) <= self.limit

    @property
    def verdict(self) -> str:
        """The same as a word; a dash without a limit."""
        if self.limit is None:
            return NONE
        return "met" if self.met else "MISSED"


@dataclass(frozen=True, slots=True)
class Readings:
    """What a scenario gave, or a sentence on why it gave nothing."""

    scenario: str
    title: str
    readings: list[Reading] = field(default_factory=list)
    problem: str = ""

    @property
    def good(self) -> bool:
        """Whether all was measured and is within its limits."""
        return not self.problem and all(reading.met for reading in self.readings)


def readings_table(results: Sequence[Readings]) -> Table:
    """A row for each reading; the scenario is named in its first."""
    rows = [
        [
            "" if place else result.title,
            reading.what,
            f"{_number(reading.value)} {reading.unit}",
            NONE if reading.limit is None else f"{reading.limit:g} {reading.unit}",
            reading.verdict,
        ]
        for result in results
        for place, reading in enumerate(result.readings)
    ]
    return Table(["scenario", "figure", "measured", "limit", "verdict"], rows, names=2)


def readings_report(results: Sequence[Readings], environment: str, *, as_markdown: bool) -> str:
    """Where it was measured, the table if it has rows, and a sentence for each problem."""
    table = readings_table(results)
    show = markdown if as_markdown else plain
    parts = [environment, *([show(table), LEGEND] if table.rows else [])]
    return "\n\n".join([*parts, *(result.problem for result in results if result.problem)])


def _number(value: float) -> str:
    """Three digits that count: 0.012, 1.35, 44.6, 186."""
    size = abs(value)
    places = 0 if size >= 99.95 else 1 if size >= 9.995 else 2 if size >= 0.9995 else 3
    return f"{value:.{places}f}"
