"""Where a text breathes, by its tokens: marks and code are found whatever is around them, and however long it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.breath import STRETCH_BYTES, Breath, Mark, breathe, code_flags
from mockpanel.core.tokens import Tokens, tokenize
from tests.core.texts import ENCODINGS, TEXTS

SIGNS = {Mark.COMMA: b"<,>", Mark.SENTENCE: b"<.>", Mark.PARAGRAPH: b"<p>"}
FENCES = st.sampled_from(["```\n", "~~~\n", "\n", "x = 1, 2. \n", "漢，"])


def breath_of(tokens: Tokens, count: int | None = None) -> Breath:
    """The breath of the first tokens."""
    *stops, breath = breathe(tokens, len(tokens) if count is None else count)
    assert set(stops) == {None}
    assert breath is not None
    return breath


def marked(text: str) -> str:
    """The text with a sign behind each token that completes a mark."""
    tokens = tokenize(text, "cl100k_base")
    signs = {token: SIGNS[mark] for token, mark in breath_of(tokens).marks.items()}
    return b"".join(tokens.token_bytes(at) + signs.get(at, b"") for at in range(len(tokens))).decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("One, two; three: 1,234.5 a.b", "One,<,> two;<,> three:<,> 1,234.5 a.b"),
        ("Yes. No! “Why?” (End.) Over.", "Yes.<.> No!<.> “Why?”<.> (End.)<.> Over."),
        ("你好，世界。好！", "你好，<,>世界。<.>好！<.>"),
        ("One.\r\n\r\nTwo\n \t\n\nThree", "One.\r\n\r\n<p>Two\n \t\n\n<p>Three"),
        ("One,\nTwo", "One,\n<,>Two"),
    ],
)
def test_marks_stand_behind_what_they_end(text: str, expected: str) -> None:
    assert marked(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\n```\nb\n```\nc", "b"),
        ("```\nb, c. d", "b, c. d"),
        ("   ~~~py\n```\nb\n~~~\nc", "py\n```\nb"),
        ("a ``` b\n    ```\nc", ""),
    ],
    ids=["closed", "left open", "with another sign inside", "indented too far"],
)
def test_code_reaches_from_fence_to_fence(text: str, code: str) -> None:
    tokens = tokenize(text, "cl100k_base")

    flags = code_flags(breath_of(tokens), len(tokens))

    found = b"".join(tokens.token_bytes(at) for at in range(len(tokens)) if flags[at]).decode()
    assert found.strip("`~\n") == code


@given(st.lists(TEXTS | FENCES, max_size=8).map("".join), st.sampled_from(ENCODINGS), st.integers(0, 60))
def test_all_lies_within_the_first_tokens_and_code_holds_no_marks(text: str, encoding: str, most: int) -> None:
    tokens = tokenize(text, encoding)
    count = min(most, len(tokens))

    breath = breath_of(tokens, count)

    assert all(0 <= first < behind <= count for first, behind in breath.code)
    assert all(0 <= token < count for token in breath.marks)
    assert not [token for token in breath.marks for first, behind in breath.code if first < token < behind - 1]
    assert sum(code_flags(breath, count)) == len({at for code in breath.code for at in range(*code)})


def test_a_long_text_is_looked_through_in_stretches_and_no_mark_is_lost() -> None:
    sentences = STRETCH_BYTES
    tokens = tokenize("Once, two three. " * sentences, "cl100k_base")

    looks = list(breathe(tokens, len(tokens)))

    breath = looks[-1]
    assert breath is not None
    assert len(looks) > len(tokens.data) // (2 * STRETCH_BYTES)
    assert list(breath.marks.values()) == [Mark.COMMA, Mark.SENTENCE] * sentences
