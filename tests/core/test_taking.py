"""What came when is taken down as bytes come, in whatever portions, and what is too much is passed over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core import taking as module
from mockpanel.core.captures import Arrival
from mockpanel.core.taking import Taking
from tests.core.captures import chat_event
from tests.core.texts import TEXTS


def events(*texts: str) -> bytes:
    """A chat stream of these chunks."""
    return "".join(f"data: {chat_event(text)}\n\n" for text in texts).encode()


def test_a_chunk_came_when_its_event_was_complete() -> None:
    taking = Taking(streamed=True)
    data = events("Hel")

    begun = taking.feed(0.5, data[:20])
    ended = taking.feed(0.7, data[20:])

    assert (begun, ended) == ([], [Arrival(0.7, "Hel")])
    assert taking.arrivals == [Arrival(0.7, "Hel")]
    assert taking.model == "m"


@given(texts=st.lists(TEXTS.filter(bool), max_size=5), cuts=st.lists(st.integers(1, 60), min_size=1, max_size=30))
def test_the_portions_change_no_text(texts: list[str], cuts: list[int]) -> None:
    taking = Taking(streamed=True)
    data = events(*texts)
    place = 0

    for count, size in enumerate(cuts * (len(data) // sum(cuts) + 1)):
        taking.feed(count / 100, data[place : place + size])
        place += size
    taking.feed(99, data[place:])
    taking.end(99)

    assert [arrival.text for arrival in taking.arrivals] == texts


def test_a_last_event_without_an_empty_line_is_taken_at_the_end() -> None:
    taking = Taking(streamed=True)
    taking.feed(0.1, events("Hi").rstrip(b"\n"))

    found = taking.end(0.2)

    assert found == [Arrival(0.2, "Hi")]


def test_an_answer_in_one_piece_is_one_chunk_at_its_end() -> None:
    taking = Taking(streamed=False)
    taking.feed(0.1, b'{"model": "m", "choices": [{"message"')
    taking.feed(0.2, b': {"content": "Hi"}}]}')

    found = taking.end(0.3)

    assert found == [Arrival(0.3, "Hi")]
    assert taking.model == "m"


@pytest.mark.parametrize("body", [b"", b"<html>", b"[1]", b"[" * 100_000])
def test_a_body_that_is_no_answer_holds_no_text(body: bytes) -> None:
    taking = Taking(streamed=False)
    taking.feed(0.1, body)

    assert taking.end(0.2) == []


def test_a_model_and_an_error_are_as_long_as_a_line_can_bear_and_fit_for_utf_8() -> None:
    taking = Taking(streamed=True)

    taking.feed(0.1, b'data: {"model": "m\\ud83d' + b"x" * 9999 + b'", "error": "e\\ud83d' + b"x" * 9999 + b'"}\n\n')

    assert [(len(word), word[:3]) for word in (taking.model, taking.error)] == [(500, "m?x"), (500, "e?x")]


@pytest.mark.parametrize("last", [b"[DONE]", b'{"type": "message_stop"}', b'{"type": "response.completed"}'])
def test_the_event_that_ends_a_stream_is_known(last: bytes) -> None:
    taking = Taking(streamed=True)
    taking.feed(0.1, events("Hi"))
    before = taking.done

    taking.feed(0.2, b"data: " + last + b"\n\n")

    assert (before, taking.done) == (False, True)


def test_an_error_in_the_stream_is_kept() -> None:
    taking = Taking(streamed=True)

    taking.feed(0.1, b'data: {"error": {"message": "Overloaded."}}\n\n')

    assert taking.error == "Overloaded."


def test_half_a_character_in_json_becomes_one_that_utf_8_can_carry() -> None:
    taking = Taking(streamed=True)

    taking.feed(0.1, b'data: {"choices": [{"text": "a\\ud83d"}]}\n\n')

    assert taking.arrivals == [Arrival(0.1, "a?")]


@pytest.mark.parametrize(("limit", "value"), [("LARGEST_BYTES", 300), ("MOST_CHUNKS", 2), ("MOST_CHARACTERS", 7)])
def test_what_is_too_much_for_a_capture_is_passed_over(monkeypatch: pytest.MonkeyPatch, limit: str, value: int) -> None:
    monkeypatch.setattr(module, limit, value)
    taking = Taking(streamed=True)

    for count in range(50):
        taking.feed(count, events("one"))

    assert taking.full
    assert 0 < len(taking.arrivals) <= 4
