"""Answers of several parts in the chunks and messages of the real API: calls, refusals, reasoning, sources."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openai.lib.streaming.chat import ChatCompletionStreamState
from openai.types.chat import ChatCompletion, ChatCompletionChunk

from tests.core.texts import TEXTS
from tests.wire.speaking import CHAT, events, streamed, unknown_fields, whole

TOOLS: list[dict[str, Any]] = [
    {"type": "function", "function": {"name": "weather", "parameters": {"properties": {"city": {"type": "string"}}}}},
    {"type": "function", "function": {"name": "time"}},
    {"type": "custom", "custom": {"name": "shell"}},
]
CALL = {"name": "weather", "arguments": {"city": "Paris 👋"}, "id": "call_1"}
OTHER = {"name": "time", "arguments": "{}"}
SHELL = {"name": "shell", "arguments": "ls -l"}
BEYOND_THE_CLIENT = {"choices.delta.reasoning_content", "choices.delta.annotations"}
"""What clients read though the official one's types do not name it."""


def chunks_of(**fields: Any) -> list[dict[str, Any]]:
    """The events of a stream; each must be a chunk of the client's own type, with no field that it does not know."""
    found = events(streamed(CHAT, tools=TOOLS, **fields))
    for event in found:
        chunk = ChatCompletionChunk.model_validate(event)
        assert unknown_fields(chunk) <= BEYOND_THE_CLIENT
        assert set(event["choices"][0]) == {"index", "delta", "logprobs", "finish_reason"}
    return found


def deltas(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [event["choices"][0]["delta"] for event in found]


def arguments(found: list[dict[str, Any]], index: int) -> str:
    """The arguments of one call, all its chunks joined."""
    calls = [call for delta in deltas(found) for call in delta.get("tool_calls", ()) if call["index"] == index]
    return "".join((call.get("function") or {}).get("arguments", "") for call in calls)


def test_a_call_has_exactly_the_chunks_of_the_real_one() -> None:
    found = chunks_of(mock_tool_calls=[{**CALL, "arguments": {"city": "Rome"}}])

    spoken = deltas(found)
    function = {"name": "weather", "arguments": ""}
    assert spoken[0] == {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"index": 0, "id": "call_1", "type": "function", "function": function}],
        "refusal": None,
    }
    assert list(spoken[0]) == ["role", "content", "tool_calls", "refusal"]
    assert spoken[1] == {"tool_calls": [{"index": 0, "function": {"arguments": '{"'}}]}
    assert all(list(delta) == ["tool_calls"] for delta in spoken[1:-1])
    assert spoken[-1] == {}
    assert found[-1]["choices"][0]["finish_reason"] == "tool_calls"
    assert arguments(found, 0) == '{"city":"Rome"}'


def test_parallel_calls_count_on_and_have_ids_of_their_own() -> None:
    found = chunks_of(mock_tool_calls=[CALL, OTHER, {**OTHER, "id": "mine"}])

    begun = [call for delta in deltas(found) for call in delta.get("tool_calls", ()) if "id" in call]
    assert [call["index"] for call in begun] == [0, 1, 2]
    assert [call["function"]["name"] for call in begun] == ["weather", "time", "time"]
    assert begun[0]["id"] == "call_1"
    assert begun[1]["id"].startswith("call_")
    assert begun[2]["id"] == "mine"
    assert [arguments(found, index) for index in range(3)] == ['{"city":"Paris 👋"}', "{}", "{}"]
    assert [delta for delta in deltas(found) if "role" in delta] == deltas(found)[:1]


def test_each_choice_has_its_own_calls() -> None:
    found = events(streamed(CHAT, tools=TOOLS, mock_tool_calls=[OTHER], n=2))

    ids = {
        (event["choices"][0]["index"], call["id"])
        for event in found
        for call in event["choices"][0]["delta"].get("tool_calls", ())
        if "id" in call
    }
    assert len({identifier for _, identifier in ids}) == 2
    assert {index for index, _ in ids} == {0, 1}


def test_text_before_a_call_brings_the_role_and_the_call_comes_without() -> None:
    spoken = deltas(chunks_of(mock_response="Look.", mock_tool_calls=[OTHER]))

    assert spoken[0] == {"role": "assistant", "content": "", "refusal": None}
    assert "".join(delta.get("content", "") for delta in spoken) == "Look."
    begun = next(delta for delta in spoken if "tool_calls" in delta)
    assert list(begun) == ["tool_calls"]


