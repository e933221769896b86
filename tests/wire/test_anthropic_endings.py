"""Why a message ends, and what it used."""

from __future__ import annotations

from typing import Any

import pytest
from anthropic.types import Message
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.plan import Usage
from mockpanel.wire.anthropic_endings import begun_usage, end
from mockpanel.wire.anthropic_request import parse
from tests.core.plans import plan_of, settings_with
from tests.wire.anthropic_speaking import MESSAGES, REQUEST, message, spoken
from tests.wire.speaking import whole


def ended(**fields: Any) -> tuple[str, str | None, str]:
    """Reason, stop sequence and text of an answer, which stream and single piece tell alike."""
    answer, found = message(**fields), spoken(**fields)
    delta = found[-2]["delta"]
    assert {name: answer[name] for name in delta} == delta
    text = "".join(block["text"] for block in answer["content"] if block["type"] == "text")
    return answer["stop_reason"], answer["stop_sequence"], text


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ("end_turn", None, "one two three")),
        ({"stop_sequences": [" three"]}, ("stop_sequence", " three", "one two")),
        ({"stop_sequences": ["three", "two"]}, ("stop_sequence", "two", "one ")),
        ({"stop_sequences": ["four"]}, ("end_turn", None, "one two three")),
        ({"stop_sequences": ["one"]}, ("stop_sequence", "one", "")),
        ({"stop_sequences": ["three"], "max_tokens": 1}, ("max_tokens", None, "one")),
        ({"max_tokens": 2}, ("max_tokens", None, "one two")),
        ({"max_tokens": 3}, ("end_turn", None, "one two three")),
        ({"max_tokens": 0}, ("max_tokens", None, "")),
        ({"mock_refusal": "two", "stop_sequences": ["two"]}, ("refusal", None, "two")),
        ({"mock_tool_calls": [{"name": "f"}], "stop_sequences": ["two"]}, ("tool_use", None, "one ")),
        ({"mock_finish_reason": "length"}, ("max_tokens", None, "one two three")),
        ({"mock_finish_reason": "content_filter"}, ("refusal", None, "one two three")),
        ({"mock_finish_reason": "tool_calls"}, ("tool_use", None, "one two three")),
        ({"mock_tool_calls": [{"name": "f"}], "mock_finish_reason": "stop"}, ("end_turn", None, "one two three")),
    ],
    ids=str,
)
def test_an_answer_ends_for_its_reason(fields: dict[str, Any], expected: tuple[str, str | None, str]) -> None:
    found = ended(mock_response="one two three", **fields)

    assert found == expected


def test_an_echo_is_stopped_too() -> None:
    ask = parse({**REQUEST, "messages": [{"role": "user", "content": "Say STOP now"}], "stop_sequences": ["STOP"]})

    plan = plan_of(ask, settings_with())

    assert (end(plan)["stop_sequence"], plan.choices[0].text) == ("STOP", "Say ")


@given(text=st.text("ab ", max_size=8), stop=st.lists(st.text("ab", min_size=1, max_size=2), max_size=3))
def test_the_answer_and_its_stop_sequence_are_the_beginning_of_the_whole(text: str, stop: list[str]) -> None:
    answer = whole(MESSAGES, mock_response=text, stop_sequences=stop)

    said = "".join(block["text"] for block in answer["content"])
    assert text.startswith(said + (answer["stop_sequence"] or ""))
    assert (answer["stop_reason"] == "stop_sequence") == any(word in text for word in stop)


def test_a_filtered_answer_has_a_refusal_without_an_explanation() -> None:
    answer = message(mock_finish_reason="content_filter")

    assert answer["stop_details"] == {"type": "refusal", "category": None, "explanation": None}


def test_usage_is_told_in_the_api_s_own_terms() -> None:
    usage = message(mock_response="Hello, World!")["usage"]

    known = set(Message.model_fields["usage"].annotation.model_fields)  # type: ignore[union-attr]
    assert set(usage) == known - {"server_tool_use", "speed"}
    assert (usage["service_tier"], usage["output_tokens"]) == ("standard", 4)


@pytest.mark.parametrize(("completed", "begun"), [(0, 0), (1, 1), (900, 1)])
def test_a_message_has_used_one_token_when_it_begins(completed: int, begun: int) -> None:
    usage = begun_usage(Usage(7, completed))

    assert (usage["input_tokens"], usage["output_tokens"]) == (7, begun)
