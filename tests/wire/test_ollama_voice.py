"""Ollama answers: every line known to the client's own types, the text exact, the durations honest."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.ledger import Ledger
from tests.core.texts import SAMPLES, TEXTS
from tests.wire.ollama_speech import CREATED, TOOL, calls_of, lines, ollama_voice, text_of, thinking_of, whole

ENDPOINTS = pytest.mark.parametrize("chat", [True, False], ids=["chat", "generate"])
CALL = [{"name": "weather", "arguments": {"city": "Köln 👋"}}]


@ENDPOINTS
def test_a_stream_is_a_line_a_token_and_a_last_one_with_the_counts(chat: bool) -> None:
    found = lines(chat=chat)

    assert [text_of([line]) for line in found] == ["Hello", ",", " World", "!", ""]
    assert found[-1]["done_reason"] == "stop"
    assert found[-1]["eval_count"] == 4
    durations = {"total_duration", "load_duration", "prompt_eval_duration", "eval_duration", "prompt_eval_count"}
    assert durations < found[-1].keys()
    assert all("done_reason" not in line for line in found[:-1])


@ENDPOINTS
@pytest.mark.parametrize("name", SAMPLES)
def test_any_text_arrives_byte_for_byte(chat: bool, name: str) -> None:
    text = SAMPLES[name]

    assert text_of(lines(chat=chat, mock_response=text)) == text
    assert text_of([whole(chat=chat, mock_response=text)]) == text


@given(text=TEXTS, limit=st.integers(-2, 20), size=st.integers(1, 4), scored=st.booleans(), chat=st.booleans())
def test_an_answer_is_the_same_streamed_and_whole(text: str, limit: int, size: int, scored: bool, chat: bool) -> None:
    fields: dict[str, Any] = {"mock_response": text, "options": {"num_predict": limit}, "logprobs": scored}

    found, answer = lines(size, chat=chat, **fields), whole(chat=chat, **fields)

    assert text_of(found) == text_of([answer])
    assert (found[-1]["done_reason"], found[-1]["eval_count"]) == (answer["done_reason"], answer["eval_count"])
    assert [score for line in found for score in line.get("logprobs", ())] == answer.get("logprobs", [])


@ENDPOINTS
@pytest.mark.parametrize(
    ("fields", "text", "reason"),
    [
        ({"options": {"num_predict": 2}}, "Hello,", "length"),
        ({"options": {"num_predict": -1}}, "Hello, World!", "stop"),
        ({"options": {"stop": [" World"]}}, "Hello,", "stop"),
        ({"options": {"stop": " World"}}, "Hello,", "stop"),
        ({"mock_finish_reason": "length"}, "Hello, World!", "length"),
        ({"mock_finish_reason": "content_filter"}, "Hello, World!", "stop"),
        ({"mock_refusal": "I cannot."}, "I cannot.", "stop"),
        ({"options": {"mock_response": "From the options."}}, "From the options.", "stop"),
    ],
)
def test_an_answer_ends_for_one_of_two_reasons(chat: bool, fields: dict[str, Any], text: str, reason: str) -> None:
    found, answer = lines(chat=chat, **fields), whole(chat=chat, **fields)

    assert (text_of(found), found[-1]["done_reason"]) == (text, reason)
    assert (text_of([answer]), answer["done_reason"]) == (text, reason)


@ENDPOINTS
def test_reasoning_is_thinking_unless_it_is_switched_off(chat: bool) -> None:
    default = {"mock_reasoning": "Let me think."}

    assert thinking_of(lines(chat=chat, defaults=default)) == "Let me think."
    assert thinking_of([whole(chat=chat, defaults=default, think="low")]) == "Let me think."
    assert thinking_of(lines(chat=chat, defaults=default, think=False)) == ""
    assert thinking_of(lines(chat=chat, think=False, mock_reasoning="Asked for.")) == "Asked for."
    assert lines(chat=chat, defaults=default)[-1]["eval_count"] == 8


def test_a_tool_call_comes_whole() -> None:
    found, answer = lines(mock_tool_calls=CALL, mock_response="Well."), whole(mock_tool_calls=CALL)

    assert calls_of(found) == [{"function": {"name": "weather", "arguments": {"city": "Köln 👋"}}}]
    assert text_of(found) == "Well."
    assert calls_of([answer]) == calls_of(found)
    assert answer["done_reason"] == found[-1]["done_reason"] == "stop"


def test_a_call_has_the_id_that_it_was_given() -> None:
    assert calls_of([whole(mock_tool_calls=[{**CALL[0], "id": "call_1"}])])[0]["id"] == "call_1"


def test_a_default_call_is_made_where_its_tool_is_offered_and_not_after_its_result() -> None:
    fields: dict[str, Any] = {"defaults": {"mock_tool_calls": CALL}, "tools": [TOOL]}
    result = [{"role": "user", "content": "w"}, {"role": "tool", "content": "sunny", "tool_name": "weather"}]

    assert calls_of(lines(**fields))
    assert not calls_of(lines(**fields, messages=result))
    assert not calls_of(lines(defaults=fields["defaults"]))


@pytest.mark.parametrize(
    ("fields", "arguments"),
    [
        ({"mock_tool_calls": [{"name": "f", "arguments": "no JSON"}]}, "no JSON"),
        ({"mock_tool_calls": [{"name": "f", "arguments": '{"a": 1}'}], "options": {"num_predict": 2}}, '{"a'),
    ],
)
def test_a_call_that_cannot_be_read_is_text(fields: dict[str, Any], arguments: str) -> None:
    found, answer = lines(**fields), whole(**fields)

    assert json.loads(text_of(found)) == {"name": "f", "arguments": arguments}
    assert text_of([answer]) == text_of(found)
    assert not calls_of([*found, answer])


def test_generate_calls_no_tool() -> None:
    assert text_of(lines(chat=False, mock_tool_calls=CALL)) == "Hello, World!"


@ENDPOINTS
@pytest.mark.parametrize(("keep_alive", "reason"), [(None, "load"), (0, "unload"), ("0s", "unload"), ("5m", "load")])
def test_without_a_question_a_model_is_loaded_or_unloaded(chat: bool, keep_alive: Any, reason: str) -> None:
    nothing: dict[str, Any] = {"messages": []} if chat else {"prompt": ""}
    voice, plan = ollama_voice(chat=chat, keep_alive=keep_alive, mock_reasoning="Hm.", **nothing)

    answer = json.loads(voice.whole())

    assert not plan.ask.stream
    assert (answer["done"], answer["done_reason"], text_of([answer])) == (True, reason, "")
    assert "eval_count" not in answer


def test_the_context_goes_on_from_the_last_one() -> None:
    first = lines(chat=False)[-1]["context"]
    second = whole(chat=False, context=first)

    assert len(first) == 4
    assert second["context"] == first * 2
    assert second["prompt_eval_count"] == whole(chat=False)["prompt_eval_count"] + 4
    assert "context" not in whole(chat=False, raw=True)
    assert "context" not in whole()


def test_a_line_tells_when_it_was_sent() -> None:
    ledger = Ledger()
    voice, plan = ollama_voice(ledger=ledger)
    choice = plan.choices[0]

    ledger.add(0, 1_999_999_999, 1)
    first = json.loads(voice.pieces(choice, choice.parts[0], [b"Hello"], (1,)))
    ledger.add(0, 2_000_000_001, 2)
    second = json.loads(voice.pieces(choice, choice.parts[0], [b","], (2,)))

    assert first["created_at"].endswith(".999999999Z")
    assert second["created_at"].endswith(".000000001Z")
    assert datetime.fromisoformat(second["created_at"]).timestamp() == CREATED + 2


def test_candidates_of_log_probabilities_are_as_many_as_asked() -> None:
    scores = whole(logprobs=True, top_logprobs=2)["logprobs"]

    assert [score["token"] for score in scores] == ["Hello", ",", " World", "!"]
    assert all(len(score["top_logprobs"]) == 2 for score in scores)
    assert all(score["top_logprobs"] == [] for score in whole(logprobs=True)["logprobs"])