def test_a_custom_tool_gets_its_input_as_text() -> None:
    found = events(streamed(CHAT, tools=TOOLS, mock_tool_calls=[SHELL]))

    calls = [call for delta in deltas(found) for call in delta.get("tool_calls", ())]
    assert calls[0] == {"index": 0, "id": calls[0]["id"], "type": "custom", "custom": {"name": "shell", "input": ""}}
    assert calls[1] == {"index": 0, "custom": {"input": "ls"}}
    assert "".join(call["custom"].get("input", "") for call in calls) == "ls -l"
    message = whole(CHAT, tools=TOOLS, mock_tool_calls=[SHELL])["choices"][0]["message"]
    assert message["tool_calls"][0]["custom"] == {"name": "shell", "input": "ls -l"}


def test_a_custom_tool_that_must_be_called_gets_plain_text() -> None:
    choice = {"type": "custom", "custom": {"name": "shell"}}

    message = whole(CHAT, tools=TOOLS, tool_choice=choice)["choices"][0]["message"]

    assert message["tool_calls"][0]["custom"] == {"name": "shell", "input": "sample value"}


def test_a_legacy_function_is_called_in_its_own_words() -> None:
    fields: dict[str, Any] = {"functions": [{"name": "time"}], "function_call": {"name": "time"}}

    found = events(streamed(CHAT, **fields))
    choice = whole(CHAT, **fields)["choices"][0]

    spoken = deltas(found)
    assert spoken[0] == {
        "role": "assistant",
        "content": None,
        "function_call": {"name": "time", "arguments": ""},
        "refusal": None,
    }
    assert "".join(delta["function_call"]["arguments"] for delta in spoken[:-1]) == "{}"
    assert found[-1]["choices"][0]["finish_reason"] == choice["finish_reason"] == "function_call"
    assert choice["message"]["function_call"] == {"name": "time", "arguments": "{}"}
    assert "tool_calls" not in choice["message"]


def test_a_refusal_has_exactly_the_chunks_of_the_real_one() -> None:
    found = chunks_of(mock_refusal="I can't.")

    spoken = deltas(found)
    assert spoken[0] == {"role": "assistant", "content": None, "refusal": ""}
    assert all(list(delta) == ["refusal"] for delta in spoken[1:-1])
    assert "".join(delta.get("refusal", "") for delta in spoken) == "I can't."
    assert found[-1]["choices"][0]["finish_reason"] == "stop"


def test_reasoning_goes_before_the_answer_and_the_role_before_both() -> None:
    spoken = deltas(chunks_of(mock_reasoning="Hm, so.", mock_tool_calls=[OTHER]))

    assert spoken[0] == {"role": "assistant", "content": "", "refusal": None}
    assert "".join(delta.get("reasoning_content", "") for delta in spoken) == "Hm, so."
    kinds = [next(iter(delta), "") for delta in spoken[1:-1]]
    assert kinds == sorted(kinds)
    assert all("role" not in delta for delta in spoken[1:])


def test_sources_come_behind_the_text_with_places_within_it() -> None:
    cited = [{"url": "https://example.com", "title": "T", "start": 2, "end": 99}, {"url": "https://example.org"}]

    found = chunks_of(mock_response="Hello", mock_citations=cited)

    spoken = [delta for delta in deltas(found) if "annotations" in delta]
    places = [
        (note["url_citation"]["start_index"], note["url_citation"]["end_index"]) for note in spoken[0]["annotations"]
    ]
    assert spoken == [deltas(found)[-2]]
    assert places == [(2, 5), (0, 5)]
    answer = ChatCompletion.model_validate(whole(CHAT, mock_response="Hello", mock_citations=cited), strict=True)
    assert not unknown_fields(answer)
    assert [note.model_dump() for note in answer.choices[0].message.annotations or ()] == spoken[0]["annotations"]


