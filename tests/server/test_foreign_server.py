"""The app under an ASGI server of the user's own: the same bytes, the same time, the same manners."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator

import pytest

from mockpanel.core.request_record import Outcome, RequestRecord
from mockpanel.server.sinks import LARGEST_BACKLOG_BYTES, AsgiSink
from tests.running import RunningServer
from tests.server.bare import (
    SMALL_BUFFER,
    BareClient,
    ask_once,
    chat,
    events,
    messages,
    plain_text,
    running_streams,
    running_tasks,
    streamed_text,
    wait_until,
)
from tests.server.foreign import ForeignServer

TEXT = "Streamed by real tokens ✅ 👩‍🚀 漢字\r\n\u2028Done. " * 20


@pytest.fixture(scope="module", params=["h11", "httptools"])
def foreign(request: pytest.FixtureRequest) -> Iterator[RunningServer]:
    with ForeignServer(request.param, tokens_per_second=0, time_to_first_token=0) as running:
        yield running


def latest(server: RunningServer) -> RequestRecord:
    """The record of the latest request."""
    return list(server.services.log)[-1]


def without_identity(body: bytes) -> bytes:
    """A stream's bytes without what differs from request to request."""
    return re.sub(rb'"(id|created)":("[^"]*"|\d+)', rb'"\1":0', body)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"tokens_per_second": 2000},
        {"tokens_per_chunk": 7, "n": 2},
        {"logprobs": True, "top_logprobs": 2, "stream_options": {"include_usage": True}},
        {"stream": False},
        {"n": 0},
    ],
)
def test_the_bytes_are_those_of_our_own_server(
    server: RunningServer, foreign: RunningServer, fields: dict[str, object]
) -> None:
    own = ask_once(server.port, chat(TEXT, **fields))
    other = ask_once(foreign.port, chat(TEXT, **fields))

    assert other.status == own.status
    assert without_identity(other.body) == without_identity(own.body)
    differ = {"date", "x-request-id", "server", "openai-processing-ms"}
    assert {name: other.headers.get(name) for name in own.headers if name not in differ} == {
        name: value for name, value in own.headers.items() if name not in differ
    }


def test_the_answer_goes_through_asgi(foreign: RunningServer) -> None:
    with BareClient(foreign.port) as client:
        client.ask(chat("hi", time_to_first_token=60))
        wait_until(lambda: running_streams(foreign) == 1, "the stream runs")
        (stream,) = foreign.call(lambda: list(foreign.services.live))

    assert isinstance(stream.sink, AsgiSink)
    wait_until(lambda: running_streams(foreign) == 0, "the stream is freed")


def test_a_text_of_half_a_megabyte_arrives_byte_for_byte(foreign: RunningServer) -> None:
    text = (TEXT * 1500)[:400_000]

    answer = ask_once(foreign.port, chat(text, tokens_per_chunk=20))

    assert streamed_text(answer.body) == text


def test_tokens_come_at_their_time(foreign: RunningServer) -> None:
    body = chat("one two three four", tokens_per_second=20, time_to_first_token=0.1)

    with BareClient(foreign.port) as client:
        began = client.ask(body)
        client.head()
        found = [came - began for came, _ in client.chunks()]

    dues = [0.1 + place / 20 for place in range(4)]
    assert all(came >= due for came, due in zip(found, dues, strict=False))
    assert all(came <= due + 0.5 for came, due in zip(found, dues, strict=False))


def test_running_streams_follow_a_change_at_once(foreign: RunningServer) -> None:
    foreign.update(tokens_per_second=1.0)
    with BareClient(foreign.port) as client:
        client.ask(chat("word " * 100))
        client.head()
        first = client.chunk()
        foreign.update(tokens_per_second=0.0)
        began = time.monotonic()
        rest = b"".join(data for _, data in client.chunks())
        took = time.monotonic() - began

    assert streamed_text(first + rest) == "word " * 100
    assert took < 0.5


def test_a_paused_stream_stands_still_and_goes_on(foreign: RunningServer) -> None:
    with BareClient(foreign.port) as client:
        client.ask(chat("word " * 30, tokens_per_second=100))
        client.head()
        client.chunk()
        (stream,) = foreign.call(lambda: list(foreign.services.live))
        foreign.call(foreign.services.live.pause, stream)
        sent = stream.record.ledger.tokens
        time.sleep(0.15)
        while_paused = stream.record.ledger.tokens - sent
        foreign.call(foreign.services.live.resume, stream)
        rest = b"".join(data for _, data in client.chunks())

    assert while_paused == 0
    assert rest.endswith(b"[DONE]\n\n")


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("prompt", ["hi", "a b " * 100_000])
def test_a_client_that_goes_is_seen_to_go(foreign: RunningServer, stream: bool, prompt: str) -> None:
    before = running_tasks(foreign)
    body = {"messages": messages(prompt), "mock_response": "x", "stream": stream, "time_to_first_token": 60}

    with BareClient(foreign.port) as client:
        client.ask(body)
        wait_until(lambda: running_streams(foreign) == 1, "the answer runs")
        client.leave()

        wait_until(lambda: running_streams(foreign) == 0, "the stream is freed", 0.7)
    wait_until(lambda: latest(foreign).outcome.over, "the record is closed", 0.7)
    assert latest(foreign).outcome is Outcome.CLIENT_GONE
    wait_until(lambda: running_tasks(foreign) <= before, "the tasks have ended", 0.7)


