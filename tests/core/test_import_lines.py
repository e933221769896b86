"""JSON Lines of times and texts become captures; milliseconds are told apart by the name of their field alone."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from mockpanel.core.captures import Arrival, Capture
from mockpanel.core.errors import InvalidValue
from mockpanel.core.import_lines import read_lines
from tests.core.captures import CAPTURES, chat_event


@pytest.mark.parametrize(
    "line",
    [
        '[0.5, "Hi"]',
        '{"seconds": 0.5, "text": "Hi"}',
        '{"time": 0.5, "content": "Hi"}',
        '{"t": 0.5, "delta": "Hi"}',
        '{"ms": 500, "chunk": "Hi"}',
        '{"elapsed_ms": 500, "token": "Hi"}',
        '{"t": "500ms", "text": "Hi"}',
        f'{{"t": 0.5, "data": {chat_event("Hi")}}}',
        json.dumps({"t": 0.5, "data": chat_event("Hi")}),
    ],
)
def test_a_time_and_a_text_are_found_under_their_usual_names(line: str) -> None:
    capture = read_lines(line, "lines")

    assert capture == Capture("lines", (Arrival(0.5, "Hi"),))


@given(capture=CAPTURES)
def test_pairs_and_objects_give_the_times_and_texts_back(capture: Capture) -> None:
    pairs = "\n".join(json.dumps([each.seconds, each.text]) for each in capture.arrivals)
    objects = "\n".join(
        json.dumps({"ms": each.seconds * 1000, "text": each.text, "reasoning": each.reasoning})
        for each in capture.arrivals
    )

    from_pairs, from_objects = read_lines(pairs, "a"), read_lines(objects, "a")

    assert [(each.seconds, each.text) for each in from_pairs.arrivals] == [
        (each.seconds, each.text) for each in capture.arrivals
    ]
    assert from_objects.arrivals == capture.arrivals


def test_dates_begin_with_the_first_line_and_say_so() -> None:
    lines = '{"time": "2026-01-02T03:04:05Z", "text": "a"}\n{"time": "2026-01-02T03:04:05.5Z", "text": "b"}'

    capture = read_lines(lines, "lines")

    assert [arrival.seconds for arrival in capture.arrivals] == [0, 0.5]
    assert "the time to first token is not known" in capture.notes


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[0.5, "a"]\n[0.4, "b"]', "entry 2: times must not decrease, got 0.4 s after 0.5 s"),
        ("[1]", 'line 1: must be [seconds, "text"] or an object with a time and a text, got [1]'),
        ("nonsense", 'line 1: must be JSON, got "nonsense"'),
        ('{"text": "a"}', "line 1: has no time; call it seconds or ms"),
        ('{"t": 1}', "line 1: has no text; call it text, or data for a whole event"),
        ('{"t": "soon", "text": "a"}', 'line 1: t must be a time, got "soon"'),
        ('{"t": true, "text": "a"}', "line 1: t must be a time, got true"),
        ('{"ms": 1' + "0" * 400 + ', "text": "a"}', "line 1: ms must be a time, got a number of more than 60 digits"),
        ('[-1, "a"]', "entry 1: times must not decrease, got -1 s after 0 s"),
        ('[NaN, "a"]', "chunk 1: seconds must be a number between 0 and 86400, got NaN"),
        ('{"t": 1, "data": {}}', "a capture needs at least one chunk with text"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(text: str, sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        read_lines(text, "lines")

    assert str(caught.value) == sentence
