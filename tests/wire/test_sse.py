"""Server-Sent Events: one data line each, in which no reader finds a line end."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.tokens import json_inside
from mockpanel.wire import sse
from tests.core.texts import TEXTS

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=8,
)


@given(VALUES)
def test_json_reads_back_as_the_value(value: object) -> None:
    document = sse.dumps(value)

    assert json.loads(document) == value


@given(VALUES)
def test_json_holds_no_line_end_that_any_reader_knows(value: object) -> None:
    document = sse.dumps(value)

    assert len(document.decode().splitlines()) == 1


@given(VALUES)
def test_json_made_gently_is_the_same(value: object) -> None:
    document = sse.dumps_gently(value)

    assert document == sse.dumps(value)


def test_json_is_compact_and_other_characters_are_raw_utf8() -> None:
    document = sse.dumps({"a": ["é", "漢", "😀", 1], "b": None})

    assert document.decode() == '{"a":["é","漢","😀",1],"b":null}'


@pytest.mark.parametrize(("end", "escaped"), [("\x85", "\\u0085"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029")])
def test_the_line_ends_that_json_leaves_raw_are_escaped(end: str, escaped: str) -> None:
    document = sse.dumps({f"key{end}": f"value{end}"})

    assert document.decode() == f'{{"key{escaped}":"value{escaped}"}}'


def test_an_event_is_a_data_line_and_an_empty_one() -> None:
    event = sse.event({"a": 1})

    assert event == b'data: {"a":1}\n\n'


def test_the_last_event_is_done() -> None:
    last = sse.DONE

    assert last == b"data: [DONE]\n\n"


def test_the_media_type_names_its_charset() -> None:
    media_type = sse.MEDIA_TYPE

    assert media_type == b"text/event-stream; charset=utf-8"


@given(TEXTS, st.lists(TEXTS, max_size=5))
def test_a_template_filled_with_pieces_is_an_event_for_each(before: str, texts: list[str]) -> None:
    around = sse.template({"model": before, "choices": [{"delta": {"content": sse.HOLE}, "finish_reason": None}]})

    frames = sse.filled(around, [json_inside(text) for text in texts])

    assert frames == b"".join(
        sse.event({"model": before, "choices": [{"delta": {"content": text}, "finish_reason": None}]}) for text in texts
    )


@given(st.lists(st.tuples(st.binary(), st.binary()), max_size=5), st.binary(), st.binary(), st.binary())
def test_with_several_columns_each_event_has_the_next_of_each(
    rows: list[tuple[bytes, bytes]], before: bytes, between: bytes, behind: bytes
) -> None:
    numbers, pieces = [number for number, _ in rows], [piece for _, piece in rows]

    frames = sse.filled((before, between, behind), numbers, pieces)

    assert frames == b"".join(before + number + between + piece + behind for number, piece in rows)


@given(TEXTS)
def test_the_text_of_a_piece_is_what_it_was_made_of(text: str) -> None:
    piece = json_inside(text)

    read = sse.text_of(piece)

    assert read == text
