"""Where a chunk ends."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.chunks import chunk_end
from mockpanel.core.tokens import tokenize
from tests.core.texts import TEXTS


@given(TEXTS, st.integers(1, 9))
def test_chunks_cover_the_text_and_each_but_the_last_holds_a_whole_character(text: str, size: int) -> None:
    tokens = tokenize(text, "cl100k_base")
    ends, at = [0], 0

    while ends[-1] < len(tokens):
        ends.append(chunk_end(tokens.json_ends, at, ends[-1], size, len(tokens)))
        before, at = at, tokens.json_ends[ends[-1] - 1]
        assert ends[-1] == len(tokens) or at > before

    assert ends[-1] == len(tokens)
    assert all(later - sooner >= size for sooner, later in pairwise(ends[:-1]))
