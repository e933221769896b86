"""Spans: whatever the text and the encoding, they cover it without gap or overlap, in UTF-16 units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.spans import STEP_BYTES, EditedSpans, Span, Spans
from mockpanel.core.tokens import tokenize
from tests.core.texts import ENCODINGS, SAMPLES, SHARED_TOKENS, TEXTS, prose


def as_shown(text: str) -> str:
    """What positions count: CR LF as one."""
    return text.replace("\r\n", "\n")


def part(text: str, start: int, stop: int) -> str:
    """The part of a shown text between two positions in UTF-16 units."""
    return text.encode("utf-16-le")[2 * start : 2 * stop].decode("utf-16-le")


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def assert_exact(text: str, encoding: str) -> None:
    """All that must be true of any text's spans."""
    tokens = tokenize(text, encoding)
    spans = Spans(tokens)
    found = spans.between(0, spans.length)
    assert spans.length == units(as_shown(text))
    assert [index for span in found for index in range(span.first, span.last + 1)] == list(range(len(tokens)))
    assert [span.start for span in found] == [0, *[span.stop for span in found]][: len(found)]
    for span in found:
        assert span.start < span.stop
        data = b"".join(tokens.token_bytes(index) for index in range(span.first, span.last + 1))
        # A span that ends with CR before LF would have the line end cut: then both belong to it.
        assert part(as_shown(text), span.start, span.stop) == as_shown(data.decode())


@given(TEXTS, st.sampled_from(ENCODINGS))
def test_spans_cover_the_text_and_all_tokens_once(text: str, encoding: str) -> None:
    assert_exact(text, encoding)


@pytest.mark.parametrize("text", SAMPLES.values(), ids=SAMPLES)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_spans_of_every_script_are_exact(text: str, encoding: str) -> None:
    assert_exact(text, encoding)


@pytest.mark.parametrize(
    "text", ["a\r\nb" * 5000, prose(60_000), "a" * 50_000, "😀漢é" * 5000, "x\r\n\r\n\r\r\n\n" * 3000]
)
def test_spans_are_exact_across_the_steps(text: str) -> None:
    assert len(text.encode()) > 4 * STEP_BYTES

    assert_exact(text, "o200k_base")


@given(TEXTS, st.sampled_from(ENCODINGS), st.data())
def test_a_part_of_the_spans_is_a_part_of_all(text: str, encoding: str, data: st.DataObject) -> None:
    spans = Spans(tokenize(text, encoding))
    start = data.draw(st.integers(-2, spans.length + 2))
    stop = data.draw(st.integers(-2, spans.length + 2))

    found = spans.between(start, stop)

    touched = [span for span in spans.between(0, spans.length) if span.start < stop and span.stop > start]
    assert found == (touched if start < stop else [])


@given(TEXTS, st.sampled_from(ENCODINGS))
def test_a_span_is_found_by_each_of_its_positions_and_tokens(text: str, encoding: str) -> None:
    spans = Spans(tokenize(text, encoding))

    for span in spans.between(0, spans.length):
        assert all(spans.at(position) == span for position in range(span.start, span.stop))
        assert all(spans.of(token) == span for token in range(span.first, span.last + 1))
    assert spans.at(-1) is spans.at(spans.length) is spans.of(-1) is spans.of(len(spans.tokens)) is None


@given(TEXTS, st.sampled_from(ENCODINGS))
def test_positions_and_bytes_answer_each_other(text: str, encoding: str) -> None:
    spans = Spans(tokenize(text, encoding))
    shown = as_shown(text)
    byte = 0

    for place, character in enumerate(shown):
        size = 2 if character == "\n" and spans.tokens.data[byte : byte + 2] == b"\r\n" else len(character.encode())
        assert spans.position(byte) == units(shown[:place])
        assert spans.byte(spans.position(byte)) == byte
        byte += size


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_characters_that_share_a_token_are_one_span(encoding: str) -> None:
    tokens = tokenize(SHARED_TOKENS[encoding], encoding)

    found = Spans(tokens).between(0, 100)

    assert len(tokens) > 1
    assert found == [Span(0, units(SHARED_TOKENS[encoding]), 0, len(tokens) - 1)]


def test_spans_that_nobody_edited_stay() -> None:
    spans = Spans(tokenize("one two three", "cl100k_base"))

    assert EditedSpans(spans).between(0, 99) == spans.between(0, 99)


def test_typing_leaves_the_spans_before_and_moves_those_behind() -> None:
    edited = EditedSpans(Spans(tokenize("one two three", "cl100k_base")))

    edited.edit(5, 2, 15)  # one t..wo three

    assert edited.between(0, 15) == [Span(0, 3, 0, 0), Span(3, 5, 1, 1), Span(7, 9, 1, 1), Span(9, 15, 2, 2)]
    assert edited.at(5) is edited.at(6) is None
    assert edited.of(0) == Span(0, 3, 0, 0)
    assert edited.of(1) is None
    assert edited.of(2) == Span(9, 15, 2, 2)
    assert edited.of(3) is None


@given(st.text(st.sampled_from("ab c😀漢\n"), max_size=30), st.data())
def test_after_any_edits_spans_still_show_their_own_characters(text: str, data: st.DataObject) -> None:
    spans = Spans(tokenize(text, "o200k_base"))
    edited, now = EditedSpans(spans), list(text.encode("utf-16-le")[::1])
    now_units = [tuple(now[at : at + 2]) for at in range(0, len(now), 2)]
    before = list(now_units)
    new = (ord("#"), 0)

    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(now_units)))
        removed = data.draw(st.integers(0, len(now_units) - at))
        added = data.draw(st.integers(0, 3))
        now_units[at : at + removed] = [new] * added
        edited.edit(at, added, len(now_units))

    for span in edited.between(0, len(now_units)):
        whole = spans.of(span.first)
        assert whole is not None
        own = before[whole.start : whole.stop]
        shown = now_units[span.start : span.stop]
        assert new not in shown
        assert shown in (own[: len(shown)], own[len(own) - len(shown) :])
