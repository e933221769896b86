"""Server-Sent Events read from bytes that are cut anywhere."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.sse_reader import Event, SseReader, error_sentence
from mockpanel.wire import sse
from tests.core.texts import TEXTS

CUTS = st.lists(st.integers(0, 400), max_size=30)


def chunk(text: str) -> dict[str, object]:
    return {"object": "chat.completion.chunk", "choices": [{"index": 0, "delta": {"content": text}}]}


def read(stream: bytes, cuts: list[int]) -> list[Event]:
    reader = SseReader()
    places = sorted({0, len(stream), *(cut % (len(stream) + 1) for cut in cuts)})
    return [event for a, b in pairwise(places) for event in reader.feed(stream[a:b])]


@given(st.lists(TEXTS, max_size=5), CUTS)
def test_the_texts_come_out_whole_however_the_bytes_are_cut(texts: list[str], cuts: list[int]) -> None:
    stream = b"".join(sse.event(chunk(text)) for text in texts) + sse.DONE

    events = read(stream, cuts)

    assert [event.document["choices"][0]["delta"]["content"] for event in events[:-1]] == texts
    assert [event.done for event in events] == [False] * len(texts) + [True]
    assert "".join(f"{event.raw}\n\n" for event in events).encode() == stream


@given(st.lists(st.sampled_from(["\n", "\r\n", "\r"]), min_size=6, max_size=6), CUTS)
def test_every_line_end_of_the_standard_ends_a_line(ends: list[str], cuts: list[int]) -> None:
    lines = ["data: a", "", "event: x", "data: b", "data: c", ""]
    stream = "".join(line + end for line, end in zip(lines, ends, strict=True)).encode()
    if ends[0] == "\r" and ends[1] == "\n":
        return  # together they are one line end
    if ends[4] == "\r" and ends[5] == "\n":
        return

    events = read(stream, cuts)

    assert [(event.name, event.data) for event in events] == [("", "a"), ("x", "b\nc")]


@given(CUTS)
def test_a_byte_order_mark_comments_and_missing_spaces_are_no_matter(cuts: list[int]) -> None:
    stream = b'\xef\xbb\xbf: hello\n\ndata:{"a":1}\nid: 7\nretry: 10\n\n: ping\n\ndata: [DONE]\n\n'

    events = read(stream, cuts)

    assert [event.data for event in events] == ['{"a":1}', "[DONE]"]


def test_an_event_that_is_not_over_is_not_told() -> None:
    assert SseReader().feed(b"data: half\n") == []


def test_bytes_that_are_not_utf8_do_not_break_it() -> None:
    assert SseReader().feed(b"data: \xff\n\n")[0].data == "\ufffd"


@pytest.mark.parametrize("data", ["[DONE]", "", "[1]", "{", "null"])
def test_data_that_is_no_object_is_an_empty_document(data: str) -> None:
    assert Event("", "", data).document == {}


def test_an_error_object_tells_its_message() -> None:
    assert error_sentence({"error": {"message": "Too fast.", "code": None}}) == "Too fast."
    assert error_sentence({"error": {}}) == "the answer holds an error without a message"
    assert error_sentence({"choices": []}) == ""
