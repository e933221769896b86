"""Bytes and when they came become a capture: each chunk at the time of the bytes that completed its event."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.captures import Arrival
from mockpanel.core.errors import InvalidValue
from mockpanel.core.timed_parts import NO_REQUEST, capture_of_parts, read_stamp
from tests.core.captures import chat_event
from tests.core.texts import CHARACTERS

WORDS = st.lists(st.text(CHARACTERS, min_size=1, max_size=6), min_size=1, max_size=5)


def event(text: str) -> bytes:
    return f"data: {chat_event(text)}\n\n".encode()


@given(texts=WORDS, cuts=st.lists(st.integers(0, 10_000), max_size=8))
def test_a_chunk_came_with_the_bytes_that_completed_it(texts: list[str], cuts: list[int]) -> None:
    stream = b"".join(map(event, texts))
    ends = [len(b"".join(map(event, texts[: place + 1]))) for place in range(len(texts))]
    places = sorted({0, len(stream), *(cut % len(stream) for cut in cuts)})
    parts = [(100.0 + to, stream[since:to]) for since, to in pairwise(places)]

    capture = capture_of_parts("file", 100.0, parts)

    came = [float(next(place for place in places if place >= end)) for end in ends]
    assert capture.arrivals == tuple(map(Arrival, came, texts))
    assert (capture.name, capture.model, capture.notes) == ("file", "m", "")


def test_without_the_time_of_the_request_the_first_bytes_are_the_beginning_and_a_note_says_so() -> None:
    capture = capture_of_parts("file", None, [(5.0, event("a")), (5.5, event("b"))], "By hand.")

    assert [arrival.seconds for arrival in capture.arrivals] == [0, 0.5]
    assert capture.notes == f"{NO_REQUEST} By hand."


@pytest.mark.parametrize(
    ("asked", "came", "seconds"),
    [
        (10.0, (9.0, 11.0), [0, 1]),
        (10.0, (12.0, 11.0), [2, 2]),
        (86_399.5, (86_399.75, 1.0), [0.25, 1.5]),
    ],
    ids=["before the request", "a clock that stumbles", "midnight"],
)
def test_no_chunk_comes_before_the_request_or_before_another(
    asked: float, came: tuple[float, float], seconds: list[float]
) -> None:
    capture = capture_of_parts("file", asked, [(came[0], event("a")), (came[1], event("b"))])

    assert [arrival.seconds for arrival in capture.arrivals] == seconds


def test_a_last_event_without_an_empty_line_came_with_the_last_bytes() -> None:
    capture = capture_of_parts("file", 0.0, [(1.0, event("a")), (2.0, event("b").strip())])

    assert capture.arrivals == (Arrival(1.0, "a"), Arrival(2.0, "b"))


@pytest.mark.parametrize("data", [[], [b""], [b"data: [DONE]\n\n"], [event("")]], ids=str)
@pytest.mark.parametrize("asked", [None, 0.0])
def test_bytes_without_text_are_refused(asked: float | None, data: list[bytes]) -> None:
    parts = [(1.0, each) for each in data]

    with pytest.raises(InvalidValue, match="the file holds no event with a text and a time"):
        capture_of_parts("file", asked, parts)


def test_a_chunk_later_than_a_day_is_refused_with_its_place() -> None:
    parts = [(0.0, event("a")), (90_000.0, event("b"))]

    with pytest.raises(InvalidValue, match="chunk 2: seconds must be a number between 0 and 86400, got 90000"):
        capture_of_parts("file", 0.0, parts)


def test_a_stamp_is_seconds_or_no_time() -> None:
    assert read_stamp("00:01:00.5") == 60.5
    with pytest.raises(InvalidValue, match="2026-02-30 10:00:00 is no time") as caught:
        read_stamp("2026-02-30 10:00:00")
    assert caught.value.field == "capture"