@pytest.mark.parametrize("fields", [{"mock_refusal": "I can't."}, {"mock_response": "I can."}], ids=str)
def test_log_probabilities_stand_under_what_was_said(fields: dict[str, Any]) -> None:
    said, other = ("refusal", "content") if "mock_refusal" in fields else ("content", "refusal")

    found = chunks_of(logprobs=True, **fields)

    scores = [event["choices"][0]["logprobs"] for event in found[:-1]]
    assert scores[0] == {said: [], other: None}
    assert all(len(score[said]) == 1 and score[other] is None for score in scores[1:])
    assert found[-1]["choices"][0]["logprobs"] is None
    whole_scores = whole(CHAT, logprobs=True, **fields)["choices"][0]["logprobs"]
    assert whole_scores == {said: [one for score in scores for one in score[said]], other: None}


def test_calls_have_no_log_probabilities_and_the_text_before_them_has() -> None:
    fields: dict[str, Any] = {"tools": TOOLS, "logprobs": True, "mock_tool_calls": [OTHER], "mock_reasoning": "Hm."}

    alone, after_text = whole(CHAT, **fields), whole(CHAT, mock_response="One two", **fields)

    assert alone["choices"][0]["logprobs"] is None
    assert [score["token"] for score in after_text["choices"][0]["logprobs"]["content"]] == ["One", " two"]


@pytest.mark.parametrize("limit", range(1, 12))
def test_a_limit_inside_the_arguments_leaves_what_fits_and_says_length(limit: int) -> None:
    fields: dict[str, Any] = {"mock_tool_calls": [CALL], "max_tokens": limit}

    found = chunks_of(**fields)
    choice = whole(CHAT, tools=TOOLS, **fields)["choices"][0]

    sent = arguments(found, 0)
    assert '{"city":"Paris 👋"}'.startswith(sent)
    assert choice["message"]["tool_calls"][0]["function"]["arguments"] == sent
    assert choice["finish_reason"] == found[-1]["choices"][0]["finish_reason"]
    assert choice["finish_reason"] == ("length" if sent != '{"city":"Paris 👋"}' else "tool_calls")


def test_a_limit_before_the_second_call_leaves_it_out() -> None:
    found = chunks_of(mock_tool_calls=[{**OTHER, "arguments": "one two"}, OTHER], max_tokens=2)

    assert {call["index"] for delta in deltas(found) for call in delta.get("tool_calls", ())} == {0}


@pytest.mark.parametrize("reason", ["stop", "length", "tool_calls", "content_filter"])
def test_the_finish_reason_is_the_one_that_was_asked_for(reason: str) -> None:
    found = chunks_of(mock_response="Hi", mock_finish_reason=reason)

    assert found[-1]["choices"][0]["finish_reason"] == reason
    assert whole(CHAT, mock_finish_reason=reason)["choices"][0]["finish_reason"] == reason


CALLS = st.lists(
    st.fixed_dictionaries({"name": st.sampled_from(["weather", "time"]), "arguments": TEXTS}), min_size=1, max_size=3
)


@settings(max_examples=40)
@given(
    calls=CALLS,
    text=TEXTS,
    thought=TEXTS,
    limit=st.none() | st.integers(1, 40),
    n=st.integers(1, 2),
    size=st.integers(1, 5),
)
def test_the_official_client_puts_parts_together_to_the_whole_answer(
    calls: list[dict[str, Any]], text: str, thought: str, limit: int | None, n: int, size: int
) -> None:
    fields = {"mock_tool_calls": calls, "mock_response": text, "mock_reasoning": thought, "max_tokens": limit, "n": n}
    state = ChatCompletionStreamState()

    for event in events(streamed(CHAT, size, tools=TOOLS, **fields)):
        state.handle_chunk(ChatCompletionChunk.model_validate(event))

    answer = ChatCompletion.model_validate(whole(CHAT, tools=TOOLS, **fields), strict=True)
    read = state.current_completion_snapshot
    assert [said(choice.message) for choice in read.choices] == [said(choice.message) for choice in answer.choices]
    assert [choice.finish_reason for choice in read.choices] == [choice.finish_reason for choice in answer.choices]


def said(message: Any) -> Any:
    """All that a message says, without its ids."""
    calls = [(call.function.name, call.function.arguments) for call in message.tool_calls or ()]
    return message.content or "", calls, (message.model_extra or {}).get("reasoning_content", "")


@given(text=TEXTS)
def test_a_refusal_of_any_text_comes_whole(text: str) -> None:
    found = events(streamed(CHAT, mock_refusal=text or "No."))

    assert "".join(delta.get("refusal") or "" for delta in deltas(found)) == (text or "No.")
    assert json.loads(json.dumps(found)) == found
