"""The Responses API over a real socket, asked by the official client: answers, settings, errors, faults."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import openai
import pydantic
import pytest
from openai import AsyncOpenAI, OpenAI
from openai.types.responses import FunctionToolParam, Response, ResponseFunctionToolCall

from mockpanel.core.faults import Fault, FaultKind
from mockpanel.core.request_record import Outcome
from tests.running import RunningServer
from tests.server.bare import wait_until
from tests.wire.responses_speaking import check, events, joined, types

TEXT = "Streamed by real tokens ✅ 👩‍🚀 漢字.\r\nDone."
URL = "/v1/responses"
ONCE = "one two three four five six seven"
WEATHER: FunctionToolParam = {
    "type": "function",
    "name": "weather",
    "strict": True,
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
        "additionalProperties": False,
    },
}


class Day(pydantic.BaseModel):
    """What structured output is read into."""

    name: str
    hours: int


@pytest.fixture
def official(tunable: RunningServer) -> Iterator[OpenAI]:
    """The official client of a server to change, which does not try again."""
    with OpenAI(base_url=tunable.base_url, api_key="test", max_retries=0) as made:
        yield made


def asked(text: str = TEXT, **fields: Any) -> dict[str, Any]:
    """A request's body."""
    return {"model": "gpt-4o", "input": "ignored", "mock_response": text, **fields}


def test_an_answer_in_one_piece_is_the_client_s_response(client: OpenAI) -> None:
    answer = client.responses.create(model="gpt-4o", input="Say it.", extra_body={"mock_response": TEXT})

    assert answer.output_text == TEXT
    assert (answer.status, answer.model, answer.error) == ("completed", "gpt-4o", None)
    assert answer.usage is not None
    assert answer.usage.total_tokens == answer.usage.input_tokens + answer.usage.output_tokens


def test_a_stream_has_the_text_byte_for_byte(client: OpenAI) -> None:
    with client.responses.create(
        model="gpt-4o", input="Say it.", stream=True, extra_body={"mock_response": TEXT}
    ) as stream:
        found = list(stream)

    assert "".join(event.delta for event in found if event.type == "response.output_text.delta") == TEXT
    assert [event.sequence_number for event in found] == list(range(len(found)))
    last = found[-1]
    assert last.type == "response.completed"
    assert last.response.output_text == TEXT


def test_every_event_on_the_wire_is_one_of_the_client_s_own_types(http: httpx.Client) -> None:
    body = asked(stream=True, mock_reasoning="Hm.", mock_citations=[{"url": "https://a.example"}])

    answer = http.post(URL, json=body)

    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert answer.headers["openai-version"] == "2020-10-01"
    assert joined(events(answer.content)) == TEXT
    check(Response, http.post(URL, json={**body, "stream": False}).json())


@pytest.mark.parametrize("prefix", ["/v1", ""])
def test_it_answers_with_and_without_the_prefix(http: httpx.Client, prefix: str) -> None:
    assert http.post(f"{prefix}/responses", json=asked()).json()["object"] == "response"


def test_the_stream_helper_of_the_client_follows_every_event(client: OpenAI) -> None:
    extras = {
        "mock_response": TEXT,
        "mock_reasoning": "Let me think.",
        "mock_citations": [{"url": "https://a.example"}],
    }

    with client.responses.stream(model="gpt-4o", input="x", reasoning={"summary": "auto"}, extra_body=extras) as stream:
        snapshots = [event.snapshot for event in stream if event.type == "response.output_text.delta"]
        answer = stream.get_final_response()

    assert snapshots[-1] == answer.output_text == TEXT
    assert [item.type for item in answer.output] == ["reasoning", "message"]


