"""Chat completions: requests understood field by field, frames and answers as the real API and its client have them."""

from __future__ import annotations

import base64
import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai.lib.streaming.chat import ChatCompletionStreamState
from openai.types.chat import ChatCompletion, ChatCompletionChunk

from mockpanel.core.errors import InvalidValue
from mockpanel.core.plan import Ask
from mockpanel.core.sentences import show
from mockpanel.wire.bodies import read_body
from mockpanel.wire.openai_chat import parse
from tests.core.texts import ENCODINGS, SAMPLES, TEXTS
from tests.wire.speaking import CHAT, CREATED, events, joined, streamed, unknown_fields, voice_of, whole

MESSAGES = [{"role": "user", "content": "Hi"}]
HEAD = ["id", "object", "created", "model", "service_tier", "system_fingerprint", "choices"]
CHOICE = ["index", "delta", "logprobs", "finish_reason"]


def asked(**fields: Any) -> Ask:
    return parse({"messages": MESSAGES, **fields})


def chunk_of(event: dict[str, Any]) -> ChatCompletionChunk:
    """The chunk as the client's own type has it; every field must be there and known."""
    chunk = ChatCompletionChunk.model_validate(event, strict=True)
    assert not unknown_fields(chunk)
    return chunk


def test_a_request_of_messages_alone_asks_for_one_answer_in_one_piece() -> None:
    ask = parse({"messages": MESSAGES})

    assert (ask.model, ask.stream, ask.choices_per_prompt) == ("mock-gpt4", False, 1)
    assert (ask.max_tokens, ask.stop, ask.alternatives, ask.include_usage) == (None, (), None, False)


def test_the_last_user_message_is_the_one_that_is_echoed() -> None:
    messages = [
        {"role": "user", "content": "first"},
        {"role": "user", "content": "last"},
        {"role": "assistant", "content": "mine"},
    ]

    ask = parse({"messages": messages})

    assert ask.prompts[0].echo == "last"


def test_without_a_user_message_the_last_one_is_echoed() -> None:
    messages = [{"role": "system", "content": "rules"}, {"role": "developer", "content": "more rules"}]

    ask = parse({"messages": messages})

    assert ask.prompts[0].echo == "more rules"


def test_text_parts_are_joined_and_others_are_accepted() -> None:
    content = [
        {"type": "text", "text": "a"},
        {"type": "image_url", "image_url": {"url": "data:,"}},
        {"type": "text", "text": "b"},
        {"type": "text"},
        {"type": "input_audio", "text": "not spoken"},
    ]

    ask = parse({"messages": [{"role": "user", "content": content}]})

    assert ask.prompts[0].echo == "ab"


def test_messages_of_every_role_and_shape_are_accepted() -> None:
    messages = [
        {"role": "developer", "content": "d"},
        {"role": "system", "content": [{"type": "text", "text": "s"}]},
        {"role": "user", "content": "u", "name": "Ann"},
        {"role": "assistant", "content": None, "tool_calls": [{"id": "call_1", "type": "function"}]},
        {"role": "tool", "content": "t", "tool_call_id": "call_1"},
        {"role": "function", "content": "f", "name": "g"},
        {"role": "assistant"},
    ]

    ask = parse({"messages": messages})

    assert ask.prompts[0].echo == "u"
    assert ask.prompts[0].texts == (
        *("developer", "d", "system", "s", "user", "u", "assistant", "tool", "t", "function", "f", "assistant"),
        *("Ann", "g"),
    )
    assert ask.prompts[0].overhead == 7 * 3 + 3 + 2


def test_calls_of_earlier_messages_count_with_names_and_arguments() -> None:
    calls = [
        {"id": "call_1", "type": "function", "function": {"name": "f", "arguments": "{}"}},
        {"id": "call_2", "type": "custom", "custom": {"name": "c", "input": "ls"}},
        5,
    ]
    messages = [
        {"role": "assistant", "tool_calls": calls},
        {"role": "assistant", "function_call": {"name": "g", "arguments": "[]"}},
    ]

    ask = parse({"messages": messages})

    assert ask.prompts[0].texts == ("assistant", "f", "{}", "c", "ls", "assistant", "g", "[]")


