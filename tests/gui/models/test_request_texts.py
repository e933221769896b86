"""What is said of a request, and of what is missing of it."""

from __future__ import annotations

import json

import pytest

from mockpanel.core.choices import PartKind
from mockpanel.core.request_record import AnswerPart, Outcome
from mockpanel.gui.models.request_texts import answer_text, head, note, pretty, request_text, response_text, timing_text
from tests.core.records import CHAT_BODY, record_of, running


def test_the_head_is_method_path_and_headers() -> None:
    lines = head(record_of()).splitlines()

    assert lines[:3] == ["POST /v1/chat/completions", "host: 127.0.0.1:8000", "authorization: Bearer ***"]


def test_a_request_is_its_head_and_its_body_with_indents() -> None:
    shown, body = request_text(record_of()).split("\n\n", 1)

    assert shown == head(record_of())
    assert json.loads(body) == json.loads(CHAT_BODY)
    assert "\n  " in body


@pytest.mark.parametrize("body", ["{half", "", "[" * 100_000])
def test_what_is_no_json_stays_as_it_came(body: str) -> None:
    assert pretty(body) == body


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (record_of(), "Hello, World!"),
        (record_of(answer="", details_dropped=True), "no longer holds the answer"),
        (running(), "when the request is over"),
        (record_of(answer="", error="Rate limit reached"), "Rate limit reached"),
        (record_of(answer=""), "No text was answered."),
    ],
    ids=["answer", "dropped", "running", "refused", "empty"],
)
def test_an_answer_is_shown_or_said_to_be_missing(record: object, words: str) -> None:
    assert words in response_text(record)  # type: ignore[arg-type]


def test_a_request_that_was_dropped_or_empty_says_so() -> None:
    assert "no longer holds the body" in request_text(record_of(body="", details_dropped=True))
    assert request_text(record_of(body="")).endswith("No body")


def test_parts_stand_each_under_its_name() -> None:
    parts = (AnswerPart(PartKind.REASONING, "hm"), AnswerPart(PartKind.TOOL_CALL, "{}", "weather"))

    assert answer_text(record_of(parts=parts)) == "Reasoning\nhm\n\nCalls weather\n{}"


def test_the_note_tells_outcome_tokens_time_and_below_what_went_wrong() -> None:
    record = record_of(outcome=Outcome.CUT, fault="cut after 3 tokens", error="broken off")

    assert note(record).splitlines() == [
        "200 cut · 4 of 4 tokens · 970.0 ms",
        "Armed: cut after 3 tokens",
        "broken off",
    ]


def test_each_chunk_has_its_row_in_milliseconds() -> None:
    names, *rows = timing_text(record_of()).splitlines()

    assert names == "planned_ms\tsent_ms\ttokens"
    assert rows[0] == "900.000\t900.600\t1"
    assert len(rows) == 4
    assert timing_text(record_of(ledger=type(record_of().ledger)())) == ""
