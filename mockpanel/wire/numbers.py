"""Whole numbers as text, as events count them. Knows no event."""

from __future__ import annotations

from collections.abc import Sequence

KEPT = 262_144
"""Numbers below are written once and kept, some 12 MB when all of them are: to write one takes as long as its event."""

_kept: list[bytes] = []


def numbers(counts: Sequence[int], more: int = 0) -> list[bytes]:
    """Each of the counts, at least 0, and so many more."""
    if not isinstance(counts, range) or (last := counts.stop + more) > KEPT:
        return [b"%d" % (count + more) for count in counts]
    if last > len(_kept):
        _kept.extend([b"%d" % number for number in range(len(_kept), last)])
    return _kept[counts.start + more : last : counts.step]