def test_pictures_sounds_and_files_of_the_input_count() -> None:
    sound = base64.b64encode(bytes(16_000)).decode()
    content = [
        {"type": "text", "text": "What is this?"},
        {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}},
        {"type": "input_audio", "input_audio": {"data": sound, "format": "mp3"}},
        {"type": "file", "file": {"file_data": "data:text/plain,Hello", "filename": "a.txt"}},
    ]

    ask = asked(messages=[{"role": "user", "content": content}])
    usage = whole(CHAT, messages=[{"role": "user", "content": content}])["usage"]

    assert ask.prompts[0].overhead == 3 + 3 + 765 + 10
    assert ask.prompts[0].texts == ("user", "What is this?", "Hello")
    assert usage["prompt_tokens"] == 3 + 3 + 765 + 10 + 1 + 4 + 1
    assert usage["prompt_tokens_details"]["audio_tokens"] == 10


def test_what_only_a_model_would_need_is_accepted() -> None:
    plain = asked(model="m")

    ask = asked(
        model="m",
        modalities=["text"],
        audio={"voice": "alloy", "format": "wav"},
        prediction={"type": "content", "content": "x"},
        store=True,
        metadata={"a": "b"},
        reasoning_effort="minimal",
        verbosity="low",
        web_search_options={"search_context_size": "low"},
        safety_identifier="x",
        prompt_cache_key="x",
        logit_bias={"50256": -100},
        user="x",
        stream_options={"include_obfuscation": False},
        response_format={"type": "text"},
    )

    assert ask == plain


@pytest.mark.parametrize(
    ("response_format", "schema"),
    [
        ({"type": "json_object"}, {"type": "object"}),
        ({"type": "json_schema", "json_schema": {"name": "n", "schema": {"type": "array"}}}, {"type": "array"}),
        (None, None),
    ],
    ids=str,
)
def test_a_response_format_is_a_schema(response_format: object, schema: object) -> None:
    assert asked(response_format=response_format).schema == schema


def test_prompt_tokens_are_counted_as_the_openai_cookbook_counts_them() -> None:
    messages = [{"role": "system", "content": "You are helpful."}, {"role": "user", "content": "Hello, World!"}]

    answer = whole(CHAT, messages=messages)

    assert answer["usage"]["prompt_tokens"] == 3 + (3 + 1 + 4) + (3 + 1 + 4)


@pytest.mark.parametrize(
    ("fields", "limit"),
    [
        ({}, None),
        ({"max_tokens": 5}, 5),
        ({"max_completion_tokens": 7}, 7),
        ({"max_tokens": 5, "max_completion_tokens": 7}, 7),
        ({"max_tokens": 5, "max_completion_tokens": None}, 5),
        ({"max_tokens": 10**400}, 10**400),
    ],
    ids=["none", "older", "newer", "both", "null", "huge"],
)
def test_the_limit_has_two_names_and_the_newer_counts(fields: dict[str, Any], limit: int | None) -> None:
    ask = asked(**fields)

    assert ask.max_tokens == limit


