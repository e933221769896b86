"""From chunk times to the gaps between them: percentiles, stalls, and marks to draw. Knows no pixels and no clock."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mockpanel.core.ledger import Sent

MS_NS = 1_000_000
LEAST_NS = 10_000
"""Finer than 10 us no scale goes."""

MOST_DECADES = 4

STALL_NS = 400_000_000
"""From here on people ask whether the answer froze."""

STALL_TIMES = 4
"""In a slow stream only a gap of so many times the median is a stall."""


class Gap(NamedTuple):
    """The wait before one row; `planned_ns` is how long it was meant to be. The first row has none: it has a TTFT."""

    gap_ns: int
    planned_ns: int


class Mark(NamedTuple):
    """What one bar stands for: a row, or several that fall on one place. Times are ns since the request.

    `gap_ns` is the longest gap among them, `planned_ns` what it was meant to be, and `from_ns` where it began;
    `first` and `last` are places in the rows.
    """

    first: int
    last: int
    from_ns: int
    sent_ns: int
    gap_ns: int
    planned_ns: int


def gaps(rows: Iterable[Sent], before: Sent | None = None) -> list[Gap]:
    """The gap before each row but the first; `before` is the row that came before these."""
    found = []
    for row in rows:
        if before is not None:
            found.append(Gap(row.sent_ns - before.sent_ns, row.planned_ns - before.planned_ns))
        before = row
    return found


def marks(rows: Sequence[Sent], start_ns: int, width_ns: float, first: int = 0) -> list[Mark]:
    """One mark for every column of `width_ns` in which a row was sent, from row `first` on."""
    found: list[Mark] = []
    column, begun, longest_ns = None, first, -1
    planned_before, sent_before = rows[max(0, first - 1)][:2] if first < len(rows) else (0, 0)
    mark = (0, 0, 0, 0)
    for place in range(first, len(rows)):
        planned_ns, sent_ns, _, _ = rows[place]
        its = int((sent_ns - start_ns) / width_ns)
        if its != column:
            if column is not None:
                found.append(Mark(begun, place - 1, *mark))
            column, begun, longest_ns = its, place, -1
        if sent_ns - sent_before > longest_ns:
            longest_ns = sent_ns - sent_before
            mark = (sent_before, sent_ns, longest_ns, planned_ns - planned_before)
        planned_before, sent_before = planned_ns, sent_ns
    if column is not None:
        found.append(Mark(begun, len(rows) - 1, *mark))
    return found


@dataclass(frozen=True, slots=True)
class LogScale:
    """Whole decades of gaps, from 10 ** `low` ns to 10 ** `high` ns."""

    low: int
    high: int

    @classmethod
    def fitting(cls, typical_ns: int | None, longest_ns: int | None) -> LogScale:
        """Shows a typical gap well above the ground and the longest one whole, in two to four decades."""
        high = math.ceil(math.log10(max(longest_ns or MS_NS, LEAST_NS)))
        low = math.floor(math.log10(max(typical_ns or MS_NS, LEAST_NS)) - 0.5)
        low = max(low, high - MOST_DECADES)
        return cls(low, max(high, low + 2))

    def fraction(self, gap_ns: float) -> float:
        """How high a gap stands, from 0 to 1."""
        if gap_ns <= 0:
            return 0.0
        return min(1.0, max(0.0, (math.log10(gap_ns) - self.low) / (self.high - self.low)))

    @property
    def decades_ns(self) -> list[float]:
        """Where the lines are."""
        return [10.0**power for power in range(self.low, self.high + 1)]


class GapFigures:
    """Percentiles of the gaps so far, cheap to keep while rows come in. Chunks written together are 0 ns apart."""

    def __init__(self) -> None:
        self._sorted: list[int] = []
        self._together = 0
        self._last: Sent | None = None

    def add(self, rows: Sequence[Sent]) -> None:
        """Takes further rows."""
        if not rows:
            return
        self._sorted.extend(max(0, gap.gap_ns) for gap in gaps(rows, self._last))
        self._sorted.sort()  # a sorted run and a short tail: merged in one pass
        self._together += sum(row.chunks - 1 for row in rows)
        self._last = rows[-1]

    @property
    def count(self) -> int:
        """Gaps so far."""
        return len(self._sorted) + self._together

    def percentile_ns(self, percent: float) -> int | None:
        """The gap that `percent` of all gaps do not exceed (nearest rank); None without gaps."""
        if not self.count:
            return None
        rank = max(1, -int(-percent * self.count // 100))
        place = rank - 1 - self._together
        return self._sorted[place] if place >= 0 else 0

    @property
    def typical_ns(self) -> int | None:
        """The median of the gaps that are not zero: what a scale should show well."""
        zeros = bisect_left(self._sorted, 1)
        waits = len(self._sorted) - zeros
        return self._sorted[zeros + (waits - 1) // 2] if waits else None

    @property
    def longest_ns(self) -> int | None:
        """The longest gap; None without gaps."""
        return self._sorted[-1] if self._sorted else self.percentile_ns(100)

    @property
    def stall_ns(self) -> int:
        """From here on a gap is a stall."""
        return max(STALL_NS, STALL_TIMES * (self.percentile_ns(50) or 0))

    @property
    def stalls(self) -> int:
        """How many there were."""
        return len(self._sorted) - bisect_left(self._sorted, self.stall_ns)