def test_the_async_client_streams_and_gets_an_answer_in_one_piece(server: RunningServer) -> None:
    async def main() -> tuple[str, str]:
        extras = {"mock_response": TEXT}
        async with AsyncOpenAI(base_url=server.base_url, api_key="test") as client:
            whole = await client.responses.create(model="m", input="x", extra_body=extras)
            async with client.responses.stream(model="m", input="x", extra_body=extras) as stream:
                text = "".join([event.delta async for event in stream if event.type == "response.output_text.delta"])
            return whole.output_text, text

    assert asyncio.run(main()) == (TEXT, TEXT)


def test_a_function_call_goes_back_and_forth(client: OpenAI) -> None:
    first = client.responses.create(model="m", input="Weather?", tools=[WEATHER], tool_choice="required")
    (call,) = first.output
    assert isinstance(call, ResponseFunctionToolCall)

    second = client.responses.create(
        model="m",
        previous_response_id=first.id,
        tools=[WEATHER],
        input=[{"type": "function_call_output", "call_id": call.call_id, "output": "20 degrees"}],
    )

    assert json.loads(call.arguments).keys() == {"city"}
    assert second.output_text == "Weather?"


def test_the_stream_helper_gathers_the_arguments_of_a_call(client: OpenAI) -> None:
    calls = [{"name": "weather", "arguments": {"city": "Köln 🏙"}}, {"name": "weather", "arguments": {"city": "東京"}}]

    with client.responses.stream(
        model="m", input="x", tools=[WEATHER], extra_body={"mock_tool_calls": calls}
    ) as stream:
        answer = stream.get_final_response()

    found = [item.parsed_arguments for item in answer.output if item.type == "function_call"]
    assert found == [{"city": "Köln 🏙"}, {"city": "東京"}]


def test_only_one_tool_is_called_where_parallel_calls_are_off(client: OpenAI) -> None:
    calls = [{"name": "weather"}, {"name": "weather"}]

    answer = client.responses.create(
        model="m", input="x", tools=[WEATHER], parallel_tool_calls=False, extra_body={"mock_tool_calls": calls}
    )

    assert len(answer.output) == 1
    assert answer.parallel_tool_calls is False


def test_a_default_call_is_made_only_where_the_tool_is_offered(tunable: RunningServer, official: OpenAI) -> None:
    tunable.update(mock_tool_calls=[{"name": "weather", "arguments": "{}"}])

    offered = official.responses.create(model="m", input="x", tools=[WEATHER])
    plain = official.responses.create(model="m", input="x")

    assert [item.type for item in offered.output] == ["function_call"]
    assert plain.output_text == "x"


def test_structured_output_is_parsed(client: OpenAI) -> None:
    given = client.responses.parse(
        model="m", input="x", text_format=Day, extra_body={"mock_response": '{"name": "Mon", "hours": 8}'}
    )
    made = client.responses.parse(model="m", input="x", text_format=Day)

    assert given.output_parsed == Day(name="Mon", hours=8)
    assert isinstance(made.output_parsed, Day)


def test_a_refusal_is_one(client: OpenAI) -> None:
    answer = client.responses.parse(model="m", input="x", text_format=Day, extra_body={"mock_refusal": "No."})

    (message,) = answer.output
    assert message.type == "message"
    assert message.content[0].type == "refusal"
    assert (message.content[0].refusal, answer.output_parsed) == ("No.", None)


def test_a_limit_makes_the_response_incomplete(client: OpenAI) -> None:
    with client.responses.create(
        model="m", input="x", stream=True, max_output_tokens=3, extra_body={"mock_response": ONCE}
    ) as stream:
        last = list(stream)[-1]

    assert last.type == "response.incomplete"
    assert last.response.incomplete_details is not None
    assert last.response.incomplete_details.reason == "max_output_tokens"
    assert last.response.output_text == "one two three"


def test_log_probabilities_reach_the_client(client: OpenAI) -> None:
    answer = client.responses.create(
        model="m",
        input="x",
        include=["message.output_text.logprobs"],
        top_logprobs=2,
        extra_body={"mock_response": "Hi"},
    )

    (message,) = answer.output
    assert message.type == "message"
    assert message.content[0].type == "output_text"
    assert message.content[0].logprobs is not None
    assert len(message.content[0].logprobs[0].top_logprobs) == 2


