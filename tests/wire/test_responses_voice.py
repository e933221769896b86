"""How a response is spoken: every event of the client's own types, in the real order, with the text byte for byte."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.plan import emptied
from mockpanel.wire.responses_input import prompt_of, read_input
from mockpanel.wire.responses_object import Status
from mockpanel.wire.responses_voice import CUT_SHORT, ResponsesVoice
from mockpanel.wire.voice import Occasion
from tests.core.texts import ENCODINGS, SAMPLES, TEXTS
from tests.wire.responses_speaking import events, joined, of_type, streamed, types, voice_of, whole
from tests.wire.speaking import CREATED

TEXT_EVENTS = [
    *("output_item.added", "content_part.added", "output_text.delta"),
    *("output_text.done", "content_part.done", "output_item.done"),
]
WEATHER = {
    "type": "function",
    "name": "weather",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}
NOTE = {"type": "custom", "name": "note"}
CALL = [{"name": "weather", "arguments": {"city": "Köln 🏙"}, "id": "call_1"}]
LOGPROBS: dict[str, Any] = {"include": ["message.output_text.logprobs"]}


def test_a_stream_has_exactly_the_events_of_the_real_one() -> None:
    found = events(streamed())

    assert types(found) == ["created", "in_progress", *TEXT_EVENTS, "completed"]
    assert [event["delta"] for event in of_type(found, "output_text.delta")] == ["Hello", ",", " World", "!"]


def test_the_response_is_announced_empty_and_ends_whole() -> None:
    found = events(streamed())

    created, last = found[0]["response"], found[-1]["response"]
    assert created == found[1]["response"]
    assert (created["status"], created["output"], created["usage"]) == ("in_progress", [], None)
    assert (created["service_tier"], created["completed_at"]) == ("auto", None)
    assert (last["status"], last["service_tier"], last["completed_at"]) == ("completed", "default", CREATED)
    assert created["id"] == last["id"]
    assert last["output"] == [of_type(found, "output_item.done")[0]["item"]]
    assert {**last, "id": "", "output": []} == {**whole(), "id": "", "output": []}


def test_an_item_begins_empty_and_ends_with_its_text() -> None:
    found = events(streamed())

    (added,), (done,) = of_type(found, "output_item.added"), of_type(found, "output_item.done")
    assert (added["item"]["status"], added["item"]["content"]) == ("in_progress", [])
    assert (done["item"]["status"], done["item"]["content"][0]["text"]) == ("completed", "Hello, World!")
    assert of_type(found, "content_part.added")[0]["part"]["text"] == ""
    assert of_type(found, "content_part.done")[0]["part"] == done["item"]["content"][0]
    assert of_type(found, "output_text.done")[0]["text"] == "Hello, World!"
    assert {event["item_id"] for event in found if "item_id" in event} == {added["item"]["id"], done["item"]["id"]}


@pytest.mark.parametrize("encoding", ["cl100k_base", "o200k_base"])
@given(text=TEXTS, size=st.integers(1, 6), scored=st.booleans(), padded=st.booleans())
def test_any_text_is_there_byte_for_byte_in_deltas_and_items(
    encoding: str, text: str, size: int, scored: bool, padded: bool
) -> None:
    options = {"stream_options": {"include_obfuscation": padded}, **(LOGPROBS if scored else {})}

    found = events(streamed(size, mock_response=text, tokenizer_model=encoding, **options))

    assert joined(found) == text
    assert of_type(found, "output_text.done")[0]["text"] == text
    assert found[-1]["response"]["output"][0]["content"][0]["text"] == text


@pytest.mark.parametrize("name", SAMPLES)
def test_no_reader_finds_a_line_end_inside_an_event(name: str) -> None:
    text = SAMPLES[name]

    stream = streamed(mock_response=text, instructions=text, model=text[:100] or "m", mock_reasoning=text)

    lines = stream.decode().splitlines()
    assert all(line.startswith(("event: ", "data: ")) or not line for line in lines)
    assert len(lines) == 3 * len(events(stream))


@pytest.mark.parametrize("limit", [1, 2, 3])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_limit_cuts_stream_and_whole_at_the_same_place(limit: int, encoding: str) -> None:
    fields: dict[str, Any] = {"mock_response": "🧑‍🚀 flies", "max_output_tokens": limit, "tokenizer_model": encoding}

    found = events(streamed(**fields))

    answer = whole(**fields)
    assert types(found)[-1] == "incomplete"
    assert found[-1]["response"]["output"][0]["content"] == answer["output"][0]["content"]
    assert joined(found) == answer["output"][0]["content"][0]["text"]
    assert (answer["status"], answer["incomplete_details"]) == ("incomplete", {"reason": "max_output_tokens"})
    assert (answer["output"][0]["status"], answer["completed_at"]) == ("incomplete", None)
    assert answer["usage"]["output_tokens"] == limit


def test_where_a_limit_ends_the_reasoning_no_message_was_begun() -> None:
    fields: dict[str, Any] = {"mock_reasoning": "One, two, three.", "max_output_tokens": 3}

    found = events(streamed(**fields))

    answer = whole(**fields)
    assert [item["type"] for item in answer["output"]] == ["reasoning"]
    assert [event["item"]["type"] for event in of_type(found, "output_item.done")] == ["reasoning"]
    assert types(found)[-1] == "incomplete"
    assert found[-1]["response"]["output"][0]["content"] == answer["output"][0]["content"]
    assert (answer["incomplete_details"], answer["usage"]["output_tokens"]) == ({"reason": "max_output_tokens"}, 3)


@pytest.mark.parametrize(
    ("reason", "status", "details"),
    [
        ("stop", "completed", None),
        ("tool_calls", "completed", None),
        ("length", "incomplete", {"reason": "max_output_tokens"}),
        ("content_filter", "incomplete", {"reason": "content_filter"}),
    ],
)
def test_a_finish_reason_becomes_a_status(reason: str, status: str, details: object) -> None:
    found = events(streamed(mock_finish_reason=reason))

    assert types(found)[-1] == status
    assert found[-1]["response"]["incomplete_details"] == details
    assert found[-1]["response"]["output"][0]["status"] == status


def test_an_empty_answer_is_an_empty_message() -> None:
    found = events(streamed(mock_response=""))

    assert types(found) == [
        "created",
        "in_progress",
        *(name for name in TEXT_EVENTS if not name.endswith("delta")),
        "completed",
    ]
    assert found[-1]["response"]["output"][0]["content"][0]["text"] == ""


@pytest.mark.parametrize("thought", [{}, {"mock_reasoning": "Hm."}], ids=str)
def test_an_emptied_answer_can_be_spoken(thought: dict[str, str]) -> None:
    plan = emptied(voice_of(**thought).plan)

    answer = json.loads(ResponsesVoice(Occasion(plan, CREATED)).whole())

    assert answer["output"][-1]["content"][0]["text"] == ""
    assert len(answer["output"]) == 1 + len(thought)


def test_a_function_call_streams_its_arguments() -> None:
    found = events(streamed(tools=[WEATHER], mock_tool_calls=CALL))

    name = "function_call_arguments"
    assert types(found)[2:-1] == ["output_item.added", f"{name}.delta", f"{name}.done", "output_item.done"]
    (added,), (done,) = of_type(found, "output_item.added"), of_type(found, "output_item.done")
    assert (added["item"]["name"], added["item"]["arguments"]) == ("weather", "")
    assert done["item"]["call_id"] == added["item"]["call_id"] == "call_1"
    assert json.loads(joined(found, name)) == {"city": "Köln 🏙"}
    assert joined(found, name) == of_type(found, f"{name}.done")[0]["arguments"] == done["item"]["arguments"]
    assert found[-1]["response"]["status"] == "completed"


def test_text_and_calls_are_items_in_their_order() -> None:
    calls = [*CALL, {"name": "weather", "arguments": "{}"}]

    found = events(streamed(tools=[WEATHER], mock_response="Let me look.", mock_tool_calls=calls))

    items = found[-1]["response"]["output"]
    assert [item["type"] for item in items] == ["message", "function_call", "function_call"]
    assert [event["output_index"] for event in of_type(found, "output_item.done")] == [0, 1, 2]
    assert len({item["id"] for item in items}) == 3
    assert items[2]["call_id"].startswith("call_")
    whole_items = whole(tools=[WEATHER], mock_response="Let me look.", mock_tool_calls=calls)["output"]
    assert [item["type"] for item in whole_items] == [item["type"] for item in items]
    assert whole_items[1]["arguments"] == items[1]["arguments"]


def test_a_call_that_a_limit_cuts_is_incomplete() -> None:
    answer = whole(tools=[WEATHER], mock_response="Look.", mock_tool_calls=CALL, max_output_tokens=4)

    assert [item["status"] for item in answer["output"]] == ["completed", "incomplete"]
    assert '{"city":"Köln 🏙"}'.startswith(answer["output"][1]["arguments"])


def test_a_custom_tool_gets_plain_text() -> None:
    found = events(streamed(tools=[NOTE], mock_tool_calls=[{"name": "note", "arguments": 'Say "hi" ✅'}]))

    name = "custom_tool_call_input"
    assert types(found)[2:-1] == ["output_item.added", f"{name}.delta", f"{name}.done", "output_item.done"]
    assert joined(found, name) == of_type(found, f"{name}.done")[0]["input"] == 'Say "hi" ✅'
    assert found[-1]["response"]["output"][0]["type"] == "custom_tool_call"


def test_a_demanded_custom_tool_gets_text_without_quotes() -> None:
    answer = whole(tools=[NOTE], tool_choice={"type": "custom", "name": "note"})

    assert answer["output"][0]["input"]
    assert '"' not in answer["output"][0]["input"]


def test_a_refusal_is_content_of_its_own_kind() -> None:
    found = events(streamed(mock_refusal="I won't. 🙅", **LOGPROBS))

    assert types(found)[3:7] == ["content_part.added", "refusal.delta", "refusal.done", "content_part.done"]
    assert joined(found, "refusal") == "I won't. 🙅"
    assert found[-1]["response"]["output"][0]["content"] == [{"type": "refusal", "refusal": "I won't. 🙅"}]


def test_reasoning_is_an_item_before_the_message_with_its_own_text() -> None:
    found = events(streamed(mock_reasoning="Let me think."))

    assert types(found)[2:8] == [
        *("output_item.added", "content_part.added", "reasoning_text.delta"),
        *("reasoning_text.done", "content_part.done", "output_item.done"),
    ]
    assert joined(found, "reasoning_text") == "Let me think."
    thought, message = found[-1]["response"]["output"]
    assert thought["content"] == [{"type": "reasoning_text", "text": "Let me think."}]
    assert (thought["summary"], message["type"]) == ([], "message")
    assert found[-1]["response"]["usage"]["output_tokens_details"] == {"reasoning_tokens": 4}


@pytest.mark.parametrize("name", ["summary", "generate_summary"])
def test_reasoning_is_sent_as_a_summary_where_one_is_asked_for(name: str) -> None:
    found = events(streamed(mock_reasoning="Let me think.", reasoning={name: "auto", "effort": "high"}))

    assert types(found)[2:8] == [
        *("output_item.added", "reasoning_summary_part.added", "reasoning_summary_text.delta"),
        *("reasoning_summary_text.done", "reasoning_summary_part.done", "output_item.done"),
    ]
    assert joined(found, "reasoning_summary_text") == "Let me think."
    thought = found[-1]["response"]["output"][0]
    assert (thought["summary"], thought["content"]) == ([{"type": "summary_text", "text": "Let me think."}], [])
    assert found[-1]["response"]["reasoning"] == {"effort": "high", "summary": "auto"}


def test_encrypted_reasoning_is_sent_where_it_is_asked_for() -> None:
    found = events(streamed(mock_reasoning="Hm.", include=["reasoning.encrypted_content"]))

    (added, _), (done, _) = of_type(found, "output_item.added"), of_type(found, "output_item.done")
    assert added["item"]["encrypted_content"] == done["item"]["encrypted_content"]
    assert done["item"]["encrypted_content"].startswith("gAAAAA")
    assert "encrypted_content" not in whole(mock_reasoning="Hm.")["output"][0]


def test_citations_are_told_one_by_one_and_stand_in_the_item() -> None:
    cited = [{"url": "https://a.example", "title": "A", "start": 0, "end": 5}, {"url": "https://b.example"}]

    found = events(streamed(mock_citations=cited))

    added = of_type(found, "output_text.annotation.added")
    assert [event["annotation_index"] for event in added] == [0, 1]
    annotations = found[-1]["response"]["output"][0]["content"][0]["annotations"]
    assert [event["annotation"] for event in added] == annotations
    assert [(each["start_index"], each["end_index"], each["title"]) for each in annotations] == [
        (0, 5, "A"),
        (0, 13, ""),
    ]


def test_log_probabilities_come_with_each_delta_and_with_bytes_in_the_item() -> None:
    found = events(streamed(top_logprobs=2, **LOGPROBS))

    deltas = [score for event in of_type(found, "output_text.delta") for score in event["logprobs"]]
    (content,) = found[-1]["response"]["output"][0]["content"]
    assert [score["token"] for score in deltas] == ["Hello", ",", " World", "!"]
    assert of_type(found, "output_text.done")[0]["logprobs"] == deltas
    assert bytes(byte for score in content["logprobs"] for byte in score["bytes"]) == b"Hello, World!"
    assert all(len(score["top_logprobs"]) == 2 for score in content["logprobs"])
    assert content["logprobs"] == whole(top_logprobs=2, **LOGPROBS)["output"][0]["content"][0]["logprobs"]


def test_without_include_there_are_no_log_probabilities() -> None:
    found = events(streamed(top_logprobs=2))

    assert all(event["logprobs"] == [] for event in of_type(found, "output_text.delta"))
    assert found[-1]["response"]["top_logprobs"] == 2


@pytest.mark.parametrize("asked", [True, False, None], ids=str)
def test_deltas_are_padded_only_where_that_is_asked_for(asked: bool | None) -> None:
    found = events(streamed(mock_reasoning="Hm.", stream_options={"include_obfuscation": asked}))

    padded = {event["type"] for event in found if "obfuscation" in event}
    assert padded == ({"response.reasoning_text.delta", "response.output_text.delta"} if asked else set())


def test_one_in_the_background_is_queued_before_it_runs() -> None:
    found = events(streamed(background=True))

    assert types(found)[:3] == ["created", "queued", "in_progress"]
    assert [event["response"]["status"] for event in found[:3]] == ["queued", "queued", "in_progress"]
    assert found[-1]["response"]["background"] is True


def test_what_the_request_says_is_repeated_in_the_response() -> None:
    fields: dict[str, Any] = {
        "model": "größe ✅",
        "instructions": "Be brief.",
        "max_output_tokens": 100,
        "max_tool_calls": 3,
        "previous_response_id": "resp_before",
        "temperature": 0.0,
        "top_p": 0.5,
        "truncation": "auto",
        "parallel_tool_calls": False,
        "tool_choice": {"type": "allowed_tools", "mode": "auto", "tools": [{"type": "function", "name": "weather"}]},
        "metadata": {"project": "x"},
        "user": "u",
        "safety_identifier": "s",
        "prompt_cache_key": "k",
        "service_tier": "flex",
        "prompt": {"id": "pmpt_1", "version": "2", "variables": None},
    }

    answer = whole(tools=[WEATHER], **fields)

    assert {name: answer[name] for name in fields} == fields


def test_tools_and_format_are_repeated_with_their_defaults() -> None:
    form = {"type": "json_schema", "name": "thing", "schema": {"type": "object"}, "strict": True}

    answer = whole(tools=[WEATHER, NOTE], text={"format": form, "verbosity": "low"}, mock_response="{}")

    assert answer["tools"] == [{**WEATHER, "description": None, "strict": True}, NOTE]
    assert answer["text"] == {"format": form, "verbosity": "low"}
    assert whole()["text"] == {"format": {"type": "text"}, "verbosity": "medium"}


def test_usage_is_counted_in_real_tokens() -> None:
    answer = whole(input="Hello, World!", instructions="Be brief.")

    assert answer["usage"] == {
        "input_tokens": 3 + (3 + 1 + 3) + (3 + 1 + 4),
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": 4,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": 18 + 4,
    }


def test_two_responses_and_their_items_have_different_ids() -> None:
    first, second = whole(), whole()

    assert first["id"] != second["id"]
    assert first["id"].startswith("resp_")
    assert first["output"][0]["id"] != second["output"][0]["id"]


def test_one_that_fails_on_the_way_tells_the_error_and_then_the_response() -> None:
    voice = voice_of(stream=True, mock_reasoning="Hm.")
    (choice,) = voice.plan.choices
    assert choice.reasoning is not None
    begun = (
        voice.greeting() + voice.part_opening(choice, choice.reasoning) + voice.part_ending(choice, choice.reasoning)
    )

    found = events(begun + voice.failing())

    assert types(found)[-2:] == ["error", "failed"]
    assert (found[-2]["code"], found[-2]["message"], found[-2]["param"]) == ("server_error", CUT_SHORT, None)
    response = found[-1]["response"]
    assert (response["status"], response["error"]) == ("failed", {"code": "server_error", "message": CUT_SHORT})
    assert [item["type"] for item in response["output"]] == ["reasoning"]
    assert response["usage"] is None


def test_one_that_was_cancelled_has_no_error() -> None:
    answer = json.loads(voice_of().broken(Status.CANCELLED))

    assert (answer["status"], answer["error"], answer["output"]) == ("cancelled", None, [])


def test_an_answer_can_be_the_next_one_s_input() -> None:
    items = whole(tools=[WEATHER], mock_reasoning="Hm.", mock_response="Look.", mock_tool_calls=CALL)["output"]

    def find(_item_id: str, _field: str) -> dict[str, Any]:
        raise AssertionError

    prompt = prompt_of(None, read_input(items, find), ())

    assert prompt.texts == ("assistant", "Look.", "weather", '{"city":"Köln 🏙"}')
