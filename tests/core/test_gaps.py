"""Gaps between chunks: percentiles, stalls, marks to draw and the scale they stand on."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.gaps import MS_NS, STALL_NS, GapFigures, LogScale, gaps, marks
from mockpanel.core.ledger import Sent

WAITS = st.lists(st.integers(0, 10**10), min_size=1, max_size=60)


def rows_of(waits: list[int]) -> list[Sent]:
    rows, at = [], 0
    for token, wait in enumerate(waits, 1):
        at += wait
        rows.append(Sent(token * 20 * MS_NS, at, token, 1))
    return rows


def test_the_first_row_has_no_gap() -> None:
    rows = [Sent(0, 900, 1, 1), Sent(20, 930, 2, 1), Sent(50, 990, 3, 1)]

    found = gaps(rows)

    assert found == [(30, 20), (60, 30)]


@given(WAITS)
def test_the_percentiles_are_gaps_that_so_many_do_not_exceed(waits: list[int]) -> None:
    figures = GapFigures()
    figures.add(rows_of(waits))

    p50, p95 = figures.percentile_ns(50), figures.percentile_ns(95)

    found = sorted(waits[1:])
    assert figures.count == len(found)
    if not found:
        assert (p50, p95, figures.longest_ns) == (None, None, None)
        return
    assert p50 == found[math.ceil(len(found) * 0.5) - 1]
    assert p95 == found[math.ceil(len(found) * 0.95) - 1]
    assert figures.longest_ns == found[-1]


@given(WAITS, st.integers(0, 60))
def test_rows_may_come_in_portions(waits: list[int], cut: int) -> None:
    rows = rows_of(waits)
    whole, parts = GapFigures(), GapFigures()

    whole.add(rows)
    parts.add(rows[:cut])
    parts.add(rows[cut:])

    assert [whole.percentile_ns(p) for p in (50, 95, 100)] == [parts.percentile_ns(p) for p in (50, 95, 100)]
    assert (whole.count, whole.stalls) == (parts.count, parts.stalls)


def test_chunks_that_went_out_together_are_no_time_apart() -> None:
    figures = GapFigures()

    figures.add([Sent(0, 0, 100, 100), Sent(0, 5 * MS_NS, 200, 100)])

    assert (figures.count, figures.percentile_ns(50), figures.longest_ns) == (199, 0, 5 * MS_NS)


def test_a_stall_is_long_and_longer_than_the_others() -> None:
    fast, slow = GapFigures(), GapFigures()

    fast.add(rows_of([0, *[20 * MS_NS] * 9, STALL_NS]))
    slow.add(rows_of([0, *[3 * STALL_NS] * 9, 13 * STALL_NS]))

    assert (fast.stalls, slow.stalls) == (1, 1)


@given(WAITS, st.integers(1, 10**9), st.integers(0, 60))
def test_marks_cover_all_rows_once_and_keep_the_longest_gap(waits: list[int], width_ns: int, first: int) -> None:
    rows = rows_of(waits)

    found = marks(rows, 0, width_ns, first)

    covered = [place for mark in found for place in range(mark.first, mark.last + 1)]
    assert covered == list(range(first, len(rows)))
    for mark in found:
        inside = [rows[p].sent_ns - rows[max(0, p - 1)].sent_ns for p in range(mark.first, mark.last + 1)]
        assert mark.gap_ns == max(inside) == mark.sent_ns - mark.from_ns
        assert len({row.sent_ns // width_ns for row in rows[mark.first : mark.last + 1]}) == 1


def test_ten_thousand_rows_become_as_many_marks_as_there_are_columns() -> None:
    rows = rows_of([MS_NS] * 10_000)

    found = marks(rows, 0, 10_000 * MS_NS / 500)

    assert len(found) <= 501


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_the_scale_holds_the_longest_gap_in_two_to_four_decades(typical: int, more: int) -> None:
    scale = LogScale.fitting(typical, typical + more)

    assert 2 <= scale.high - scale.low <= 5
    assert 0 <= scale.fraction(typical) <= scale.fraction(typical + more) <= 1
    assert len(scale.decades_ns) == scale.high - scale.low + 1
    assert typical + more <= max(scale.decades_ns[-1] * 1.0001, 1)
