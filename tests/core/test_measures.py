"""Measured quantities as text."""

from __future__ import annotations

import pytest

from mockpanel.core.measures import difference, duration, grouped, long_time, rate


@pytest.mark.parametrize(
    ("ns", "text"),
    [
        (0, "0.00 ms"),
        (520_000, "0.52 ms"),
        (994_999, "0.99 ms"),
        (22_140_000, "22.1 ms"),
        (999_940_000, "999.9 ms"),
        (1_279_000_000, "1 279 ms"),
        (12_340_000_000, "12.3 s"),
    ],
)
def test_a_duration_has_its_unit_and_no_false_digits(ns: int, text: str) -> None:
    assert duration(ns).replace("\u202f", " ") == text


def test_a_difference_has_its_sign() -> None:
    assert [difference(ns).replace("\u202f", " ") for ns in (500_000, -1_500_000)] == ["+0.50 ms", "−1.5 ms"]


def test_a_rate_has_four_digits() -> None:
    assert [rate(value) for value in (5.2034, 44.984, 236.14, 48213.2)] == ["5.203", "44.98", "236.1", "48\u202f213"]


def test_thousands_are_grouped_by_a_thin_space() -> None:
    assert grouped(1234567.8, 1) == "1\u202f234\u202f567.8"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(3.1, "3.1\u202fs"), (119.9, "119.9\u202fs"), (720, "12\u202fmin"), (6805, "113\u202fmin"), (9000, "2.5\u202fh")],
)
def test_a_long_time_is_told_in_what_people_count(seconds: float, words: str) -> None:
    assert long_time(seconds) == words
