"""Whole numbers as text, as events count them. Knows no event."""

from __future__ import annotations

KEPT = 65_536
"""Numbers below are written once and kept, some 3 MB when all of them are: to write one takes as long as its event."""

_kept: list[bytes] = []


def numbers(first: int, last: int) -> list[bytes]:
    """The numbers from the first, at least 0, to before the last."""
    if last > KEPT:
        return [b"%d" % number for number in range(first, last)]
    if last > len(_kept):
        _kept.extend([b"%d" % number for number in range(len(_kept), last)])
    return _kept[first:last]
