"""Times of all kinds are read as seconds, and a time of day may pass midnight."""

from __future__ import annotations

import re

import pytest

from mockpanel.core.stamps import STAMP, is_absolute, seconds_of, since


@pytest.mark.parametrize(
    ("stamp", "seconds", "absolute"),
    [
        ("0", 0, False),
        ("0.812", 0.812, False),
        ("0.812s", 0.812, False),
        ("812ms", 0.812, False),
        ("812 ms", 0.812, False),
        ("00:00:01.5", 1.5, True),
        ("10:12:13,123", 36733.123, True),
        ("1970-01-01T00:00:02Z", 2, True),
        ("1970-01-01 01:00:02.123456789+01:00", 2.123456, True),
        ("1970-01-01T00:00:02", 2, True),
        ("1700000000.25", 1_700_000_000.25, True),
    ],
)
def test_a_stamp_is_read_in_seconds(stamp: str, seconds: float, absolute: bool) -> None:
    assert re.fullmatch(STAMP, stamp)
    assert seconds_of(stamp) == pytest.approx(seconds, abs=1e-9)
    assert is_absolute(stamp) is absolute


@pytest.mark.parametrize("stamp", ["2026-13-01T00:00:00", "soon"])
def test_what_is_no_time_is_refused(stamp: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        seconds_of(stamp)


def test_midnight_may_lie_between_two_times_of_day() -> None:
    passed = since(seconds_of("23:59:59.5"), seconds_of("00:00:01"))

    assert passed == pytest.approx(1.5)
