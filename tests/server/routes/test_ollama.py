"""Ollama over a real socket: its own client, loading, models, measured durations, faults."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Iterator
from typing import Any

import httpx
import ollama
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockpanel.core.faults import Fault, FaultKind
from mockpanel.core.request_record import Outcome
from tests.running import RunningServer
from tests.server.bare import wait_until

TEXT = "Streamed by real tokens ✅ 👩‍🚀 漢字.\r\nDone."
MODEL = "llama3.2"
MESSAGES = [{"role": "user", "content": "Say it."}]
CHAT = {"model": MODEL, "messages": MESSAGES}
ASK_BOTH = pytest.mark.parametrize(
    ("path", "body"), [("/api/chat", CHAT), ("/api/generate", {"model": MODEL, "prompt": "Say it."})]
)


def weather(city: str) -> str:
    """Tells the weather.

    Args:
      city: Where.
    """
    return f"Sunny in {city}."


@pytest.fixture
def client(server: RunningServer) -> Iterator[ollama.Client]:
    with ollama.Client(host=server.root_url) as made:
        yield made


@pytest.fixture
def own(tunable: RunningServer) -> Iterator[ollama.Client]:
    """A client of the server that a test may change."""
    with ollama.Client(host=tunable.root_url) as made:
        yield made


@pytest.fixture(scope="module")
def plain(server: RunningServer) -> Iterator[httpx.Client]:
    """One connection for many small requests."""
    with httpx.Client(base_url=server.root_url, trust_env=False) as made:
        yield made


def said(body: bytes) -> str:
    """The text of a streamed answer."""
    found = [json.loads(line) for line in body.splitlines()]
    return "".join(line["message"]["content"] if "message" in line else line["response"] for line in found)


def test_the_client_streams_a_chat_byte_for_byte(client: ollama.Client) -> None:
    parts = list(client.chat(MODEL, MESSAGES, stream=True, options={"mock_response": TEXT}))

    assert "".join(part.message.content or "" for part in parts) == TEXT
    assert (parts[-1].done, parts[-1].done_reason, parts[-1].model) == (True, "stop", MODEL)


def test_the_client_gets_a_chat_in_one_piece(client: ollama.Client) -> None:
    answer = client.chat(MODEL, MESSAGES, options={"mock_response": TEXT, "mock_reasoning": "Hm."}, think=True)

    assert (answer.message.content, answer.message.thinking, answer.message.role) == (TEXT, "Hm.", "assistant")
    assert answer.done_reason == "stop"


def test_the_client_generates_streamed_and_not(client: ollama.Client) -> None:
    parts = list(client.generate(MODEL, "Say it.", stream=True, options={"mock_response": TEXT}))
    answer = client.generate(MODEL, "And on.", context=parts[-1].context)

    assert "".join(part.response or "" for part in parts) == TEXT
    assert answer.response == "And on."
    assert list(answer.context or ())[: len(parts[-1].context or ())] == list(parts[-1].context or ())


def test_the_async_client_chats(server: RunningServer) -> None:
    async def main() -> tuple[str, str | None]:
        async with ollama.AsyncClient(host=server.root_url) as client:
            stream = await client.chat(MODEL, MESSAGES, stream=True, options={"mock_response": TEXT})
            text = "".join([part.message.content or "" async for part in stream])
            return text, (await client.generate(MODEL, "Echoed.")).response

    assert asyncio.run(main()) == (TEXT, "Echoed.")


def test_settings_come_by_header_where_a_client_has_no_other_way(server: RunningServer) -> None:
    with ollama.Client(host=server.root_url, headers={"X-Mock-Response": "By%20header."}) as client:
        assert client.chat(MODEL, MESSAGES).message.content == "By header."


@ASK_BOTH
@pytest.mark.parametrize(
    "sent",
    [
        {"body": {"mock_response": "mine"}},
        {"body": {"options": {"mock_response": "mine"}}},
        {"headers": {"X-Mock-Response": "mine"}},
        {"params": {"mock_response": "mine"}},
    ],
)
def test_settings_come_by_body_options_header_and_query(
    http: httpx.Client, path: str, body: dict[str, Any], sent: dict[str, Any]
) -> None:
    rest = {name: value for name, value in sent.items() if name != "body"}

    answer = http.post(path, json=body | sent.get("body", {}), **rest)

    assert answer.headers["content-type"] == "application/x-ndjson"
    assert said(answer.content) == "mine"


@ASK_BOTH
def test_the_rate_that_a_client_reckons_is_the_measured_one(
    tunable: RunningServer, path: str, body: dict[str, Any]
) -> None:
    tunable.update(mock_response="one two three four five six", tokens_per_second=100, time_to_first_token=0.05)

    last = json.loads(httpx.post(tunable.root_url + path, json=body, trust_env=False).content.splitlines()[-1])

    (record,) = tunable.services.log
    assert record.ledger.tokens_per_second == pytest.approx(last["eval_count"] / last["eval_duration"] * 1e9, rel=1e-6)
    assert last["total_duration"] >= 100_000_000
    assert 30_000_000 < last["prompt_eval_duration"] < last["total_duration"]


def test_a_stream_keeps_its_time_and_tells_when_each_line_was_sent(tunable: RunningServer, own: ollama.Client) -> None:
    tunable.update(mock_response="one two three four five", tokens_per_second=50, time_to_first_token=0.1)
    began = time.monotonic()

    parts = list(own.chat(MODEL, MESSAGES, stream=True))

    assert time.monotonic() - began >= 0.1 + 4 / 50
    stamps = [part.created_at or "" for part in parts]
    assert stamps == sorted(stamps)
    assert len(set(stamps)) >= 5
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z", stamp) for stamp in stamps)


def test_an_agent_s_loop_comes_to_an_end(tunable: RunningServer, own: ollama.Client) -> None:
    tunable.update(mock_tool_calls=[{"name": "weather", "arguments": {"city": "Köln"}}], mock_response="Sunny.")

    first = own.chat(MODEL, MESSAGES, tools=[weather])
    assert first.message.tool_calls is not None
    call = first.message.tool_calls[0].function
    result = {"role": "tool", "tool_name": call.name, "content": weather(**call.arguments)}
    second = own.chat(MODEL, [*MESSAGES, first.message, result], tools=[weather])

    assert (call.name, call.arguments) == ("weather", {"city": "Köln"})
    assert (second.message.tool_calls, second.message.content) == (None, "Sunny.")


def test_a_streamed_call_comes_whole(client: ollama.Client) -> None:
    options = {"mock_tool_calls": [{"name": "weather", "arguments": {"city": "Köln"}}]}

    parts = list(client.chat(MODEL, MESSAGES, stream=True, options=options))

    calls = [call.function for part in parts for call in part.message.tool_calls or ()]
    assert [(call.name, call.arguments) for call in calls] == [("weather", {"city": "Köln"})]


def test_structured_output_fits_its_schema(client: ollama.Client) -> None:
    schema = {"type": "object", "properties": {"age": {"type": "integer"}}, "required": ["age"]}

    chat = client.chat(MODEL, MESSAGES, format=schema)
    generated = client.generate(MODEL, "Say it.", format=schema)

    assert isinstance(json.loads(chat.message.content or "")["age"], int)
    assert isinstance(json.loads(generated.response or "")["age"], int)


def test_a_question_of_nothing_loads_the_model(client: ollama.Client) -> None:
    assert client.chat(MODEL).done_reason == "load"
    assert client.generate(MODEL).done_reason == "load"
    assert client.generate(MODEL, keep_alive=0).done_reason == "unload"


def test_the_client_lists_and_shows_models(client: ollama.Client) -> None:
    names = [model.model for model in client.list().models]

    assert names[0] == "mock-gpt4"
    assert [model.model for model in client.ps().models] == ["mock-gpt4"]
    assert client.show(MODEL).capabilities is not None


def test_other_clients_find_the_server_alive(http: httpx.Client) -> None:
    assert http.head("/").status_code == 200
    assert http.get("/").status_code == 307
    assert http.get("/api/version").json()["version"]
    assert http.head("/api/version").status_code == 200
    assert http.post("/api/show", json={"name": MODEL}).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "said"),
    [
        ("POST", "/api/chat", b"{", 400, "not valid JSON"),
        ("POST", "/api/chat", b"{}", 400, "model is required"),
        ("POST", "/api/generate", b'{"model": "m", "prompt": 5}', 400, "prompt must be a string, got 5"),
        ("POST", "/api/show", b"{}", 400, "model must be a name of 1 to 512 characters, got null"),
        ("GET", "/api/chat", b"", 405, "use POST"),
        ("POST", "/api/pull", b"{}", 404, "Invalid URL (POST /api/pull)"),
    ],
)
def test_errors_are_ollama_s_wherever_they_come_from(
    http: httpx.Client, method: str, path: str, body: bytes, status: int, said: str
) -> None:
    answer = http.request(method, path, content=body)

    assert answer.status_code == status
    assert answer.json().keys() == {"error"}
    assert said in answer.json()["error"]


def test_the_client_raises_its_own_error(client: ollama.Client) -> None:
    with pytest.raises(ollama.ResponseError, match="tokens_per_second must be between 0 and 100000, got -1") as raised:
        client.chat(MODEL, MESSAGES, options={"tokens_per_second": -1})

    assert raised.value.status_code == 400


def test_a_key_is_asked_for_everywhere(locked: httpx.Client) -> None:
    def statuses(**headers: str) -> list[int]:
        asked = [("POST", "/api/chat"), ("POST", "/api/show"), ("GET", "/api/tags"), ("GET", "/api/ps")]
        return [locked.request(method, path, json=CHAT, headers=headers).status_code for method, path in asked]

    assert statuses() == [401] * 4
    assert statuses(authorization="Bearer s3cret") == [200] * 4


def test_a_strict_server_knows_its_models_only() -> None:
    with (
        RunningServer(strict_models=True, tokens_per_second=0, time_to_first_token=0) as server,
        ollama.Client(host=server.root_url) as client,
    ):
        known = client.chat("gpt-4o", MESSAGES).message.content
        with pytest.raises(ollama.ResponseError) as chatting:
            client.chat(MODEL, MESSAGES)
        with pytest.raises(ollama.ResponseError) as showing:
            client.show(MODEL)

    assert known == "Say it."
    assert (chatting.value.status_code, showing.value.status_code) == (404, 404)


@pytest.mark.parametrize(("kind", "status"), [(FaultKind.RATE_LIMIT, 429), (FaultKind.SERVER_ERROR, 500)])
@pytest.mark.parametrize("stream", [True, False])
def test_armed_refusals_are_the_client_s_error(
    tunable: RunningServer, own: ollama.Client, kind: FaultKind, status: int, stream: bool
) -> None:
    tunable.call(tunable.services.faults.arm, Fault(kind=kind))

    with pytest.raises(ollama.ResponseError) as raised:
        list(own.chat(MODEL, MESSAGES, stream=True)) if stream else own.chat(MODEL, MESSAGES)

    assert raised.value.status_code == status
    assert "was asked for this request" in raised.value.error
    assert own.chat(MODEL, MESSAGES).message.content == "Say it."


def test_a_cut_stream_is_an_error_and_not_an_end(tunable: RunningServer, own: ollama.Client) -> None:
    tunable.call(tunable.services.faults.arm, Fault(kind=FaultKind.CUT, after_tokens=2))
    parts = own.chat(MODEL, [{"role": "user", "content": "one two three four"}], stream=True)

    seen = [next(parts).message.content, next(parts).message.content]

    assert seen == ["one", " two"]
    with pytest.raises(httpx.RemoteProtocolError):
        next(parts)


def test_a_stalled_and_an_empty_answer_are_whole(tunable: RunningServer, own: ollama.Client) -> None:
    def ask() -> tuple[str, float]:
        began = time.monotonic()
        parts = list(own.generate(MODEL, "one two three four", stream=True))
        assert parts[-1].done
        return "".join(part.response or "" for part in parts), time.monotonic() - began

    tunable.call(tunable.services.faults.arm, Fault(kind=FaultKind.STALL, after_tokens=2, seconds=0.1))
    stalled, took = ask()
    tunable.call(tunable.services.faults.arm, Fault(kind=FaultKind.EMPTY))
    empty, _ = ask()

    assert (stalled, empty) == ("one two three four", "")
    assert took >= 0.1


def test_a_chat_is_in_the_log(tunable: RunningServer, own: ollama.Client) -> None:
    own.chat(MODEL, MESSAGES)

    (record,) = tunable.services.log
    wait_until(lambda: record.outcome.over, "the request is over")
    assert (record.path, record.model, record.outcome, record.answer) == (
        "/api/chat",
        MODEL,
        Outcome.COMPLETED,
        "Say it.",
    )


VALUES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5)
)
JSON = st.recursive(VALUES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner))
FIELDS = {
    "messages": st.just(MESSAGES) | JSON,
    "prompt": st.text(max_size=9) | JSON,
    "system": JSON,
    "stream": st.booleans() | JSON,
    "format": st.just("json") | JSON,
    "think": st.booleans() | JSON,
    "keep_alive": st.sampled_from([0, "5m", -1]) | JSON,
    "context": st.lists(st.integers(), max_size=3) | JSON,
    "tools": st.just([{"type": "function", "function": {"name": "f"}}]) | JSON,
    "options": st.fixed_dictionaries({}, optional={"num_predict": st.integers(-2, 9), "stop": JSON}) | JSON,
    "logprobs": st.booleans(),
    "mock_response": st.text(max_size=9),
    "mock_tool_calls": st.lists(st.fixed_dictionaries({"name": st.just("f"), "arguments": st.text(max_size=9)})),
}


@settings(max_examples=80)
@given(
    body=st.fixed_dictionaries({"model": st.just(MODEL) | VALUES}, optional=FIELDS),
    path=st.sampled_from(["/api/chat", "/api/generate"]),
)
def test_any_body_gets_an_answer_or_an_error_and_both_can_be_read(
    plain: httpx.Client, body: dict[str, Any], path: str
) -> None:
    answer = plain.post(path, json=body)

    assert answer.status_code in (200, 400), answer.text
    found = [json.loads(line) for line in answer.content.decode().splitlines()]
    assert [line.get("done") for line in found[:-1]] == [False] * (len(found) - 1)
    assert found[-1].get("done") is True or found[-1].keys() == {"error"}
