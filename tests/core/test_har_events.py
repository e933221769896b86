"""Events that an archive noted stand again as they did on the wire, and count from when the request was sent."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.har_events import EVENTS, sent_at, timed_events
from mockpanel.core.sse_reader import SseReader
from tests.core.texts import CHARACTERS

STARTED = "2026-01-02T03:04:05.678Z"
STARTED_S = 1_767_323_045.678
MESSAGES = st.lists(
    st.tuples(st.floats(0, 1e12, exclude_max=True), st.text(CHARACTERS.filter(lambda one: one != "\r"), max_size=20)),
    max_size=5,
)


@given(MESSAGES)
def test_a_client_reads_each_event_s_data_again_line_ends_and_all(messages: list[tuple[float, str]]) -> None:
    entry = {EVENTS: [{"time": time, "type": "receive", "data": data} for time, data in messages]}

    parts = timed_events(entry)

    events = [SseReader().feed(data) for _, data in parts]
    assert [time for time, _ in parts] == [time for time, _ in messages]
    assert [[event.data for event in found] for found in events] == [[data] for _, data in messages]


@pytest.mark.parametrize(
    "event",
    [
        None,
        "data",
        {"time": 1},
        {"data": "a"},
        {"time": 1, "data": b"a"},
        *({"time": time, "data": "a"} for time in (True, None, "1", -0.1, 1e12, math.nan, math.inf)),
    ],
    ids=str,
)
def test_an_event_without_a_time_or_data_is_left_out(event: object) -> None:
    parts = timed_events({EVENTS: [event, {"time": 2, "data": "b"}]})

    assert parts == [(2.0, b"data: b\n\n")]


@pytest.mark.parametrize("entry", [{}, {EVENTS: None}, {EVENTS: {"time": 1, "data": "a"}}, {EVENTS: "none"}], ids=str)
def test_an_entry_without_a_list_of_events_has_none(entry: dict[str, Any]) -> None:
    assert timed_events(entry) == []


def test_half_a_character_of_the_archive_becomes_a_question_mark() -> None:
    assert timed_events({EVENTS: [{"time": 1, "data": "a\ud83d"}]}) == [(1.0, b"data: a?\n\n")]


@pytest.mark.parametrize(
    ("timings", "seconds"),
    [
        (None, 0.0),
        ({}, 0.0),
        ({"blocked": 10, "dns": 20.5, "connect": 30, "send": 1.5, "ssl": 25, "wait": 500, "receive": 9}, 0.062),
        ({"blocked": -1, "dns": None, "connect": "30", "send": 2}, 0.002),
    ],
    ids=str,
)
def test_the_request_was_sent_after_what_passed_before_it(timings: object, seconds: float) -> None:
    sent = sent_at({"startedDateTime": STARTED, "timings": timings}, [(STARTED_S + 1, b"")])

    assert sent == pytest.approx(STARTED_S + seconds, abs=1e-5)


@pytest.mark.parametrize("started", [None, 5, "", "soon", STARTED + "?", "2026-13-02T03:04:05Z"])
def test_a_start_that_is_no_date_tells_nothing(started: object) -> None:
    assert sent_at({"startedDateTime": started}, [(STARTED_S, b"")]) is None


def test_events_of_another_clock_have_no_time_of_the_request() -> None:
    assert sent_at({"startedDateTime": STARTED}, [(86_400.0, b"")]) is None