def test_a_client_that_does_not_read_is_held_back_alone_and_gets_the_exact_text(foreign: RunningServer) -> None:
    words = 40_000
    with BareClient(foreign.port, receive_buffer=SMALL_BUFFER) as client:
        client.ask(chat("word " * words))
        wait_until(lambda: running_streams(foreign) == 1, "the stream runs")
        (stream,) = foreign.call(lambda: list(foreign.services.live))
        time.sleep(0.3)
        sent = stream.record.ledger.tokens
        time.sleep(0.1)
        sent_later = stream.record.ledger.tokens
        assert isinstance(stream.sink, AsgiSink)
        waiting = stream.sink._backlog
        other = ask_once(foreign.port, chat("one two", tokens_per_second=50))
        answer = client.answer()

    assert sent == sent_later < words * 3 // 4
    assert waiting < LARGEST_BACKLOG_BYTES + 500_000
    assert streamed_text(other.body) == "one two"
    assert plain_text(answer.body) == "word " * words


def test_a_stream_that_is_held_back_can_be_cut(foreign: RunningServer) -> None:
    with BareClient(foreign.port, receive_buffer=SMALL_BUFFER) as client:
        client.ask(chat("word " * 40_000))
        wait_until(lambda: running_streams(foreign) == 1, "the stream runs")
        time.sleep(0.2)

        foreign.call(foreign.services.live.cut_all)

        wait_until(lambda: running_streams(foreign) == 0, "the stream is freed", 0.7)
    assert latest(foreign).outcome is Outcome.CUT


def test_a_cut_stream_breaks_the_connection_off(foreign: RunningServer) -> None:
    with BareClient(foreign.port) as client:
        client.ask(chat("word " * 50, tokens_per_second=20))
        client.head()
        client.chunk()
        foreign.call(foreign.services.live.cut_all)
        rest = client.rest()

    assert b"[DONE]" not in rest
    assert not rest.endswith(b"0\r\n\r\n")


def test_a_cut_answer_in_one_piece_is_an_error_object(foreign: RunningServer) -> None:
    with BareClient(foreign.port) as client:
        client.ask(chat("hi", stream=False, time_to_first_token=60))
        wait_until(lambda: running_streams(foreign) == 1, "the answer runs")
        foreign.call(foreign.services.live.cut_all)
        answer = client.answer()

    assert answer.status == 503
    assert answer.error["type"] == "server_error"


def test_many_requests_go_over_one_connection(foreign: RunningServer) -> None:
    with BareClient(foreign.port) as client:
        texts = []
        for place in range(20):
            client.ask(chat(f"number {place}"))
            texts.append(streamed_text(client.answer().body))

    assert texts == [f"number {place}" for place in range(20)]


def test_an_old_client_gets_the_stream_to_the_connections_end(foreign: RunningServer) -> None:
    with BareClient(foreign.port) as client:
        client.ask(chat("for HTTP/1.0", stream=False), version="1.0")
        _, headers = client.head()
        body = client.rest()

    assert int(headers["content-length"]) == len(body)
    assert json.loads(body)["choices"][0]["message"]["content"] == "for HTTP/1.0"


def test_the_control_api_answers_there_too(foreign: RunningServer) -> None:
    settings = ask_once(foreign.port, b"", "/mock/settings", method="GET")
    refused = ask_once(foreign.port, b"", "/mock/settings", method="GET", headers={"Origin": "https://evil.example"})

    with BareClient(foreign.port) as listener:
        listener.ask(b"", "/mock/events", method="GET")
        listener.head()
        listener.chunk()
        ask_once(foreign.port, chat("hi"))
        seen = listener.chunk()

    assert settings.json["tokens_per_second"] == 0
    assert refused.status == 403
    assert b"event: request.arrived" in seen


def test_usage_is_counted_there_too(foreign: RunningServer) -> None:
    answer = ask_once(foreign.port, chat("one two three", stream_options={"include_usage": True}))

    assert events(answer.body)[-1]["usage"]["completion_tokens"] == 3


def test_a_stop_with_a_listener_of_events_ends_soon() -> None:
    running = ForeignServer("httptools", tokens_per_second=0, time_to_first_token=0)
    with running, BareClient(running.port) as listener:
        listener.ask(b"", "/mock/events", method="GET")
        listener.head()
        listener.chunk()

        began = time.monotonic()
        running.stop()
        took = time.monotonic() - began

    assert took < 3
