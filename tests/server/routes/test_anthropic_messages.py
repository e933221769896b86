"""Anthropic messages over a real socket, with the official client: streams, helpers, tools, counts, extras."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator
from typing import Any

import anthropic
import httpx
import pytest
from anthropic import Anthropic, AsyncAnthropic
from anthropic.types import MessageParam, OutputConfigParam, ToolParam
from pydantic import BaseModel, Field

from mockpanel.core.tokens import load
from tests.running import RunningServer
from tests.wire.anthropic_speaking import REQUEST, named_events, strictly, text_of

TEXT = "Streamed by real tokens ✅ 👩‍🚀 漢字\u2028\x85. Done."
SAID: list[MessageParam] = [{"role": "user", "content": "Say it."}]
WEATHER: ToolParam = {
    "name": "weather",
    "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}
ASKED: dict[str, Any] = {"model": "claude-sonnet-5", "max_tokens": 1000, "messages": SAID}
URL = "/v1/messages"
GPT4 = load("cl100k_base")


class Part(BaseModel):
    name: str = Field(min_length=3)
    n: int = Field(gt=3, lt=9, multiple_of=4)


@pytest.fixture
def claude(server: RunningServer) -> Iterator[Anthropic]:
    """The official client, which does not try again."""
    with Anthropic(base_url=server.root_url, api_key="test", max_retries=0) as made:
        yield made


def test_the_client_s_stream_joins_to_the_text(claude: Anthropic) -> None:
    with claude.messages.stream(**ASKED, extra_body={"mock_response": TEXT}) as stream:
        pieces = list(stream.text_stream)
        final = stream.get_final_message()

    words = len(GPT4.encode(TEXT))
    assert "".join(pieces) == TEXT
    assert final.content[0].type == "text"
    assert final.content[0].text == TEXT
    assert (final.stop_reason, final.model, final.usage.output_tokens) == ("end_turn", "claude-sonnet-5", words)


def test_the_client_s_raw_events_are_those_of_the_service(claude: Anthropic) -> None:
    with claude.messages.create(**ASKED, stream=True, extra_body={"mock_response": "Hello, World!"}) as stream:
        kinds = [event.type for event in stream]

    assert kinds == [
        "message_start",
        "content_block_start",
        *["content_block_delta"] * 4,
        "content_block_stop",
        "message_delta",
        "message_stop",
    ]


def test_an_answer_in_one_piece_is_the_same(claude: Anthropic) -> None:
    message = claude.messages.create(**ASKED, extra_body={"mock_response": TEXT})

    assert [block.to_dict() for block in message.content] == [{"type": "text", "text": TEXT}]
    assert (message.stop_reason, message.usage.output_tokens) == ("end_turn", len(GPT4.encode(TEXT)))
    assert re.fullmatch(r"req_\w+", message._request_id or "")


def test_the_async_client_streams_and_asks_too(server: RunningServer) -> None:
    async def ask() -> tuple[str, str, int]:
        async with AsyncAnthropic(base_url=server.root_url, api_key="test", max_retries=0) as claude:
            async with claude.messages.stream(**ASKED, extra_body={"mock_response": TEXT}) as stream:
                text = await stream.get_final_text()
            whole = await claude.messages.create(**ASKED)
            counted = await claude.messages.count_tokens(model="m", messages=SAID)
        return text, whole.to_dict()["content"][0]["text"], counted.input_tokens

    text, echo, counted = asyncio.run(ask())

    assert (text, echo, counted) == (TEXT, "Say it.", 3 + 3 + 1 + 3)


def test_thoughts_text_and_calls_are_gathered_by_the_client(claude: Anthropic) -> None:
    extras = {"mock_reasoning": "Hm 🤔", "mock_response": "I look.", "mock_tool_calls": [{"name": "weather"}]}

    with claude.messages.stream(**ASKED, tools=[WEATHER], extra_body=extras) as stream:
        kinds = {event.type for event in stream}
        final = stream.get_final_message()

    thinking, text, call = final.content
    assert {"thinking", "signature", "text", "input_json"} <= kinds
    assert (thinking.type, text.type, call.type) == ("thinking", "text", "tool_use")
    assert call.to_dict()["input"] == {"city": "sample city"}
    assert final.stop_reason == "tool_use"
    assert final.usage.output_tokens_details is not None
    assert final.usage.output_tokens_details.thinking_tokens > 0


def test_a_loop_of_tools_comes_to_its_end(claude: Anthropic) -> None:
    messages: list[MessageParam] = [{"role": "user", "content": "The weather?"}]
    first = claude.messages.create(
        model="m", max_tokens=99, messages=messages, tools=[WEATHER], tool_choice={"type": "any"}
    )
    call = first.content[0]
    assert call.type == "tool_use"

    messages.append({"role": "assistant", "content": first.content})
    messages.append({"role": "user", "content": [{"type": "tool_result", "tool_use_id": call.id, "content": "Sunny."}]})
    extras = {"mock_response": "It is sunny."}
    second = claude.messages.create(model="m", max_tokens=99, messages=messages, tools=[WEATHER], extra_body=extras)

    assert (first.stop_reason, second.stop_reason) == ("tool_use", "end_turn")
    assert second.usage.input_tokens > first.usage.input_tokens


def test_the_client_s_tool_runner_runs_the_tool_and_gets_the_answer(tunable: RunningServer) -> None:
    asked: list[str] = []

    @anthropic.beta_tool
    def weather(city: str) -> str:
        """The weather of a city."""
        asked.append(city)
        return "Sunny."

    tunable.update(mock_tool_calls=[{"name": "weather", "arguments": {"city": "Ulm"}}], mock_response="It is sunny.")
    with Anthropic(base_url=tunable.root_url, api_key="test", max_retries=0) as claude:
        final = claude.beta.messages.tool_runner(**ASKED, tools=[weather]).until_done()

    assert asked == ["Ulm"]
    assert final.to_dict()["content"] == [{"type": "text", "text": "It is sunny."}]


def test_structured_output_is_json_of_the_schema(claude: Anthropic) -> None:
    schema: dict[str, object] = {
        "type": "object",
        "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
    }

    wanted: OutputConfigParam = {"format": {"type": "json_schema", "schema": schema}}
    message = claude.messages.create(**ASKED, output_config=wanted)

    assert message.to_dict()["content"] == [{"type": "text", "text": '{"name":"Say it.","age":1}'}]


def test_a_model_that_is_asked_for_is_got_with_the_bounds_that_the_library_tells_in_words(claude: Anthropic) -> None:
    message = claude.messages.parse(**ASKED, output_format=Part)

    assert message.parsed_output == Part(name="Say it.", n=4)


def test_counting_takes_system_tools_and_thinking_into_account(claude: Anthropic) -> None:
    plain = claude.messages.count_tokens(model="m", messages=SAID)
    more = claude.messages.count_tokens(
        model="m", messages=SAID, system="Be kind.", tools=[WEATHER], thinking={"type": "adaptive"}
    )
    asked = claude.messages.create(**ASKED, system="Be kind.", tools=[WEATHER])

    assert plain.input_tokens == 3 + 3 + 1 + 3
    assert more.input_tokens == asked.usage.input_tokens > plain.input_tokens


def test_counting_uses_the_tokenizer_that_the_request_brings(http: httpx.Client) -> None:
    body = {"model": "m", "messages": [{"role": "user", "content": "👋🧑‍🚀" * 20}]}

    counts = {
        http.post(f"{URL}/count_tokens?tokenizer_model={name}", json=body).json()["input_tokens"]
        for name in ("cl100k_base", "o200k_base", "gpt2")
    }

    assert len(counts) == 3


@pytest.mark.parametrize("place", ["body", "header", "query"])
def test_the_extras_come_by_body_header_and_query(claude: Anthropic, place: str) -> None:
    sent: dict[str, Any] = {
        "body": {"extra_body": {"mock_response": "ä b c", "mock_finish_reason": "length", "tokens_per_chunk": 2}},
        "header": {
            "extra_headers": {
                "X-Mock-Response": "%C3%A4%20b%20c",
                "X-Mock-Finish-Reason": "length",
                "X-Mock-Tokens-Per-Chunk": "2",
            }
        },
        "query": {"extra_query": {"mock_response": "ä b c", "mock_finish_reason": "length", "tokens_per_chunk": 2}},
    }

    with claude.messages.stream(**ASKED, **sent[place]) as stream:
        pieces = list(stream.text_stream)
        final = stream.get_final_message()

    assert ("".join(pieces), final.stop_reason) == ("ä b c", "max_tokens")
    assert len(pieces) < len(GPT4.encode("ä b c"))
    assert stream.response.headers["x-mock-overrides"].startswith(f"mock_response={place}")


def test_older_spellings_are_no_settings_here(http: httpx.Client) -> None:
    answer = http.post(URL, json={**REQUEST, "text": "not this", "tps": "not a number"})

    assert answer.json()["content"][0]["text"] == "Say hello."


@pytest.mark.parametrize("prefix", ["/v1", ""])
def test_every_frame_fits_the_client_s_types(http: httpx.Client, prefix: str) -> None:
    extras = {
        "mock_reasoning": "Hm.",
        "mock_response": TEXT,
        "mock_tool_calls": [{"name": "f", "arguments": {"a": "b"}}],
        "mock_citations": [{"url": "https://example.com"}],
    }

    answer = http.post(f"{prefix}/messages", json={**REQUEST, "stream": True, **extras})

    found = named_events(answer.content)
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert len(strictly(found)) == len(found) - 1
    assert text_of(found) == TEXT
    assert len(answer.text.splitlines()) == 3 * len(found)


def test_beta_headers_and_fields_of_the_service_are_welcome(http: httpx.Client) -> None:
    headers = {"anthropic-version": "2023-06-01", "anthropic-beta": "one-2026-01-01,two", "x-api-key": "k"}
    fields = {"container": {"skills": []}, "mcp_servers": [], "context_management": {"edits": []}, "speed": "fast"}

    answer = http.post(URL, json={**REQUEST, **fields, "inference_geo": "eu"}, headers=headers)

    assert answer.status_code == 200


def test_a_page_in_a_browser_may_ask_and_read_the_request_s_id(http: httpx.Client) -> None:
    own = "anthropic-dangerous-direct-browser-access,anthropic-version,content-type,x-api-key"
    origin = {"origin": "https://example.com"}
    wish = {"access-control-request-method": "POST", "access-control-request-headers": own}

    preflight = http.options(URL, headers={**origin, **wish})
    answers = [http.post(URL, json=body, headers=origin) for body in (REQUEST, {})]

    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-headers"] == own
    assert [answer.status_code for answer in answers] == [200, 400]
    assert all(answer.headers["access-control-allow-origin"] == "*" for answer in answers)
    assert all("request-id" in answer.headers["access-control-expose-headers"].split(", ") for answer in answers)


def test_tokens_come_at_their_time(claude: Anthropic) -> None:
    extras = {"mock_response": " one" * 51, "tokens_per_second": 500, "time_to_first_token": 0.1}

    began = time.monotonic()
    with claude.messages.stream(**ASKED, extra_body=extras) as stream:
        times = [time.monotonic() - began for _ in stream.text_stream]

    assert len(times) == 51
    assert all(at >= 0.1 + number / 500 - 0.001 for number, at in enumerate(times))
    assert times[-1] < 0.1 + 50 / 500 + 0.5


def test_the_request_is_in_the_log_with_its_model_and_answer(tunable: RunningServer) -> None:
    with Anthropic(base_url=tunable.root_url, api_key="test", max_retries=0) as claude:
        claude.messages.create(**ASKED, extra_body={"mock_response": "Logged."})
        claude.messages.count_tokens(model="counted", messages=SAID)

    answered, counted = tunable.services.log
    assert (answered.path, answered.model, answered.answer) == (URL, "claude-sonnet-5", "Logged.")
    assert (counted.path, counted.model, counted.status) == (f"{URL}/count_tokens", "counted", 200)
    assert '"Say it."' in counted.body
