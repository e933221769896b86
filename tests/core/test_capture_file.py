"""A capture's file gives the capture back exactly, and says what is wrong in which line."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.capture_checks import MOST_CHUNKS
from mockpanel.core.capture_file import capture_text, has_header, parse_capture
from mockpanel.core.captures import Arrival, Capture
from mockpanel.core.errors import InvalidValue
from tests.core.captures import CAPTURES, capture_of

HEADER = '{"mockpanel_capture": 1, "name": "Mine"}\n'
CHUNK = '{"seconds": 0.5, "text": "Hi"}\n'


@given(capture=CAPTURES)
def test_what_is_written_is_read_again_exactly(capture: Capture) -> None:
    text = capture_text(capture)

    assert parse_capture(text) == capture
    assert all(json.loads(line) for line in text.split("\n") if line)


def test_the_file_is_one_that_people_can_read() -> None:
    capture = capture_of("Grüße", " ✅", model="gpt-4o", source="api.example.org", notes="By hand.")

    lines = capture_text(capture).splitlines()

    assert lines == [
        '{"mockpanel_capture": 1, "name": "Mine", "model": "gpt-4o", "source": "api.example.org", "captured_at": "", '
        '"notes": "By hand."}',
        '{"seconds": 0.5, "text": "Grüße"}',
        '{"seconds": 0.52, "text": " ✅"}',
    ]


def test_reasoning_is_marked_and_times_are_kept_to_the_microsecond() -> None:
    capture = Capture("a", (Arrival(0.1234567, "Hm", True), Arrival(1.5, "Yes")))

    read = parse_capture(capture_text(capture))

    assert read.arrivals == (Arrival(0.123457, "Hm", True), Arrival(1.5, "Yes"))
    assert (read.reasoning, read.text) == ("Hm", "Yes")


def test_empty_lines_carriage_returns_unknown_fields_and_a_missing_name_are_passed_over() -> None:
    text = '\r\n{"mockpanel_capture": 1, "colour": "red"}\r\n\r\n{"seconds": 1, "text": "Hi", "more": 2}\r\n'

    read = parse_capture(text, "mine")

    assert read == Capture("mine", (Arrival(1.0, "Hi"),))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "the capture file is empty"),
        ("[1]\n", "line 1: must be a JSON object, got [1]"),
        ('{"mockpanel_capture": 2}\n', "line 1: mockpanel_capture must be 1, got 2"),
        ('{"mockpanel_capture": true}\n', "line 1: mockpanel_capture must be 1, got true"),
        ('{"mockpanel_capture": 1, "model": 5}\n', "line 1: model must be a text of up to 4000 characters, got 5"),
        (HEADER, "a capture needs at least one chunk with text"),
        (HEADER + '{"seconds": 0, "text": ""}\n', "a capture needs at least one chunk with text"),
        (HEADER + "{not json\n", 'line 2: must be a JSON object, got "{not json"'),
        (HEADER + CHUNK + '{"text": "Hi"}', "line 3: seconds must be a number between 0 and 86400, got null"),
        (HEADER + '{"seconds": -1, "text": ""}', "line 2: seconds must be a number between 0 and 86400, got -1"),
        (HEADER + '{"seconds": NaN, "text": ""}', "line 2: seconds must be a number between 0 and 86400, got NaN"),
        (HEADER + '{"seconds": true, "text": ""}', "line 2: seconds must be a number between 0 and 86400, got true"),
        (HEADER + '{"seconds": 1e9, "text": ""}', "line 2: seconds must be a number between 0 and 86400"),
        (HEADER + '{"seconds": 1}', "line 2: text must be a string, got null"),
        (HEADER + '{"seconds": 1, "text": "a", "reasoning": 1}', "line 2: reasoning must be true or false, got 1"),
        (HEADER + '{"seconds": 1, "text": "\\ud83d"}', "line 2: text must be valid Unicode"),
        (HEADER + CHUNK + '{"seconds": 0.4, "text": "a"}', "line 3: seconds must not decrease, got 0.4 after 0.5"),
        (HEADER + "[" * 100_000, "line 2: must be a JSON object"),
        (HEADER + CHUNK * (MOST_CHUNKS + 1), f"a capture may have up to {MOST_CHUNKS} chunks, got {MOST_CHUNKS + 1}"),
        (
            HEADER + f'{{"seconds": 1, "text": "{"x" * 4_000_001}"}}',
            "a capture's text may have up to 4000000 characters",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        parse_capture(text)

    assert str(caught.value).startswith(sentence)
    assert caught.value.field == "capture"


@given(lines=st.lists(st.text(max_size=30) | st.sampled_from([HEADER.strip(), CHUNK.strip()]), max_size=5))
def test_whatever_a_file_holds_it_is_a_capture_or_a_sentence(lines: list[str]) -> None:
    try:
        capture = parse_capture("\n".join(lines))
    except InvalidValue:
        return

    assert capture.arrivals


@pytest.mark.parametrize(
    ("capture", "sentence"),
    [
        (Capture("a", (Arrival(1, "a"), Arrival(0.5, "b"))), "chunk 2: seconds must not decrease, got 0.5 after 1"),
        (Capture("a", (Arrival(1, "\ud83d"),)), "chunk 1: text must be valid Unicode, got half of a surrogate pair"),
        (capture_of("a", model="\ud83d"), "model must be valid Unicode, got half of a surrogate pair"),
        (capture_of("a", notes="x" * 4001), "notes must be a text of up to 4000 characters, got "),
    ],
)
def test_what_could_not_be_read_again_is_not_written(capture: Capture, sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        capture_text(capture)

    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize(("line", "expected"), [(HEADER, True), ('{"seconds": 1}', False), ("data: x", False)])
def test_a_capture_file_is_known_by_its_header(line: str, expected: bool) -> None:
    found = has_header(line)

    assert found is expected
