"""Gaps as a line from the shortest to the longest, on whole decades."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.fit_lines import line_of, scale_of
from mockpanel.core.gaps import MOST_DECADES

GAPS = st.lists(st.floats(0.001, 60), min_size=1, max_size=50).map(sorted)


@given(GAPS, st.integers(2, 300))
def test_a_line_rises_from_the_shortest_gap_to_the_longest(gaps: list[float], columns: int) -> None:
    line = line_of(gaps, columns)

    assert len(line) == columns
    assert line == sorted(line)
    assert (line[0], line[-1]) == (gaps[0] * 1e9, gaps[-1] * 1e9)


@given(GAPS, GAPS)
def test_both_lines_fit_on_the_scale(one: list[float], other: list[float]) -> None:
    scale = scale_of(one, other)

    assert max(one[-1], other[-1]) * 1e9 <= 10**scale.high * 1.000001
    assert 1 <= scale.high - scale.low <= MOST_DECADES


def test_without_gaps_there_is_a_scale_all_the_same() -> None:
    assert scale_of((0.0,)).high > scale_of((0.0,)).low
