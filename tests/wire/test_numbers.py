"""Numbers as text, kept or not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mockpanel.wire.numbers import KEPT, numbers


@given(st.integers(0, 2000) | st.integers(KEPT - 20, KEPT + 20), st.integers(0, 30))
def test_numbers_are_written_one_by_one(first: int, count: int) -> None:
    assert numbers(first, first + count) == [str(number).encode() for number in range(first, first + count)]
