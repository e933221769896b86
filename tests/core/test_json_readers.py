"""JSON objects out of streams of bytes, however these are cut."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.json_readers import ArrayReader, LineReader
from mockpanel.core.stream_readers import Reader, reader_of

OBJECTS = st.lists(st.dictionaries(st.text(max_size=4), st.text(max_size=6), max_size=3), max_size=4)
CUTS = st.lists(st.integers(0, 10_000), max_size=6)


def read(reader: Reader, stream: bytes, cuts: list[int]) -> list[dict[str, Any]]:
    places = sorted({0, len(stream), *(cut % (len(stream) + 1) for cut in cuts)})
    return [event.document for a, b in pairwise(places) for event in reader.feed(stream[a:b])]


@given(OBJECTS, CUTS)
def test_each_line_is_an_object(values: list[dict[str, str]], cuts: list[int]) -> None:
    stream = "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values).encode()

    assert read(LineReader(), stream, cuts) == values


@given(OBJECTS, CUTS)
def test_each_item_of_an_array_is_an_object(values: list[dict[str, str]], cuts: list[int]) -> None:
    stream = json.dumps(values, ensure_ascii=False, indent=1).encode()

    assert read(ArrayReader(), stream, cuts) == values


def test_a_reader_is_chosen_by_what_comes() -> None:
    chosen = [
        reader_of("text/event-stream; charset=utf-8", "/v1/responses"),
        reader_of("application/x-ndjson", "/api/chat"),
        reader_of("application/json; charset=utf-8", "/v1beta/models/m:streamGenerateContent"),
        reader_of("application/json", "/v1beta/models/m:generateContent"),
        reader_of("", "/v1/chat/completions"),
    ]

    assert [type(reader).__name__ for reader in chosen] == [
        *("SseReader", "LineReader", "ArrayReader", "NoneType", "NoneType")
    ]
