"""What some figures may be at most, and whether they are: figures that stand beside others of the same run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .readings import Reading, Readings
from .runner import Result


@dataclass(frozen=True, slots=True)
class Limit:
    """What a figure may be at most, and how it is told."""

    what: str
    unit: str
    most: float


LIMITS: Mapping[str, Limit] = {
    "schedule_over_even_ms": Limit("schedule p99, more than even streams", "ms", 0.5),
    "cpu_over_even_percent": Limit("CPU a token, more than even streams", "%", 10),
    "gap_difference_p50_ms": Limit("gaps beside the captured ones, p50", "ms", 1),
    "gap_difference_p99_ms": Limit("gaps beside the captured ones, p99", "ms", 1),
    "schedule_over_chat_ms": Limit("schedule p99, more than chat", "ms", 0.5),
    "cpu_over_chat_percent": Limit("CPU a token, more than chat", "%", 20),
    "slower_than_chat_percent": Limit("time a token, more than chat", "%", 20),
}


def limits_of(results: Sequence[Result]) -> list[Readings]:
    """The results that have such figures, with those alone."""
    found = [
        Readings(
            result.scenario,
            result.title,
            [
                Reading(limit.what, result.figures[name], limit.unit, limit.most)
                for name, limit in LIMITS.items()
                if name in result.figures
            ],
        )
        for result in results
    ]
    return [readings for readings in found if readings.readings]
