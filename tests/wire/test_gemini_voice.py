"""Gemini answers: every chunk known to the client's own types, the text exact, the usage growing."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.wire.gemini_voice import GeminiVoice
from mockpanel.wire.voice import Occasion
from tests.core.texts import ENCODINGS, SAMPLES, TEXTS
from tests.wire.gemini_speech import WEATHER, array, events, gemini_voice, parts_of, reasons, text_of, whole
from tests.wire.speaking import spoken

CALL = [{"name": "weather", "arguments": {"city": "Köln 👋"}}]


def test_a_stream_is_a_chunk_a_token_and_a_last_one_with_the_reason() -> None:
    chunks = events()

    assert [part["text"] for part in parts_of(chunks)] == ["Hello", ",", " World", "!", ""]
    assert reasons(chunks) == ["STOP"]
    assert "finishReason" in chunks[-1]["candidates"][0]
    assert len({(chunk["responseId"], chunk["modelVersion"]) for chunk in chunks}) == 1
    assert chunks[0]["modelVersion"] == "gemini-2.5-flash"


def test_the_usage_grows_with_every_chunk() -> None:
    usages = [chunk["usageMetadata"] for chunk in events()]

    assert [usage["candidatesTokenCount"] for usage in usages] == [1, 2, 3, 4, 4]
    assert {usage["promptTokenCount"] for usage in usages} == {3}
    assert usages[-1] == whole()["usageMetadata"]
    assert usages[-1]["promptTokensDetails"] == [{"modality": "TEXT", "tokenCount": 3}]


def test_an_array_holds_the_same_chunks_as_the_events() -> None:
    def without_id(chunks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**chunk, "responseId": ""} for chunk in chunks]

    assert without_id(array()) == without_id(events())
    assert without_id(array(mock_response="")) == without_id(events(mock_response=""))


def test_media_types_tell_events_from_an_array() -> None:
    assert gemini_voice(stream=True)[0].media_type == b"text/event-stream; charset=utf-8"
    assert gemini_voice(stream=True, alt="json")[0].media_type == b"application/json; charset=utf-8"


@pytest.mark.parametrize("name", SAMPLES)
def test_any_text_arrives_byte_for_byte(name: str) -> None:
    text = SAMPLES[name]

    assert text_of(events(mock_response=text)) == text
    assert text_of(array(mock_response=text)) == text
    assert text_of([whole(mock_response=text)]) == text


@given(
    text=TEXTS,
    encoding=st.sampled_from(ENCODINGS),
    limit=st.none() | st.integers(1, 30),
    size=st.integers(1, 4),
    scored=st.booleans(),
)
def test_usage_never_falls_and_ends_where_the_whole_answer_s_is(
    text: str, encoding: str, limit: int | None, size: int, scored: bool
) -> None:
    config = {"maxOutputTokens": limit, "responseLogprobs": scored}
    fields: dict[str, Any] = {"mock_response": text, "tokenizer_model": encoding, "generationConfig": config}

    chunks = events(size, **fields)

    counts = [chunk["usageMetadata"]["candidatesTokenCount"] for chunk in chunks]
    answer = whole(**fields)
    assert counts == sorted(counts)
    assert counts[-1] == answer["usageMetadata"]["candidatesTokenCount"]
    assert text_of(chunks) == text_of([answer])
    assert reasons(chunks) == reasons([answer])


def test_pieces_given_together_make_the_same_frames_as_one_by_one() -> None:
    pieces = [b"Hello", b",", b" World", b"!"]
    (together, plan), (apart, _) = gemini_voice(stream=True, alt="json"), gemini_voice(stream=True, alt="json")
    choice = plan.choices[0]

    one = together.pieces(choice, choice.parts[0], pieces, range(1, 5)).partition(b'"responseId"')[0]
    other = b"".join(apart.pieces(choice, choice.parts[0], [piece], (sent,)) for sent, piece in enumerate(pieces, 1))

    assert other.startswith(one)
    assert together.pieces(choice, choice.parts[0], [], ()) == b""


def test_several_candidates_have_each_their_text_and_share_the_usage() -> None:
    chunks = events(generationConfig={"candidateCount": 3})

    assert [text_of(chunks, index) for index in range(3)] == ["Hello, World!"] * 3
    assert reasons(chunks) == ["STOP"] * 3
    assert chunks[-1]["usageMetadata"]["candidatesTokenCount"] == 12


@pytest.mark.parametrize(
    ("fields", "text", "reason"),
    [
        ({"generationConfig": {"maxOutputTokens": 2}}, "Hello,", "MAX_TOKENS"),
        ({"generationConfig": {"stopSequences": [" World"]}}, "Hello,", "STOP"),
        ({"mock_finish_reason": "length"}, "Hello, World!", "MAX_TOKENS"),
        ({"mock_finish_reason": "content_filter"}, "Hello, World!", "SAFETY"),
        ({"mock_finish_reason": "tool_calls"}, "Hello, World!", "STOP"),
        ({"mock_refusal": "I cannot."}, "I cannot.", "SAFETY"),
        ({"mock_refusal": "I cannot.", "mock_finish_reason": "stop"}, "I cannot.", "STOP"),
        ({"mock_response": ""}, "", "STOP"),
    ],
)
def test_an_answer_ends_for_the_service_s_own_reasons(fields: dict[str, Any], text: str, reason: str) -> None:
    chunks, answer = events(**fields), whole(**fields)

    assert (text_of(chunks), reasons(chunks)) == (text, [reason])
    assert (text_of([answer]), reasons([answer])) == (text, [reason])


def test_a_refusal_has_the_rating_that_blocked_it() -> None:
    (candidate,) = whole(mock_refusal="I cannot.")["candidates"]

    assert candidate["safetyRatings"][0]["blocked"] is True


def test_a_filtered_answer_without_text_is_a_blocked_prompt() -> None:
    fields: dict[str, Any] = {"mock_response": "", "mock_finish_reason": "content_filter"}

    for response in (whole(**fields), *events(**fields), *array(**fields)):
        assert response["promptFeedback"] == {"blockReason": "SAFETY"}
        assert "candidates" not in response
    assert len(events(**fields)) == len(array(**fields)) == 1


def test_thoughts_that_the_request_brings_are_sent_and_counted() -> None:
    chunks = events(mock_reasoning="Let me think.")

    assert text_of(chunks, thought=True) == "Let me think."
    assert text_of(chunks) == "Hello, World!"
    assert [chunk["usageMetadata"].get("thoughtsTokenCount") for chunk in chunks] == [1, 2, 3, 4, 4, 4, 4, 4, 4]
    assert whole(mock_reasoning="Let me think.")["candidates"][0]["content"]["parts"] == [
        {"text": "Let me think.", "thought": True},
        {"text": "Hello, World!"},
    ]


@pytest.mark.parametrize(
    ("thinking", "seen", "counted"),
    [
        ({}, "", 4),
        ({"includeThoughts": True}, "Let me think.", 4),
        ({"includeThoughts": True, "thinkingBudget": 0}, "", 0),
        ({"includeThoughts": True, "thinkingBudget": -1}, "Let me think.", 4),
    ],
)
def test_thoughts_by_default_are_shown_only_where_they_are_wanted(
    thinking: dict[str, Any], seen: str, counted: int
) -> None:
    fields: dict[str, Any] = {
        "defaults": {"mock_reasoning": "Let me think."},
        "generationConfig": {"thinkingConfig": thinking},
    }

    chunks, answer = events(**fields), whole(**fields)

    assert text_of(chunks, thought=True) == text_of([answer], thought=True) == seen
    assert chunks[-1]["usageMetadata"].get("thoughtsTokenCount", 0) == counted
    assert answer["usageMetadata"] == chunks[-1]["usageMetadata"]


def test_a_function_call_comes_whole() -> None:
    chunks, answer = events(mock_tool_calls=CALL), whole(mock_tool_calls=CALL)

    calls = [part["functionCall"] for part in parts_of(chunks) if "functionCall" in part]
    assert [(call["name"], call["args"]) for call in calls] == [("weather", {"city": "Köln 👋"})]
    assert calls[0]["id"]
    assert reasons(chunks) == reasons([answer]) == ["STOP"]
    assert answer["candidates"][0]["content"]["parts"][0]["functionCall"]["args"] == {"city": "Köln 👋"}
    assert chunks[-1]["usageMetadata"] == answer["usageMetadata"]


def test_text_and_several_calls_come_in_their_order() -> None:
    calls = [{**CALL[0], "id": "a"}, {**CALL[0], "id": "b"}]

    parts = parts_of(events(mock_response="Well.", mock_tool_calls=calls))

    assert "".join(part.get("text", "") for part in parts) == "Well."
    assert [part["functionCall"]["id"] for part in parts if "functionCall" in part] == ["a", "b"]


def test_a_function_that_must_be_called_is_called_with_arguments_of_its_schema() -> None:
    config = {"functionCallingConfig": {"mode": "ANY"}}

    (part, _) = parts_of(events(tools=[WEATHER], toolConfig=config))

    assert part["functionCall"]["name"] == "weather"
    assert part["functionCall"]["args"].keys() == {"city"}


@pytest.mark.parametrize("arguments", ["print('no JSON')", "[1]", ""])
def test_arguments_that_are_no_object_are_a_malformed_call(arguments: str) -> None:
    fields: dict[str, Any] = {"mock_tool_calls": [{"name": "weather", "arguments": arguments}]}

    chunks, answer = events(**fields), whole(**fields)

    assert reasons(chunks) == reasons([answer]) == ["MALFORMED_FUNCTION_CALL"]
    assert not [part for part in parts_of([*chunks, answer]) if "functionCall" in part]
    assert answer["candidates"][0]["finishMessage"] == f"Malformed function call: {arguments}"


def test_a_call_that_is_cut_is_not_sent() -> None:
    fields: dict[str, Any] = {"mock_tool_calls": CALL, "generationConfig": {"maxOutputTokens": 3}}

    assert reasons(events(**fields)) == reasons([whole(**fields)]) == ["MAX_TOKENS"]
    assert not [part for part in parts_of(events(**fields)) if "functionCall" in part]


def test_sources_are_grounding_with_places_in_bytes() -> None:
    cited = [{"url": "https://a.example/", "title": "A", "start": 2, "end": 4}, {"url": "https://b.example/"}]
    fields: dict[str, Any] = {"mock_response": "é 漢字 b", "mock_citations": cited}

    (candidate,) = whole(**fields)["candidates"]

    found = candidate["groundingMetadata"]
    assert found["groundingChunks"] == [
        {"web": {"uri": "https://a.example/", "title": "A"}},
        {"web": {"uri": "https://b.example/", "title": "https://b.example/"}},
    ]
    assert [support["segment"] for support in found["groundingSupports"]] == [
        {"startIndex": 3, "endIndex": 9, "text": "漢字"},
        {"startIndex": 0, "endIndex": 11, "text": "é 漢字 b"},
    ]
    assert events(**fields)[-1]["candidates"][0]["groundingMetadata"] == found


def test_log_probabilities_are_those_of_the_tokens_sent() -> None:
    config = {"responseLogprobs": True, "logprobs": 2}
    fields: dict[str, Any] = {"mock_response": "hi 👋 there", "generationConfig": config}

    (candidate,) = whole(**fields)["candidates"]
    streamed = [c["logprobsResult"] for chunk in events(**fields) for c in chunk["candidates"] if "logprobsResult" in c]

    chosen = candidate["logprobsResult"]["chosenCandidates"]
    assert [score for result in streamed for score in result["chosenCandidates"]] == chosen
    assert all(len(place["candidates"]) == 2 for place in candidate["logprobsResult"]["topCandidates"])
    assert candidate["avgLogprobs"] == pytest.approx(sum(score["logProbability"] for score in chosen) / len(chosen))


def test_json_of_a_schema_gives_way_to_no_other_default() -> None:
    schema = {"type": "OBJECT", "properties": {"n": {"type": "INTEGER"}}, "required": ["n"]}

    answer = whole(generationConfig={"responseMimeType": "application/json", "responseSchema": schema})

    assert isinstance(json.loads(text_of([answer]))["n"], int)


def test_a_name_with_anything_in_it_is_sent_back() -> None:
    _, plan = gemini_voice(stream=True)
    renamed = replace(plan, ask=replace(plan.ask, model='a\x00"\u2028'))

    frames = spoken(GeminiVoice(Occasion(renamed, 0)), renamed).decode()

    chunks = [json.loads(block.removeprefix("data: ")) for block in frames.split("\n\n")[:-1]]
    assert {chunk["modelVersion"] for chunk in chunks} == {'a\x00"\u2028'}
    assert text_of(chunks) == "Hello, World!"
