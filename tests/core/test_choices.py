"""An answer of parts: which tokens each has, and what a limit leaves of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.choices import Choice, Part, PartKind, choose, first_tokens
from mockpanel.core.tokens import chained, tokenize
from tests.core.texts import TEXTS

KINDS = st.sampled_from((PartKind.TEXT, PartKind.REFUSAL, PartKind.TOOL_CALL))


def of_parts(texts: list[tuple[PartKind, str]], limit: int | None = None) -> Choice:
    """An answer of these parts."""
    tokens = [tokenize(text, "cl100k_base") for _, text in texts]
    parts: list[Part] = []
    for place, ((kind, _), part) in enumerate(zip(texts, tokens, strict=True)):
        start = parts[-1].end if parts else 0
        parts.append(Part(kind, place, start, start + len(part)))
    return choose(0, chained(tokens), limit, parts=tuple(parts))


@given(st.lists(st.tuples(KINDS, TEXTS), min_size=1, max_size=4))
def test_each_part_has_the_text_that_it_was_made_of(texts: list[tuple[PartKind, str]]) -> None:
    choice = of_parts(texts)

    assert [(part.kind, choice.text_of(part)) for part in choice.parts] == texts
    assert choice.text == "".join(text for kind, text in texts if kind is PartKind.TEXT)
    assert len(choice.calls) == sum(kind is PartKind.TOOL_CALL for kind, _ in texts)
    assert (choice.refusal is None) == all(kind is not PartKind.REFUSAL for kind, _ in texts)


@given(st.lists(st.tuples(KINDS, TEXTS), min_size=1, max_size=4), st.integers(0, 40))
def test_a_limit_keeps_the_parts_that_it_reaches_and_cuts_the_last(
    texts: list[tuple[PartKind, str]], limit: int
) -> None:
    whole = of_parts(texts)

    cut = of_parts(texts, limit)

    joined = "".join(cut.text_of(part) for part in cut.parts)
    assert cut.parts
    assert cut.count == min(limit, whole.count)
    assert cut.parts[-1].end == cut.count
    assert "".join(text for _, text in texts).startswith(joined)
    assert first_tokens(whole, limit).parts == cut.parts


def test_plain_text_is_one_part() -> None:
    choice = choose(0, tokenize("Hello", "cl100k_base"), None)

    assert choice.parts == (Part(PartKind.TEXT, 0, 0, 1),)
    assert (choice.text, choice.refusal, choice.calls) == ("Hello", None, ())
