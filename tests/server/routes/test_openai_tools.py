"""Tools, structured output and refusals with the official clients over a real socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import httpx
import openai
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openai import AsyncOpenAI, OpenAI, pydantic_function_tool
from openai.types.chat import ChatCompletionMessageFunctionToolCall, ChatCompletionMessageParam
from pydantic import BaseModel

from mockpanel.core.faults import Fault, FaultKind
from tests.core.schemas import SCHEMAS
from tests.running import RunningServer
from tests.server.bare import ask_once, chat, events

MESSAGES: list[ChatCompletionMessageParam] = [{"role": "user", "content": "How is the weather in Paris 👋?"}]
URL = "/v1/chat/completions"
ARGUMENTS = {"city": "Paris 漢字 👩‍🚀", "days": 3}


class Weather(BaseModel):
    """Tells the weather."""

    city: str
    days: int


class Forecast(BaseModel):
    """What an answer is to look like."""

    city: Weather
    temperatures: list[float]
    note: str | None


TOOL = pydantic_function_tool(Weather, name="weather")
OFFER: dict[str, Any] = {"tools": [TOOL]}
CALL = {"name": "weather", "arguments": ARGUMENTS}
WORDS = ["type", "function", "name", "parameters", "custom", "format", "schema", "properties", "items", "$ref", "enum"]


@pytest.fixture
def calling(tunable: RunningServer) -> Iterator[OpenAI]:
    """A client of a server whose default answer is a call."""
    tunable.update(mock_tool_calls=(CALL,), mock_response="It is sunny.")
    with OpenAI(base_url=tunable.base_url, api_key="test", max_retries=0) as made:
        yield made


def test_an_agents_loop_calls_once_and_then_answers(calling: OpenAI) -> None:
    first = calling.chat.completions.create(model="m", messages=MESSAGES, tools=[TOOL])
    (call,) = first.choices[0].message.tool_calls or []
    asked: Any = first.choices[0].message.model_dump(exclude_none=True)
    result: list[ChatCompletionMessageParam] = [
        *MESSAGES,
        asked,
        {"role": "tool", "tool_call_id": call.id, "content": "20 degrees"},
    ]
    second = calling.chat.completions.create(model="m", messages=result, tools=[TOOL])
    without = calling.chat.completions.create(model="m", messages=MESSAGES)

    assert first.choices[0].finish_reason == "tool_calls"
    assert first.choices[0].message.content == "It is sunny."
    assert isinstance(call, ChatCompletionMessageFunctionToolCall)
    assert json.loads(call.function.arguments) == ARGUMENTS
    assert [answer.choices[0].message.content for answer in (second, without)] == ["It is sunny."] * 2
    assert [answer.choices[0].finish_reason for answer in (second, without)] == ["stop"] * 2


def test_the_stream_helper_parses_the_arguments_of_parallel_calls(client: OpenAI) -> None:
    extras = {"mock_tool_calls": [CALL, {"name": "weather", "arguments": {"city": "Rome", "days": 1}}]}

    with client.chat.completions.stream(model="m", messages=MESSAGES, tools=[TOOL], extra_body=extras) as stream:
        kinds = [event.type for event in stream]
        final = stream.get_final_completion()

    calls = final.choices[0].message.tool_calls or []
    assert [call.function.parsed_arguments for call in calls] == [Weather(**ARGUMENTS), Weather(city="Rome", days=1)]
    assert kinds.count("tool_calls.function.arguments.done") == 2
    assert kinds.count("tool_calls.function.arguments.delta") > 10
    assert final.choices[0].finish_reason == "tool_calls"


def test_a_call_that_is_demanded_is_made_from_the_models_schema(client: OpenAI) -> None:
    answer = client.chat.completions.parse(
        model="m", messages=MESSAGES, tools=[TOOL], tool_choice={"type": "function", "function": {"name": "weather"}}
    )

    (call,) = answer.choices[0].message.tool_calls or []
    assert call.function.parsed_arguments == Weather(city="sample city", days=1)


def test_the_async_client_streams_calls(server: RunningServer) -> None:
    async def main() -> str:
        async with (
            AsyncOpenAI(base_url=server.base_url, api_key="test") as client,
            client.chat.completions.stream(
                model="m", messages=MESSAGES, tools=[TOOL], extra_body={"mock_tool_calls": [CALL]}
            ) as stream,
        ):
            final = await stream.get_final_completion()
            (call,) = final.choices[0].message.tool_calls or []
            return call.function.arguments

    assert json.loads(asyncio.run(main())) == ARGUMENTS


def test_an_answer_is_parsed_into_the_model_that_was_asked_for(client: OpenAI) -> None:
    answer = client.chat.completions.parse(model="m", messages=MESSAGES, response_format=Forecast)

    parsed = answer.choices[0].message.parsed
    assert parsed is not None
    assert parsed.city.city == "How is the weather in Paris 👋?"
    assert len(parsed.temperatures) == 1


def test_an_answer_is_streamed_into_the_model_that_was_asked_for(client: OpenAI) -> None:
    given = Forecast(city=Weather(city="Oslo", days=2), temperatures=[1.5, -2.0], note=None)
    extras = {"mock_response": given.model_dump_json()}

    with client.chat.completions.stream(
        model="m", messages=MESSAGES, response_format=Forecast, extra_body=extras
    ) as stream:
        final = stream.get_final_completion()

    assert final.choices[0].message.parsed == given


def test_an_answer_that_a_limit_cuts_is_not_parsed(client: OpenAI) -> None:
    with pytest.raises(openai.LengthFinishReasonError):
        client.chat.completions.parse(model="m", messages=MESSAGES, response_format=Forecast, max_tokens=3)


def test_an_answer_that_a_filter_stops_is_not_parsed(client: OpenAI) -> None:
    with pytest.raises(openai.ContentFilterFinishReasonError):
        client.chat.completions.parse(
            model="m",
            messages=MESSAGES,
            response_format=Forecast,
            extra_body={"mock_finish_reason": "content_filter"},
        )


def test_a_refusal_is_no_content(client: OpenAI) -> None:
    extras = {"mock_refusal": "I can't help with that."}

    answer = (
        client.chat.completions.parse(model="m", messages=MESSAGES, response_format=Forecast, extra_body=extras)
        .choices[0]
        .message
    )
    with client.chat.completions.stream(model="m", messages=MESSAGES, extra_body=extras) as stream:
        kinds = {event.type for event in stream}
        streamed = stream.get_final_completion().choices[0].message

    assert (answer.refusal, answer.content, answer.parsed) == ("I can't help with that.", None, None)
    assert (streamed.refusal, streamed.content) == ("I can't help with that.", None)
    assert {"refusal.delta", "refusal.done"} <= kinds


@pytest.mark.parametrize("place", ["body", "header", "query"])
def test_calls_may_be_given_by_body_header_and_query(http: httpx.Client, place: str) -> None:
    calls = [{"name": "weather", "arguments": ARGUMENTS}]
    text = json.dumps(calls)
    sent: dict[str, Any] = {
        "body": {"json": chat(stream=False, mock_tool_calls=calls)},
        "header": {"json": chat(stream=False), "headers": {"X-Mock-Tool-Calls": text}},
        "query": {"json": chat(stream=False), "params": {"mock_tool_calls": text}},
    }[place]

    answer = http.post(URL, **sent)

    (call,) = answer.json()["choices"][0]["message"]["tool_calls"]
    assert json.loads(call["function"]["arguments"]) == ARGUMENTS
    assert answer.headers["x-mock-overrides"] == f"mock_tool_calls={place}"


def test_arguments_come_at_the_rate_of_text(http: httpx.Client) -> None:
    body = chat(mock_tool_calls=[{"name": "f", "arguments": "one two three four"}], tokens_per_second=500)

    answer = http.post(URL, json={**body, "stream_options": {"include_usage": True}})

    found = events(answer.content)
    pieces = [call for event in found[:-2] for call in event["choices"][0]["delta"]["tool_calls"]]
    assert [piece["function"]["arguments"] for piece in pieces] == ["", "one", " two", " three", " four"]
    assert found[-1]["usage"]["completion_tokens"] == 4


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"tools": [{"type": "function"}]}, "tools[0].function.name"),
        ({**OFFER, "tool_choice": {"type": "function", "function": {"name": "other"}}}, "tool_choice"),
        ({"response_format": {"type": "xml"}}, "response_format.type"),
        ({"mock_tool_calls": [{"arguments": {}}]}, "mock_tool_calls[0].name"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_tool_is_the_clients_own_error(client: OpenAI, fields: dict[str, Any], param: str) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(model="m", messages=MESSAGES, extra_body=fields)

    assert caught.value.param == param
    assert param in str(caught.value)


@pytest.mark.parametrize("streamed", [True, False])
def test_a_cut_inside_the_arguments_is_an_error_to_the_client(tunable: RunningServer, streamed: bool) -> None:
    tunable.call(tunable.services.faults.arm, Fault(kind=FaultKind.CUT, after_tokens=3))
    extras = {"mock_tool_calls": [CALL], "tokens_per_second": 1000}

    with OpenAI(base_url=tunable.base_url, api_key="test", max_retries=0) as client:
        with pytest.raises(openai.APIConnectionError):
            list(client.chat.completions.create(model="m", messages=MESSAGES, stream=streamed, extra_body=extras))
        after = client.chat.completions.create(model="m", messages=MESSAGES, extra_body=extras)

    assert after.choices[0].message.tool_calls


def test_an_empty_answer_has_no_call_and_a_stalled_one_is_whole(tunable: RunningServer) -> None:
    body = chat(mock_tool_calls=[{"name": "f", "arguments": "one two three"}], tokens_per_second=1000)

    tunable.call(tunable.services.faults.arm, Fault(kind=FaultKind.EMPTY))
    empty = events(ask_once(tunable.port, body).body)
    tunable.call(tunable.services.faults.arm, Fault(kind=FaultKind.STALL, after_tokens=1, seconds=0.05))
    stalled = events(ask_once(tunable.port, body).body)

    assert [event["choices"][0]["delta"] for event in empty] == [
        {"role": "assistant", "content": "", "refusal": None},
        {},
    ]
    assert empty[-1]["choices"][0]["finish_reason"] == "stop"
    pieces = [call for event in stalled for call in event["choices"][0]["delta"].get("tool_calls", ())]
    assert "".join(piece["function"]["arguments"] for piece in pieces) == "one two three"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["auto", "f", "function"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=12,
)
LIKELY = st.fixed_dictionaries(
    {},
    optional={
        "tools": st.lists(st.fixed_dictionaries({"type": st.sampled_from(["function", "custom"])}) | JSON, max_size=2),
        "functions": st.lists(JSON, max_size=2),
        "tool_choice": JSON,
        "function_call": JSON,
        "response_format": st.builds(
            lambda schema: {"type": "json_schema", "json_schema": {"schema": schema}}, SCHEMAS | JSON
        ),
        "mock_tool_calls": st.lists(st.fixed_dictionaries({"name": st.just("f")}, optional={"arguments": JSON})),
    },
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=LIKELY, stream=st.booleans())
def test_whatever_is_offered_there_is_an_answer_or_an_error_object(
    http: httpx.Client, fields: dict[str, Any], stream: bool
) -> None:
    answer = http.post(URL, json=chat(stream=stream, **fields))

    assert answer.status_code in (200, 400)
    if answer.status_code == 400:
        assert set(answer.json()["error"]) == {"message", "type", "param", "code"}
    elif stream:
        assert events(answer.content)[-1]["choices"][0]["finish_reason"]
    else:
        assert answer.json()["choices"][0]["finish_reason"]
