"""Figures that have a limit, and the others, which have none."""

from .limits import LIMITS, limits_of
from .runner import Result


def test_only_figures_with_a_limit_are_held_to_it() -> None:
    figures = {"schedule_error_p99_ms": 9.0, "cpu_over_chat_percent": 21.0, "schedule_over_chat_ms": 0.1}

    (found,) = limits_of(
        [
            Result("protocol-ollama-many", "ollama", "mockpanel", figures),
            Result("many-200", "200 streams", "mockpanel", {"schedule_error_p99_ms": 9.0}),
        ]
    )

    assert [(reading.what, reading.verdict) for reading in found.readings] == [
        ("schedule p99, more than chat", "met"),
        ("CPU a token, more than chat", "MISSED"),
    ]


def test_a_unit_stands_in_the_name_too() -> None:
    units = {"percent": "%", "ms": "ms"}

    assert all(limit.unit == units[name.rpartition("_")[2]] for name, limit in LIMITS.items())