@pytest.mark.parametrize(
    ("fields", "alternatives"),
    [
        ({}, None),
        ({"logprobs": False}, None),
        ({"logprobs": None, "top_logprobs": None}, None),
        ({"logprobs": True}, 0),
        ({"logprobs": True, "top_logprobs": 20}, 20),
    ],
    ids=str,
)
def test_log_probabilities_are_sent_where_they_are_asked_for(fields: dict[str, Any], alternatives: int | None) -> None:
    ask = asked(**fields)

    assert ask.alternatives == alternatives


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"messages": None}, "messages must be a list, got null"),
        ({"messages": []}, "messages must be a list of at least 1, got []"),
        ({"messages": "Hi"}, 'messages must be a list, got "Hi"'),
        ({"messages": ["Hi"]}, 'messages[0] must be an object, got "Hi"'),
        ({"messages": [{"content": "Hi"}]}, "messages[0].role is required"),
        (
            {"messages": [{"role": "robot"}]},
            'messages[0].role must be one of developer, system, user, assistant, tool or function, got "robot"',
        ),
        ({"messages": [{"role": "user", "name": 5}]}, "messages[0].name must be a string, got 5"),
        ({"max_tokens": 0}, "max_tokens must be at least 1, got 0"),
        ({"max_completion_tokens": -5}, "max_completion_tokens must be at least 1, got -5"),
        ({"max_tokens": 1.5}, "max_tokens must be a whole number, got 1.5"),
        ({"logprobs": 3}, "logprobs must be true or false, got 3"),
        ({"logprobs": True, "top_logprobs": 21}, "top_logprobs must be between 0 and 20, got 21"),
        ({"top_logprobs": 3}, "top_logprobs needs logprobs to be true"),
        ({"temperature": math.nan}, "temperature must be between 0 and 2, got NaN"),
        ({"tools": [{}] * 129}, "tools must be a list of at most 128, got list"),
        ({"tools": [5]}, "tools[0] must be an object, got 5"),
        (
            {"response_format": {"type": "xml"}},
            'response_format.type must be text, json_object or json_schema, got "xml"',
        ),
        (
            {"response_format": {"type": "json_schema"}},
            "response_format.json_schema.schema must be an object, got null",
        ),
        ({"stop": list("abcde")}, "stop must be a string or a list of at most 4, got a list of 5"),
    ],
    ids=str,
)
def test_a_wrong_field_is_refused_with_name_bounds_and_value(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        asked(**fields)

    assert str(caught.value) == sentence
    assert caught.value.field == sentence.partition(" ")[0]


def test_missing_messages_are_required() -> None:
    with pytest.raises(InvalidValue) as caught:
        parse({"model": "gpt-4"})

    assert (caught.value.field, str(caught.value)) == ("messages", "messages is required")


@pytest.mark.parametrize("content", [5, {}, True, ["Hi"]], ids=str)
def test_a_wrong_content_is_told_all_that_it_may_be(content: object) -> None:
    with pytest.raises(InvalidValue) as caught:
        parse({"messages": [{"role": "user", "content": content}]})

    assert caught.value.field == "messages[0].content"
    assert str(caught.value) == f"messages[0].content must be a string or a list of parts, got {show(content)}"


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ({"text": "Hi"}, "messages[0].content[0].type is required"),
        ({"type": 5}, "messages[0].content[0].type must be a string, got 5"),
        ({"type": "text", "text": 5}, "messages[0].content[0].text must be a string, got 5"),
    ],
    ids=str,
)
def test_a_wrong_part_is_refused_with_its_place(part: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        parse({"messages": [{"role": "user", "content": [part]}]})

    assert str(caught.value) == sentence
    assert caught.value.field == sentence.partition(" ")[0]


def test_a_stream_has_exactly_the_chunks_and_fields_of_the_real_one() -> None:
    found = events(streamed(CHAT, mock_response="Hello, World!"))

    assert [event["choices"][0]["delta"] for event in found] == [
        {"role": "assistant", "content": "", "refusal": None},
        {"content": "Hello"},
        {"content": ","},
        {"content": " World"},
        {"content": "!"},
        {},
    ]
    assert [event["choices"][0]["finish_reason"] for event in found] == [None] * 5 + ["stop"]
    assert list(found[0]["choices"][0]["delta"]) == ["role", "content", "refusal"]
    for event in found:
        assert list(event) == HEAD
        assert list(event["choices"][0]) == CHOICE
        assert event["object"] == "chat.completion.chunk"
        assert event["created"] == CREATED
        assert event["id"].startswith("chatcmpl-")
        assert event["choices"][0]["logprobs"] is None


def test_with_usage_every_chunk_has_the_key_after_the_others() -> None:
    found = events(streamed(CHAT, stream_options={"include_usage": True}))

    assert all(list(event) == [*HEAD, "usage"] for event in found)


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_a_chunk_holds_as_many_tokens_as_it_is_made_of(size: int) -> None:
    found = events(streamed(CHAT, size, mock_response="Hello, World!"))

    assert len(found) == 2 + math.ceil(4 / size)
    assert joined(CHAT, found) == "Hello, World!"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"n": 2},
        {"logprobs": True},
        {"logprobs": True, "top_logprobs": 5},
        {"stream_options": {"include_usage": True}},
        {"max_tokens": 2},
        {"mock_response": ""},
        {"service_tier": "flex"},
    ],
    ids=str,
)
def test_every_chunk_is_what_the_official_client_expects(fields: dict[str, Any]) -> None:
    found = events(streamed(CHAT, **fields))

    chunks = [chunk_of(event) for event in found]

    assert chunks[0].choices[0].delta.role == "assistant"


