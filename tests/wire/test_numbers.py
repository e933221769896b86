"""Numbers as text, kept or not."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from mockpanel.wire.numbers import KEPT, numbers

STARTS = st.integers(0, 2000) | st.integers(KEPT - 20, KEPT + 20)
RANGES = st.builds(
    lambda start, length, step: range(start, start + length, step), STARTS, st.integers(0, 30), st.integers(1, 4)
)


@given(RANGES | st.lists(STARTS, max_size=5), st.integers(0, 40))
def test_each_count_is_written_with_so_many_more(counts: Sequence[int], more: int) -> None:
    assert numbers(counts, more) == [str(count + more).encode() for count in counts]
