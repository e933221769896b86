"""How far a limit lets reasoning and answer go together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.thoughts import Thoughts, thoughts_within
from mockpanel.core.tokens import tokenize
from tests.core.texts import TEXTS


def test_without_a_limit_all_is_thought_and_answered() -> None:
    tokens = tokenize("one two three", "cl100k_base")

    assert thoughts_within(tokens, len(tokens), None) == Thoughts(tokens, len(tokens))


def test_reasoning_without_a_text_counts_as_well() -> None:
    assert thoughts_within(None, 20, 50) == Thoughts(None, 20, 30)
    assert thoughts_within(None, 20, 5) == Thoughts(None, 5, 0, cut=True)


@given(TEXTS, st.integers(0, 40))
def test_reasoning_comes_first_and_the_answer_has_the_rest(text: str, limit: int) -> None:
    tokens = tokenize(text, "cl100k_base")

    found = thoughts_within(tokens, len(tokens), limit)

    assert found.left is not None
    assert found.count + found.left <= limit
    assert found.cut == (len(tokens) > limit)
    if found.cut:
        assert found.left == 0
        assert text.startswith(found.tokens.text if found.tokens is not None else "")
    else:
        assert (found.tokens, found.left) == (tokens, limit - len(tokens))
    assert found.part is None or (found.part.start, found.part.end) == (0, found.count)
