"""What mockpanel sent becomes a capture: a record, or one as its exports and its control API spell it."""

from __future__ import annotations

import pytest

from mockpanel.core.capture_records import capture_of_record, capture_of_view, is_view
from mockpanel.core.captures import Arrival
from mockpanel.core.errors import InvalidValue
from mockpanel.core.exports import record_object
from mockpanel.core.tokens import tokenize
from tests.core.records import record_of

HELLO = "Hello, World!"


def test_a_record_becomes_a_capture_with_a_chunk_for_each_row() -> None:
    record = record_of()

    capture = capture_of_record(record, tokenize(HELLO, "cl100k_base"), "Mine")

    assert capture.arrivals == (
        Arrival(0.9006, "Hello"),
        Arrival(0.9206, ","),
        Arrival(0.9406, " World"),
        Arrival(0.9606, "!"),
    )
    assert (capture.name, capture.model, capture.source) == ("Mine", "gpt-4o", "mockpanel")
    assert capture.captured_at == "2023-11-14T22:13:21.250+00:00"
    assert capture.notes == ""


def test_a_captured_record_keeps_its_host() -> None:
    record = record_of(captured_from="api.example.org")

    capture = capture_of_record(record, tokenize(HELLO, "cl100k_base"))

    assert (capture.name, capture.source) == ("req_1", "api.example.org")


def test_tokens_inside_a_character_come_with_the_one_that_completes_it() -> None:
    record = record_of(answer="👩\u200d🚀")

    capture = capture_of_record(record, tokenize("👩\u200d🚀", "cl100k_base"))

    assert "👩\u200d🚀".startswith(capture.text)
    assert capture.text


def test_an_answer_that_the_log_holds_in_part_says_so() -> None:
    record = record_of(answer=HELLO + " And more.")

    capture = capture_of_record(record, tokenize(HELLO + " And more.", "cl100k_base"))

    assert capture.text == HELLO
    assert capture.notes == "The log holds only a part of this answer's chunks."


def test_what_the_log_no_longer_holds_is_refused() -> None:
    record = record_of(details_dropped=True)

    with pytest.raises(InvalidValue, match="the log no longer holds the answer to request req_1"):
        capture_of_record(record, tokenize("", "cl100k_base"))


def test_a_request_without_chunks_is_refused() -> None:
    with pytest.raises(InvalidValue, match="the request has no chunk with text and time"):
        capture_of_record(record_of(), tokenize("", "cl100k_base"))


def test_an_exported_record_gives_the_same_capture() -> None:
    record = record_of()
    view = record_object(record)

    capture = capture_of_view(view, view["answer"], tokenize, "req_1")

    assert is_view(view)
    assert capture == capture_of_record(record, tokenize(HELLO, "cl100k_base"))


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"tokens": 1}, "ledger row 1: sent_ms must be a number between 0 and 86400000 ms, got null"),
        ({"tokens": -1, "sent_ms": 1}, "ledger row 1: tokens must be a whole number, at least 0, got -1"),
        (5, "ledger row 1: tokens must be a whole number, at least 0, got null"),
    ],
)
def test_a_row_that_cannot_be_is_refused(row: object, sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        capture_of_view({"ledger": [row]}, HELLO, tokenize, "a")

    assert str(caught.value) == sentence