@given(text=TEXTS, n=st.integers(1, 3), scored=st.booleans(), limit=st.none() | st.integers(1, 30))
def test_the_official_client_puts_a_stream_together_to_the_whole_answer(
    text: str, n: int, scored: bool, limit: int | None
) -> None:
    fields: dict[str, Any] = {"mock_response": text, "n": n, "logprobs": scored, "max_completion_tokens": limit}
    state = ChatCompletionStreamState()

    for event in events(streamed(CHAT, stream_options={"include_usage": True}, **fields)):
        state.handle_chunk(chunk_of(event))

    read = state.current_completion_snapshot
    answer = ChatCompletion.model_validate(whole(CHAT, **fields), strict=True)
    assert [choice.message.content for choice in read.choices] == [choice.message.content for choice in answer.choices]
    assert [choice.finish_reason for choice in read.choices] == [choice.finish_reason for choice in answer.choices]
    assert read.usage == answer.usage


@pytest.mark.parametrize("name", SAMPLES)
def test_a_whole_answer_is_what_the_official_client_expects(name: str) -> None:
    answer = whole(CHAT, mock_response=SAMPLES[name], logprobs=True, top_logprobs=3, n=2)

    completion = ChatCompletion.model_validate(answer, strict=True)

    assert not unknown_fields(completion)
    assert [choice.message.content for choice in completion.choices] == [SAMPLES[name]] * 2
    assert [choice.index for choice in completion.choices] == [0, 1]


def test_a_whole_answer_has_exactly_the_fields_of_the_real_one() -> None:
    answer = whole(CHAT)

    choice = answer["choices"][0]
    assert set(answer) == {*HEAD, "usage"}
    assert answer["object"] == "chat.completion"
    assert answer["created"] == CREATED
    assert list(choice) == ["index", "message", "logprobs", "finish_reason"]
    assert list(choice["message"].items()) == [
        ("role", "assistant"),
        ("content", "Hello, World!"),
        ("refusal", None),
        ("annotations", []),
    ]
    assert (choice["logprobs"], choice["finish_reason"]) == (None, "stop")
    assert answer["usage"]["completion_tokens"] == 4


