"""Times as logs write them: seconds, milliseconds, a time of day, a date and time. Texts to seconds; knows no clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime

NUMBER = r"\d{1,13}(?:\.\d{1,9})?(?:\s?m?s(?![A-Za-z]))?"
OF_DAY = r"\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,9})?"
DATED = rf"\d{{4}}-\d{{2}}-\d{{2}}[T ]{OF_DAY}(?:\s?(?:Z|[+-]\d{{2}}:?\d{{2}}))?"
STAMP = rf"{DATED}|{OF_DAY}|{NUMBER}"
"""A time in any of the forms; the longest first."""

DAY_S = 86_400
HALF_DAY_S = DAY_S / 2

_OF_DAY = re.compile(OF_DAY)
_DATED = re.compile(DATED)


def seconds_of(stamp: str) -> float:
    """A stamp in seconds: since the request for a plain number, else since midnight or 1970. Raises ValueError."""
    if _DATED.fullmatch(stamp):
        moment = datetime.fromisoformat(_cut(stamp.replace(",", ".")))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    if _OF_DAY.fullmatch(stamp):
        hours, minutes, seconds = stamp.replace(",", ".").split(":")
        return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
    if stamp.endswith("ms"):
        return float(stamp.removesuffix("ms")) / 1000
    return float(stamp.removesuffix("s"))


def is_absolute(stamp: str) -> bool:
    """Whether a stamp tells a moment, and not how long it was since the request; so does a number beyond a day."""
    return ":" in stamp or seconds_of(stamp) > DAY_S


def since(first: float, seconds: float) -> float:
    """How long after the first one a moment was; a time of day may have passed midnight."""
    passed = seconds - first
    return passed + DAY_S if -DAY_S <= passed < -HALF_DAY_S else passed


def _cut(stamp: str) -> str:
    """With six digits behind the point: Python 3.11 reads no more."""
    return re.sub(r"(\.\d{6})\d+", r"\1", stamp)
