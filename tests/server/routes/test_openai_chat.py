"""Chat completions over a real socket: shapes, counts, limits, choices, log probabilities."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from openai import OpenAI
from openai.types.chat import ChatCompletionChunk, ChatCompletionMessageParam

from mockpanel.core.tokens import load
from tests.server.bare import DONE, chat, events, streamed_text

TEXT = "Streamed by real tokens ✅ 👩‍🚀 漢字. Done."
MESSAGES: list[ChatCompletionMessageParam] = [{"role": "user", "content": "Say it."}]
GPT4 = load("cl100k_base")
URL = "/v1/chat/completions"


def stream(client: OpenAI, text: str = TEXT, **fields: Any) -> list[ChatCompletionChunk]:
    """All chunks of a streamed answer."""
    extras = {"mock_response": text, **fields}
    with client.chat.completions.create(model="m", messages=MESSAGES, stream=True, extra_body=extras) as chunks:
        return list(chunks)


def test_a_stream_begins_with_the_role_and_ends_with_the_reason(client: OpenAI) -> None:
    chunks = stream(client)

    first, last = chunks[0].choices[0], chunks[-1].choices[0]
    assert (first.delta.role, first.delta.content, first.finish_reason) == ("assistant", "", None)
    assert (last.delta.role, last.delta.content, last.finish_reason) == (None, None, "stop")
    assert all(chunk.choices[0].finish_reason is None for chunk in chunks[:-1])
    assert all(chunk.choices[0].delta.role is None for chunk in chunks[1:])


def test_one_id_one_second_and_one_model_throughout_a_stream(client: OpenAI) -> None:
    chunks = stream(client)

    heads = {(c.id, c.created, c.model, c.object, c.system_fingerprint, c.service_tier) for c in chunks}
    assert len(heads) == 1
    (identifier, _, model, kind, fingerprint, tier) = heads.pop()
    assert identifier.startswith("chatcmpl-")
    assert (model, kind, fingerprint, tier) == ("m", "chat.completion.chunk", "fp_mockpanel", "default")


def test_two_streams_have_two_ids(client: OpenAI) -> None:
    assert stream(client)[0].id != stream(client)[0].id


@pytest.mark.parametrize("size", [1, 2, 5, 10_000])
def test_a_chunk_holds_as_many_tokens_as_asked(client: OpenAI, size: int) -> None:
    text = "one two three four five six seven"

    chunks = stream(client, text, tokens_per_chunk=size)

    contents = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices[0].delta.content]
    words = [GPT4.decode([number]) for number in GPT4.encode(text)]
    assert contents == ["".join(words[start : start + size]) for start in range(0, len(words), size)]


def test_every_event_is_one_data_line_and_the_last_is_done(http: httpx.Client) -> None:
    answer = http.post(URL, json=chat("a\u2028b\x85c\r\nd\x00é"))

    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert answer.content.endswith(DONE)
    lines = answer.content.split(b"\n")
    assert all(line.startswith(b"data: ") for line in lines[::2] if line)
    assert set(lines[1::2]) == {b""}
    assert len(list(answer.text.splitlines())) == len(lines) - 1
    assert streamed_text(answer.content) == "a\u2028b\x85c\r\nd\x00é"


def test_usage_comes_last_and_only_where_it_was_asked_for(http: httpx.Client) -> None:
    with_usage = events(http.post(URL, json=chat(TEXT, stream_options={"include_usage": True})).content)
    without = events(http.post(URL, json=chat(TEXT)).content)

    assert [event["usage"] for event in with_usage[:-1]] == [None] * (len(with_usage) - 1)
    assert with_usage[-1]["choices"] == []
    assert with_usage[-1]["usage"]["completion_tokens"] == len(GPT4.encode(TEXT))
    assert all("usage" not in event for event in without)


def test_usage_counts_the_prompts_real_tokens(client: OpenAI) -> None:
    messages: list[ChatCompletionMessageParam] = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Hello there!", "name": "ann"},
    ]

    answer = client.chat.completions.create(model="m", messages=messages, extra_body={"mock_response": TEXT})

    assert answer.usage is not None
    texts = ["system", "Be brief.", "user", "Hello there!", "ann"]
    assert answer.usage.prompt_tokens == sum(len(GPT4.encode(text)) for text in texts) + 2 * 3 + 1 + 3
    assert answer.usage.completion_tokens == len(GPT4.encode(TEXT))
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens


def test_an_answer_in_one_piece_has_all_that_the_real_one_has(http: httpx.Client) -> None:
    answer = http.post(URL, json=chat(TEXT, stream=False)).json()

    assert set(answer) == {
        "id",
        "object",
        "created",
        "model",
        "choices",
        "usage",
        "service_tier",
        "system_fingerprint",
    }
    assert answer["choices"] == [
        {
            "index": 0,
            "message": {"role": "assistant", "content": TEXT, "refusal": None, "annotations": []},
            "logprobs": None,
            "finish_reason": "stop",
        }
    ]


def test_several_choices_come_interleaved_and_whole(client: OpenAI) -> None:
    chunks = stream(client, "one two three", n=3, tokens_per_second=8)

    order = [chunk.choices[0].index for chunk in chunks if chunk.choices[0].delta.content]
    texts = [
        "".join(c.choices[0].delta.content or "" for c in chunks if c.choices[0].index == index) for index in range(3)
    ]
    reasons = [c.choices[0].finish_reason for c in chunks if c.choices[0].finish_reason]
    assert texts == ["one two three"] * 3
    assert order == [0, 1, 2] * 3
    assert reasons == ["stop"] * 3
    assert all(len(chunk.choices) == 1 for chunk in chunks)


def test_each_role_chunk_comes_directly_before_its_choices_first_content(client: OpenAI) -> None:
    chunks = stream(client, "one two", n=2, tokens_per_second=8)

    for place, chunk in enumerate(chunks):
        if chunk.choices[0].delta.role:
            following = chunks[place + 1].choices[0]
            assert (following.index, following.delta.content) == (chunk.choices[0].index, "one")


def test_several_choices_in_one_piece_count_all_their_tokens(client: OpenAI) -> None:
    answer = client.chat.completions.create(
        model="m", messages=MESSAGES, n=3, extra_body={"mock_response": "one two three"}
    )

    assert [choice.index for choice in answer.choices] == [0, 1, 2]
    assert {choice.message.content for choice in answer.choices} == {"one two three"}
    assert answer.usage is not None
    assert answer.usage.completion_tokens == 9


@pytest.mark.parametrize(
    ("stop", "text"),
    [(" three", "one two"), (["four", " two"], "one"), ("absent", "one two three four"), (["", "three"], "one two ")],
)
def test_the_answer_ends_before_a_stop_string(client: OpenAI, stop: str | list[str], text: str) -> None:
    chunks = stream(client, "one two three four", stop=stop)

    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == text
    assert chunks[-1].choices[0].finish_reason == "stop"


@pytest.mark.parametrize("field", ["max_tokens", "max_completion_tokens"])
def test_a_limit_of_tokens_ends_the_answer_for_its_length(client: OpenAI, field: str) -> None:
    chunks = stream(client, "one two three four", stream_options={"include_usage": True}, **{field: 2})

    assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == "one two"
    assert chunks[-2].choices[0].finish_reason == "length"
    assert chunks[-1].usage is not None
    assert chunks[-1].usage.completion_tokens == 2


@pytest.mark.parametrize("limit", range(1, 12))
def test_a_limit_inside_a_character_sends_no_broken_one(http: httpx.Client, limit: int) -> None:
    text = "a👩‍🚀漢👋"

    streamed = http.post(URL, json=chat(text, max_tokens=limit)).content
    whole = http.post(URL, json=chat(text, max_tokens=limit, stream=False)).json()

    sent = streamed_text(streamed)
    assert text.startswith(sent)
    assert "\ufffd" not in sent
    assert whole["choices"][0]["message"]["content"] == sent
    assert whole["usage"]["completion_tokens"] == min(limit, len(GPT4.encode(text)))


def test_log_probabilities_have_the_tokens_bytes_and_candidates(client: OpenAI) -> None:
    answer = client.chat.completions.create(
        model="m", messages=MESSAGES, logprobs=True, top_logprobs=3, extra_body={"mock_response": "hi 👋"}
    )

    scores = answer.choices[0].logprobs
    assert scores is not None
    assert scores.content is not None
    assert bytes(byte for score in scores.content for byte in score.bytes or []).decode() == "hi 👋"
    assert all(len(score.top_logprobs) == 3 for score in scores.content)
    assert all(score.logprob <= 0 for score in scores.content)
    assert all(score.top_logprobs[0].token == score.token for score in scores.content)


def test_log_probabilities_are_the_same_streamed_and_whole_and_vary_with_the_seed(http: httpx.Client) -> None:
    def scores(**fields: Any) -> list[Any]:
        body = chat("hi 👋 there", logprobs=True, top_logprobs=2, **fields)
        answer = http.post(URL, json=body)
        if not body["stream"]:
            return list(answer.json()["choices"][0]["logprobs"]["content"])
        found = [event["choices"][0]["logprobs"] for event in events(answer.content)]
        return [score for chunk in found if chunk for score in chunk["content"]]

    assert scores() == scores(stream=False) == scores(tokens_per_chunk=3)
    assert scores(seed=1) != scores(seed=2)


def test_without_an_answer_the_last_user_message_is_echoed(http: httpx.Client) -> None:
    conversation = [
        {"role": "developer", "content": "no"},
        {"role": "user", "content": "first"},
        {"role": "assistant", "content": "no"},
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "sec"},
                {"type": "image_url", "image_url": {"url": "x"}},
                {"type": "text", "text": "ond"},
            ],
        },
        {"role": "tool", "content": "no", "tool_call_id": "1"},
    ]

    answer = http.post(URL, json={"messages": conversation, "stream": True})

    assert streamed_text(answer.content) == "second"


def test_an_empty_answer_is_an_answer(http: httpx.Client) -> None:
    streamed = events(http.post(URL, json=chat("")).content)
    whole = http.post(URL, json=chat("", stream=False)).json()

    assert [event["choices"][0]["delta"].get("role") for event in streamed] == ["assistant", None]
    assert streamed[-1]["choices"][0]["finish_reason"] == "stop"
    assert whole["choices"][0]["message"]["content"] == ""
    assert whole["usage"]["completion_tokens"] == 0


def test_unknown_fields_are_welcome(http: httpx.Client) -> None:
    tools = [{"type": "function", "function": {"name": "f"}}]
    body = chat("hi", tools=tools, store=True, metadata={"a": "b"}, brand_new=[1])

    answer = http.post(URL, json=body)

    assert streamed_text(answer.content) == "hi"


def test_the_body_needs_no_content_type(http: httpx.Client) -> None:
    answer = http.post(URL, content=json.dumps(chat("hi")), headers={"content-type": "text/plain"})

    assert streamed_text(answer.content) == "hi"


def test_the_tier_that_was_asked_for_is_sent_back(http: httpx.Client) -> None:
    tiers = [http.post(URL, json=chat("hi", stream=False, service_tier=tier)).json() for tier in ("flex", "auto")]

    assert [answer["service_tier"] for answer in tiers] == ["flex", "default"]