def test_the_fields_of_a_whole_answer_stand_in_the_order_of_the_real_one() -> None:
    answer = whole(CHAT)

    assert list(answer) == [
        *("id", "object", "created", "model", "choices", "usage", "service_tier", "system_fingerprint"),
    ]


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS, top=st.integers(0, 20), size=st.integers(1, 4), limit=st.none() | st.integers(1, 30))
def test_the_log_probabilities_of_a_stream_are_those_of_the_whole_answer(
    encoding: str, text: str, top: int, size: int, limit: int | None
) -> None:
    fields: dict[str, Any] = {
        "mock_response": text,
        "tokenizer_model": encoding,
        "top_logprobs": top,
        "max_tokens": limit,
    }

    found = events(streamed(CHAT, size, logprobs=True, **fields))

    scores = [score for event in found for score in (event["choices"][0]["logprobs"] or {"content": []})["content"]]
    assert whole(CHAT, logprobs=True, **fields)["choices"][0]["logprobs"] == {"content": scores, "refusal": None}
    assert bytes(byte for score in scores for byte in score["bytes"]).decode(errors="ignore") == joined(CHAT, found)
    assert all(len(score["top_logprobs"]) == top for score in scores)


def test_a_score_has_exactly_the_fields_of_the_real_one() -> None:
    found = events(streamed(CHAT, mock_response="👋", tokenizer_model="cl100k_base", logprobs=True, top_logprobs=2))

    scores = found[1]["choices"][0]["logprobs"]["content"]
    assert [score["token"] for score in scores] == ["\\xf0\\x9f", "\\x91", "\\x8b"]
    assert [score["bytes"] for score in scores] == [[0xF0, 0x9F], [0x91], [0x8B]]
    assert list(found[1]["choices"][0]["logprobs"]) == ["content", "refusal"]
    for score in scores:
        assert list(score) == ["token", "logprob", "bytes", "top_logprobs"]
        assert score["top_logprobs"][0] == {name: score[name] for name in ("token", "logprob", "bytes")}
        assert all(first["logprob"] >= second["logprob"] for first, second in pairwise(score["top_logprobs"]))


def test_log_probabilities_are_the_same_each_time_and_vary_with_the_seed() -> None:
    fields = {"logprobs": True, "top_logprobs": 3}

    first, again, other = (whole(CHAT, seed=seed, **fields)["choices"] for seed in (1, 1, 2))

    assert first == again
    assert first != other


def scores_or_refusal(seed: int) -> int | str | None:
    """How many tokens of the second choice are scored, or the name of the field that is refused."""
    body = b'{"messages": [{"role": "user"}], "seed": %b, "n": 2, "logprobs": true}' % str(seed).encode()
    try:
        answer = whole(CHAT, **read_body(body))
    except InvalidValue as error:
        return error.field
    return len(answer["choices"][1]["logprobs"]["content"])


@pytest.mark.parametrize(("digits", "outcomes"), [(18, {4}), (400, {4, "seed"}), (4300, {4, "seed"})], ids=str)
def test_a_seed_as_long_as_json_can_bring_is_scored_or_refused_by_name(digits: int, outcomes: set[object]) -> None:
    outcome = scores_or_refusal(10**digits - 1)

    assert outcome in outcomes


def test_a_limit_within_a_character_leaves_it_out_and_says_length() -> None:
    fields = {"mock_response": "漢👋", "tokenizer_model": "cl100k_base", "max_tokens": 3}

    answer = whole(CHAT, **fields)

    assert answer["choices"][0]["message"]["content"] == "漢"
    assert answer["choices"][0]["finish_reason"] == "length"
    assert answer["usage"]["completion_tokens"] == 3


def test_stop_strings_end_the_answer_with_stop() -> None:
    answer = whole(CHAT, stop=["World", "!"])

    assert answer["choices"][0]["message"]["content"] == "Hello, "
    assert answer["choices"][0]["finish_reason"] == "stop"


def test_the_role_chunk_of_each_choice_has_its_index() -> None:
    voice, plan = voice_of(CHAT, stream=True, n=3)

    openings = [events(voice.opening(choice) + b"data: [DONE]\n\n")[0] for choice in plan.choices]

    assert [opening["choices"][0]["index"] for opening in openings] == [0, 1, 2]
    assert all(opening["choices"][0]["delta"]["role"] == "assistant" for opening in openings)