@pytest.mark.parametrize(
    ("body", "headers", "query"),
    [
        ({"mock_response": "✅ mine", "tokens_per_chunk": 7}, {}, ""),
        ({}, {"X-Mock-Response": quote("✅ mine"), "X-Mock-Tokens-Per-Chunk": "7"}, ""),
        ({}, {}, f"?mock_response={quote('✅ mine')}&tokens_per_chunk=7"),
    ],
    ids=["body", "header", "query"],
)
def test_settings_may_come_in_body_header_and_query(
    http: httpx.Client, body: dict[str, Any], headers: dict[str, str], query: str
) -> None:
    answer = http.post(URL + query, json={"input": "x", "stream": True, **body}, headers=headers)

    assert joined(events(answer.content)) == "✅ mine"
    assert answer.headers["x-mock-tokens-per-chunk"] == "7"


def test_the_response_is_announced_before_the_first_token_is_due(http: httpx.Client) -> None:
    wait_s = 0.3
    began = time.monotonic()

    with http.stream("POST", URL, json=asked("a b", stream=True, time_to_first_token=wait_s)) as answer:
        times = {
            line.removeprefix("event: "): time.monotonic() - began for line in answer.iter_lines() if line[:1] == "e"
        }

    assert times["response.in_progress"] < wait_s
    assert times["response.output_item.added"] >= wait_s
    assert times["response.output_item.added"] < wait_s + 0.5


def test_tokens_keep_their_time(http: httpx.Client) -> None:
    rate = 100
    began = time.monotonic()

    with http.stream("POST", URL, json=asked(ONCE, stream=True, tokens_per_second=rate)) as answer:
        times = [time.monotonic() for line in answer.iter_lines() if line == "event: response.output_text.delta"]

    assert len(times) == 7
    assert 6 / rate <= times[-1] - began < 6 / rate + 0.5


@pytest.mark.parametrize(
    ("fields", "status", "param", "code"),
    [
        ({"input": 5}, 400, "input", None),
        ({"input": [{"role": "user"}]}, 400, "input[0].content", None),
        ({"max_output_tokens": 0}, 400, "max_output_tokens", None),
        ({"tokens_per_second": -3}, 400, "tokens_per_second", None),
        ({"previous_response_id": "resp_none"}, 400, "previous_response_id", "previous_response_not_found"),
        ({"input": [{"type": "item_reference", "id": "msg_none"}]}, 404, "input[0].id", None),
    ],
    ids=str,
)
def test_a_mistake_is_the_error_object_of_the_api(
    http: httpx.Client, fields: dict[str, Any], status: int, param: str, code: str | None
) -> None:
    answer = http.post(URL, json=asked(**fields))

    error = answer.json()["error"]
    assert (answer.status_code, error["param"], error["code"]) == (status, param, code)
    assert error["type"] == "invalid_request_error"


def test_mistakes_are_the_errors_that_the_client_knows(client: OpenAI) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.responses.create(model="m", input="x", previous_response_id="resp_none")
    with pytest.raises(openai.NotFoundError) as missing:
        client.responses.retrieve("resp_none")

    assert caught.value.param == "previous_response_id"
    assert "resp_none" in str(missing.value)


def test_a_strict_server_knows_no_other_models() -> None:
    with (
        RunningServer(strict_models=True, tokens_per_second=0, time_to_first_token=0) as running,
        OpenAI(base_url=running.base_url, api_key="test", max_retries=0) as client,
    ):
        known = client.responses.create(model="gpt-4o", input="x")
        with pytest.raises(openai.BadRequestError) as caught:
            client.responses.create(model="gpt-nothing", input="x")
        with pytest.raises(openai.BadRequestError):
            client.responses.input_tokens.count(model="gpt-nothing", input="x")

    assert known.output_text == "x"
    assert (caught.value.param, caught.value.code) == ("model", "model_not_found")


