"""Figures beside their limits, and the table that shows them."""

import pytest

from .readings import Reading, Readings, readings_report, readings_table

RESULTS = [
    Readings("start", "start", [Reading("first window", 1.25, "s", 2.0), Reading("painted", 2.5, "s", 2.0)]),
    Readings("idle", "idle window", [Reading("memory", 186.4, "MiB")]),
    Readings("busy", "busy window", problem="busy could not be measured: F5 did not start the preview."),
]


@pytest.mark.parametrize(
    ("value", "limit", "verdict"),
    [(2.0, 2.0, "met"), (2.01, 2.0, "MISSED"), (-0.2, 0.1, "MISSED"), (-0.1, 0.1, "met"), (9e9, None, "-")],
)
def test_a_limit_is_held_on_either_side_of_zero(value: float, limit: float | None, verdict: str) -> None:
    assert Reading("a", value, "s", limit).verdict == verdict


def test_a_result_is_good_if_all_was_measured_and_is_within_its_limits() -> None:
    assert [result.good for result in RESULTS] == [False, True, False]


def test_each_reading_has_a_row_and_the_scenario_is_named_once() -> None:
    table = readings_table(RESULTS)

    assert table.rows == [
        ["start", "first window", "1.25 s", "2 s", "met"],
        ["", "painted", "2.50 s", "2 s", "MISSED"],
        ["idle window", "memory", "186 MiB", "-", "-"],
    ]


def test_the_report_ends_with_the_problems() -> None:
    text = readings_report(RESULTS, "Here.", as_markdown=True)

    assert text.startswith("Here.\n\n| scenario |")
    assert text.endswith("\n\nbusy could not be measured: F5 did not start the preview.")


def test_without_readings_there_is_no_table() -> None:
    assert readings_report([], "Here.", as_markdown=False) == "Here."
