"""Every format is known by what it holds, and whatever a file is, it is a capture or a sentence."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.capture_checks import LARGEST_BYTES
from mockpanel.core.capture_file import capture_text
from mockpanel.core.capture_import import Kind, read_capture, read_recording
from mockpanel.core.captures import Capture
from mockpanel.core.errors import InvalidValue
from mockpanel.core.exports import har, json_lines, record_object
from tests.core.captures import CAPTURES, capture_of, chat_event
from tests.core.records import BASE_URL, record_of

EVENT = f"data: {chat_event('Hello')}"
RECORD = record_of(answer="Hello")
FILES = {
    "capture file": capture_text(capture_of("Hello", name="")),
    "own archive": "".join(har([RECORD], BASE_URL)),
    "exported requests": "".join(json_lines([RECORD, RECORD])),
    "a request of the control API": json.dumps(record_object(RECORD), indent=2),
    "pairs": '[0.5, "Hello"]\n',
    "one pair a line": '[0.5, "Hel"]\n[0.6, "lo"]\n',
    "objects": '{"t": 0.5, "text": "Hel"}\n{"t": 0.6, "text": "lo"}\n',
    "stamped events": f"0.5 {EVENT}\n",
    "stamps in brackets": f"[0.5] {EVENT}\n",
    "curl": f"10:00:00.5 <= Recv data, 9 bytes (0x9)\n0000: {EVENT.encode().hex(' ')[:48]}\n",
}


@pytest.mark.parametrize("kind", [kind for kind in FILES if kind != "curl"])
def test_every_format_is_known_by_what_it_holds(kind: str) -> None:
    capture = read_capture("my file", FILES[kind].encode())

    assert capture.text == "Hello"
    assert capture.name == "my file"
    assert capture.source in ("my file", "mockpanel")


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("capture file", Kind.CAPTURE),
        ("own archive", Kind.HAR),
        ("exported requests", Kind.RECORD),
        ("a request of the control API", Kind.RECORD),
        ("objects", Kind.LINES),
        ("stamped events", Kind.DUMP),
        ("stamps in brackets", Kind.DUMP),
    ],
)
def test_what_it_was_is_said(file: str, kind: Kind) -> None:
    assert read_recording("my file", FILES[file].encode())[0] is kind


def test_curl_s_trace_is_known_too() -> None:
    with pytest.raises(InvalidValue, match="no event with a text"):
        read_capture("trace", FILES["curl"].encode())


@given(capture=CAPTURES)
def test_a_capture_file_is_itself_but_for_an_empty_name_and_source(capture: Capture) -> None:
    read = read_capture("file", capture_text(capture).encode())

    assert read.arrivals == capture.arrivals
    assert (read.name, read.source) == (capture.name or "file", capture.source or "file")


def test_a_byte_order_mark_is_passed_over() -> None:
    capture = read_capture("a", b"\xef\xbb\xbf" + FILES["pairs"].encode())

    assert capture.text == "Hello"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xff\xfe", "a capture's file must be UTF-8 text, but its byte 0 is not"),
        (b" " * (LARGEST_BYTES + 1), "a capture's file may have up to 32 MB, got 32.0 MB"),
        (b"", "the file holds no event with a text and a time"),
        (b"{}", "line 1: has no time; call it seconds or ms"),
        (b'{"log": {"entries": []}}', "the archive holds no answer with text"),
    ],
)
def test_what_is_none_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        read_capture("a", data)

    assert str(caught.value).startswith(sentence)


@given(data=st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_whatever_a_file_holds_it_is_a_capture_or_a_sentence(data: bytes) -> None:
    try:
        capture = read_capture("a", data)
    except InvalidValue:
        return

    assert capture.arrivals


@given(
    place=st.integers(0, 5000), cut=st.integers(0, 40), filler=st.sampled_from(["", "0", '"', "{", "null", "-1e999"])
)
@pytest.mark.parametrize("kind", list(FILES))
def test_a_damaged_file_is_a_capture_or_a_sentence(kind: str, place: int, cut: int, filler: str) -> None:
    text = FILES[kind]
    place %= len(text)

    try:
        capture = read_capture("a", (text[:place] + filler + text[place + cut :]).encode())
    except InvalidValue:
        return

    assert capture.arrivals