def test_a_key_that_is_set_is_needed_for_all_of_it(locked: httpx.Client) -> None:
    asked_for = [("POST", URL), ("POST", f"{URL}/input_tokens"), ("GET", f"{URL}/resp_1"), ("DELETE", f"{URL}/resp_1")]
    asked_for += [("POST", f"{URL}/resp_1/cancel"), ("GET", f"{URL}/resp_1/input_items")]

    statuses = [locked.request(method, path, json={"input": "x"}).status_code for method, path in asked_for]

    assert statuses == [401] * len(asked_for)


@pytest.mark.parametrize(
    ("kind", "error"),
    [(FaultKind.RATE_LIMIT, openai.RateLimitError), (FaultKind.SERVER_ERROR, openai.InternalServerError)],
)
@pytest.mark.parametrize("stream", [True, False])
def test_an_armed_refusal_is_the_error_that_the_client_knows(
    tunable: RunningServer, official: OpenAI, kind: FaultKind, error: type[openai.APIStatusError], stream: bool
) -> None:
    tunable.call(tunable.services.faults.arm, Fault(kind=kind))

    with pytest.raises(error):
        official.responses.create(model="m", input="x", stream=stream)


def test_a_cut_breaks_the_stream_and_the_response_has_failed(tunable: RunningServer, official: OpenAI) -> None:
    tunable.call(tunable.services.faults.arm, Fault(kind=FaultKind.CUT, after_tokens=3))
    found: list[Any] = []

    with (
        official.responses.create(model="m", input="x", stream=True, extra_body={"mock_response": ONCE}) as stream,
        pytest.raises(openai.APIConnectionError),
    ):
        found.extend(stream)

    text = "".join(event.delta for event in found if event.type == "response.output_text.delta")
    assert text == "one two three"
    kept = official.responses.retrieve(found[0].response.id)
    assert (kept.status, kept.output) == ("failed", [])
    assert kept.error is not None
    assert kept.error.code == "server_error"


def test_a_stall_changes_nothing_but_the_time(tunable: RunningServer) -> None:
    tunable.call(tunable.services.faults.arm, Fault(kind=FaultKind.STALL, after_tokens=3, seconds=0.1))

    answer = httpx.post(tunable.root_url + URL, json=asked(ONCE, stream=True), trust_env=False)

    assert joined(events(answer.content)) == ONCE


@pytest.mark.parametrize("stream", [True, False])
def test_an_empty_answer_is_a_proper_one(tunable: RunningServer, stream: bool) -> None:
    tunable.call(tunable.services.faults.arm, Fault(kind=FaultKind.EMPTY))

    answer = httpx.post(tunable.root_url + URL, json=asked(ONCE, stream=stream, mock_reasoning="Hm."), trust_env=False)

    last = events(answer.content)[-1]["response"] if stream else answer.json()
    assert (last["status"], last["output"][-1]["content"][0]["text"]) == ("completed", "")


def test_a_client_that_leaves_cancels_its_response(tunable: RunningServer, official: OpenAI) -> None:
    with official.responses.create(
        model="m", input="x", stream=True, extra_body={"mock_response": ONCE, "time_to_first_token": 9}
    ) as stream:
        created = next(iter(stream))
        assert created.type == "response.created"
        running = official.responses.retrieve(created.response.id).status
    record = next(iter(tunable.services.log))
    wait_until(lambda: record.outcome is Outcome.CLIENT_GONE, "the server has seen it")

    assert running == "in_progress"
    assert official.responses.retrieve(created.response.id).status == "cancelled"


def test_the_kinds_of_events_are_told_apart_by_their_name_too(http: httpx.Client) -> None:
    answer = http.post(URL, json=asked("a", stream=True))

    names = [line.removeprefix("event: response.") for line in answer.text.splitlines() if line.startswith("event: ")]
    assert names == types(events(answer.content))
    assert "[DONE]" not in answer.text
