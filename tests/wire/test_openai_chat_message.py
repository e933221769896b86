"""One chat choice as objects: message, sources, why it ends, and log probabilities range by range."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.plan import StreamPlan
from mockpanel.wire.openai_chat_message import (
    finish_reason,
    log_probabilities,
    message,
    sources,
    whole_log_probabilities,
)
from mockpanel.wire.openai_tools import CallForm
from tests.core.texts import CHARACTERS
from tests.wire.speaking import CHAT, voice_of

CALLS = [{"name": "time", "arguments": "{}"}]
CITED = [{"url": "https://a.example", "start": 2, "end": 99}, {"url": "https://b.example", "title": "B"}]
TOOL_FORM, LEGACY_FORM = CallForm(), CallForm(legacy=True)


def plan_of(**fields: Any) -> StreamPlan:
    """What is answered to a request with these fields."""
    return voice_of(CHAT, **fields)[1]


@pytest.mark.parametrize(
    ("fields", "form", "reason"),
    [
        ({}, LEGACY_FORM, "stop"),
        ({"max_tokens": 1}, LEGACY_FORM, "length"),
        ({"mock_tool_calls": CALLS}, TOOL_FORM, "tool_calls"),
        ({"mock_tool_calls": CALLS}, LEGACY_FORM, "function_call"),
    ],
)
def test_only_the_legacy_form_has_a_word_of_its_own_for_a_call(
    fields: dict[str, Any], form: CallForm, reason: str
) -> None:
    assert finish_reason(plan_of(**fields).choices[0], form) == reason


@pytest.mark.parametrize(
    ("fields", "content", "refusal"),
    [
        ({"mock_response": "Hi ✅"}, "Hi ✅", None),
        ({"mock_response": ""}, "", None),
        ({"mock_refusal": "No."}, None, "No."),
        ({"mock_response": "", "mock_tool_calls": CALLS}, None, None),
    ],
    ids=["text", "empty text", "refusal", "call"],
)
def test_a_message_tells_what_was_said_and_null_for_what_was_not(
    fields: dict[str, Any], content: str | None, refusal: str | None
) -> None:
    plan = plan_of(**fields)

    found = message(plan, plan.choices[0], [], TOOL_FORM)

    assert found == {"role": "assistant", "content": content, "refusal": refusal, "annotations": []}


def test_a_message_holds_its_calls_in_the_form_of_the_request_and_its_reasoning() -> None:
    plan = plan_of(mock_response="", mock_tool_calls=CALLS, mock_reasoning="Hm.")
    calls = [{"name": "time"}, {"name": "place"}]

    tools, legacy = (message(plan, plan.choices[0], calls, form) for form in (TOOL_FORM, LEGACY_FORM))

    assert (tools["tool_calls"], tools["reasoning_content"]) == (calls, "Hm.")
    assert legacy["function_call"] == calls[0]
    assert "tool_calls" not in legacy


@pytest.mark.parametrize("fields", [{"mock_refusal": "No."}, {"mock_response": "", "mock_tool_calls": CALLS}], ids=str)
def test_what_is_no_text_has_no_sources(fields: dict[str, Any]) -> None:
    plan = plan_of(mock_citations=CITED, **fields)

    assert sources(plan, plan.choices[0]) == []


def test_sources_lie_within_the_text_as_far_as_it_was_sent() -> None:
    plan = plan_of(mock_citations=CITED, mock_response="Hello, World!", max_tokens=1)

    found = [source["url_citation"] for source in sources(plan, plan.choices[0])]

    assert [(cited["start_index"], cited["end_index"], cited["title"]) for cited in found] == [(2, 5, ""), (0, 5, "B")]


@given(st.text(CHARACTERS, min_size=1, max_size=12), st.integers(0, 3), st.integers(0, 12), st.booleans())
def test_scores_of_two_ranges_are_those_of_the_whole(text: str, alternatives: int, cut: int, refused: bool) -> None:
    said, other = ("refusal", "content") if refused else ("content", "refusal")
    plan = plan_of(logprobs=True, top_logprobs=alternatives, **{"mock_refusal" if refused else "mock_response": text})
    (choice,) = plan.choices
    cut = min(cut, choice.count)

    first, second = log_probabilities(plan, choice, 0, cut), log_probabilities(plan, choice, cut, choice.count)

    whole = whole_log_probabilities(plan, choice)
    assert whole == {said: first[said] + second[said], other: None}
    assert bytes(byte for score in whole[said] for byte in score["bytes"]) == text.encode()
    assert {len(score["top_logprobs"]) for score in whole[said]} == {alternatives}


def test_calls_have_no_scores_and_those_that_were_not_asked_for_are_none() -> None:
    with_text, only_calls = (
        plan_of(logprobs=True, mock_response=text, mock_tool_calls=CALLS) for text in ("One two", "")
    )

    found = log_probabilities(with_text, with_text.choices[0], 1, with_text.choices[0].count)

    assert [score["token"] for score in found["content"]] == [" two"]
    assert whole_log_probabilities(only_calls, only_calls.choices[0]) is None
    plain = plan_of()
    assert whole_log_probabilities(plain, plain.choices[0]) is None
