"""Archives become captures: mockpanel's own with the times of the chunks, browsers' with what HAR tells."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from mockpanel.core.captures import Arrival
from mockpanel.core.errors import InvalidValue
from mockpanel.core.exports import har
from mockpanel.core.import_har import is_har, read_har
from mockpanel.core.timed_parts import NO_REQUEST
from mockpanel.core.tokens import tokenize
from tests.core.captures import chat_event
from tests.core.records import BASE_URL, record_of

SSE = "".join(f"data: {chat_event(text)}\n\n" for text in ("Hel", "lo", "!"))


def entry(**changes: Any) -> dict[str, Any]:
    """An entry as browsers write it."""
    return {
        "startedDateTime": "2026-01-02T03:04:05.678Z",
        "request": {"url": "https://api.example.org/v1/chat/completions"},
        "response": {"content": {"mimeType": "text/event-stream", "text": SSE}},
        "timings": {"send": 0.1, "wait": 500, "receive": 300},
        **changes,
    }


def archive(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"log": {"version": "1.2", "entries": list(entries)}}


def test_mockpanel_s_own_archive_gives_back_what_was_sent_when() -> None:
    record = record_of(answer="Hello, World!")
    document = json.loads("".join(har([record], BASE_URL)))

    capture = read_har(document, "own", tokenize)

    assert is_har(document)
    assert capture.text == record.answer
    sent = [row.sent_ns / 1e9 for row in record.ledger]
    assert [arrival.seconds for arrival in capture.arrivals] == pytest.approx(sent, abs=1e-6)
    assert (capture.model, capture.source, capture.notes) == ("gpt-4o", "mockpanel", "")


def test_a_browser_s_archive_is_spread_as_it_allows_and_says_so() -> None:
    capture = read_har(archive(entry()), "har", tokenize)

    assert capture.arrivals == (Arrival(0.5, "Hel"), Arrival(0.65, "lo"), Arrival(0.8, "!"))
    assert (capture.model, capture.source, capture.captured_at) == (
        "m",
        "api.example.org",
        "2026-01-02T03:04:05.678Z",
    )
    assert capture.notes == (
        "Its HAR file has no times of chunks: 3 chunks spread evenly over the 0.3 s that the answer took."
    )


@pytest.mark.parametrize(
    "content",
    [
        {"mimeType": "", "text": SSE},
        {"mimeType": "text/event-stream", "encoding": "base64", "text": base64.b64encode(SSE.encode()).decode()},
        {"mimeType": "application/json", "text": '{"choices": [{"message": {"content": "Hello!"}}]}'},
    ],
)
def test_the_text_is_found_however_the_archive_holds_it(content: dict[str, str]) -> None:
    capture = read_har(archive(entry(response={"content": content})), "har", tokenize)

    assert capture.text == "Hello!"


def test_events_that_were_noted_with_their_times_keep_them() -> None:
    sent = 1767323045.678 + 0.05  # startedDateTime, and what passed until it was sent
    events = [
        {"time": sent + at, "eventName": "", "data": chat_event(text)} for at, text in ((0.9, "Hel"), (1.4, "lo"))
    ]
    timings = {"blocked": 10, "dns": -1, "connect": 39.9, "send": 0.1, "wait": 500, "receive": 300}

    capture = read_har(archive(entry(timings=timings, _eventSourceMessages=events)), "har", tokenize)

    assert [arrival.seconds for arrival in capture.arrivals] == pytest.approx([0.9, 1.4], abs=1e-5)
    assert (capture.text, capture.source, capture.notes) == ("Hello", "api.example.org", "")


def test_events_of_an_unknown_clock_begin_with_the_first() -> None:
    events = [{"time": 5, "data": chat_event("Hel")}, {"time": "soon"}, {"time": 6.5, "data": chat_event("lo")}]

    capture = read_har(archive(entry(_eventSourceMessages=events)), "har", tokenize)

    assert [arrival.seconds for arrival in capture.arrivals] == [0, 1.5]
    assert capture.notes == NO_REQUEST


def test_the_first_answer_with_text_is_taken_and_the_others_are_told_of() -> None:
    page = entry(response={"content": {"mimeType": "text/html", "text": "<html>"}})

    capture = read_har(archive(page, entry(), entry()), "har", tokenize)

    assert capture.text == "Hello!"
    assert capture.notes.endswith("The first of 2 answers in the archive.")


def test_unknown_times_are_none() -> None:
    capture = read_har(archive(entry(timings={"wait": -1, "receive": -1})), "har", tokenize)

    assert {arrival.seconds for arrival in capture.arrivals} == {0}


@pytest.mark.parametrize("document", [archive(), {"log": {"entries": "none"}}, archive({}), archive(entry(response=5))])
def test_an_archive_without_answers_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue, match="the archive holds no answer with text"):
        read_har(document, "har", tokenize)


@pytest.mark.parametrize("wait", ["soon", -5, 1e300, True, None])
def test_a_time_that_cannot_be_is_refused(wait: object) -> None:
    with pytest.raises(InvalidValue, match=r"timings\.wait must be a number between 0 and 86400000 ms"):
        read_har(archive(entry(timings={"wait": wait})), "har", tokenize)
