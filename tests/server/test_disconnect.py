"""A client that goes in the middle of an answer frees all that the answer held."""

from __future__ import annotations

import socket
import struct
from typing import Any

import pytest

from mockpanel.core.request_record import Outcome, RequestRecord
from tests.running import RunningServer
from tests.server.bare import (
    SMALL_BUFFER,
    BareClient,
    ask_once,
    chat,
    messages,
    running_streams,
    running_tasks,
    wait_until,
)

SOON_S = 0.7


def latest(server: RunningServer) -> RequestRecord:
    """The record of the latest request."""
    return list(server.services.log)[-1]


def begin(client: BareClient, server: RunningServer, body: Any) -> int:
    """Asks, and waits until the answer runs; how many tasks there were before."""
    before = running_tasks(server)
    client.ask(body)
    wait_until(lambda: running_streams(server) == 1, "the answer runs")
    return before


def assert_freed(server: RunningServer, tasks_before: int) -> None:
    """The stream, its task and its record's state are gone soon."""
    wait_until(lambda: running_streams(server) == 0, "the stream is freed", SOON_S)
    wait_until(lambda: latest(server).outcome.over, "the record is closed", SOON_S)
    assert latest(server).outcome is Outcome.CLIENT_GONE
    wait_until(lambda: running_tasks(server) <= tasks_before, "the task has ended", SOON_S)
    assert server.services.pacer.next_due_ns is None or server.services.pacer.next_due_ns > 0


BODIES = {
    "streamed, in the middle": chat("word " * 500, tokens_per_second=50),
    "streamed, before the first token": chat("hi", time_to_first_token=60),
    "streamed, very slow": chat("one two", tokens_per_second=0.01),
    "whole": chat("hi", stream=False, time_to_first_token=60),
    "several choices": chat("word " * 500, tokens_per_second=50, n=4),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_client_that_closes_is_seen_to_go(any_loop: RunningServer, name: str) -> None:
    with BareClient(any_loop.port) as client:
        before = begin(client, any_loop, BODIES[name])
        client.leave()

        assert_freed(any_loop, before)


def test_a_connection_that_is_reset_is_seen_to_go(any_loop: RunningServer) -> None:
    with BareClient(any_loop.port) as client:
        before = begin(client, any_loop, BODIES["streamed, in the middle"])
        client.head()
        client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.leave()

        assert_freed(any_loop, before)


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("size", [300_000, 3_000_000])
def test_a_client_that_goes_after_a_large_request_is_seen_too(any_loop: RunningServer, size: int, stream: bool) -> None:
    body = {
        "messages": messages("a b " * (size // 4)),
        "mock_response": "hi",
        "stream": stream,
        "time_to_first_token": 60,
    }

    with BareClient(any_loop.port) as client:
        before = begin(client, any_loop, body)
        client.leave()

        assert_freed(any_loop, before)


def test_a_paused_stream_whose_client_goes_is_freed(any_loop: RunningServer) -> None:
    with BareClient(any_loop.port) as client:
        before = begin(client, any_loop, BODIES["streamed, in the middle"])
        (stream,) = any_loop.call(lambda: list(any_loop.services.live))
        any_loop.call(any_loop.services.live.pause, stream)
        client.leave()

        assert_freed(any_loop, before)


def test_a_client_that_goes_without_reading_is_freed(any_loop: RunningServer) -> None:
    with BareClient(any_loop.port, receive_buffer=SMALL_BUFFER) as client:
        before = begin(client, any_loop, chat("word " * 200_000))
        client.leave()

        assert_freed(any_loop, before)


def test_a_client_that_goes_while_its_text_is_tokenized_leaves_nothing(any_loop: RunningServer) -> None:
    before = running_tasks(any_loop)

    with BareClient(any_loop.port) as client:
        client.ask(chat(f"{id(client)} some words " * 60_000, time_to_first_token=60))
        wait_until(lambda: latest(any_loop).outcome is Outcome.ARRIVED, "the request has come")
        client.leave()

    wait_until(lambda: latest(any_loop).outcome.over, "the record is closed", 5)
    wait_until(lambda: running_tasks(any_loop) <= before, "the tasks have ended", 5)
    assert running_streams(any_loop) == 0


def test_a_client_that_goes_before_its_body_is_complete_is_recorded_so(any_loop: RunningServer) -> None:
    before, asked = running_tasks(any_loop), any_loop.services.log.total

    with BareClient(any_loop.port) as client:
        client.send(b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
        wait_until(lambda: any_loop.services.log.total > asked, "the request has come")
        client.leave()

    wait_until(lambda: latest(any_loop).outcome.over, "the record is closed", SOON_S)
    assert latest(any_loop).outcome is Outcome.CLIENT_GONE
    assert latest(any_loop).status is None
    wait_until(lambda: running_tasks(any_loop) <= before, "the task has ended", SOON_S)


def test_a_record_tells_what_was_sent_until_the_client_went(any_loop: RunningServer) -> None:
    with BareClient(any_loop.port) as client:
        before = begin(client, any_loop, BODIES["streamed, in the middle"])
        client.head()
        for _ in range(3):
            client.chunk()
        client.leave()
        assert_freed(any_loop, before)

    record = latest(any_loop)
    assert 3 <= record.ledger.tokens < 100
    assert record.completion_tokens in (500, 501)
    assert record.duration is not None
    assert record.duration >= 2 / 50


def test_an_answer_in_one_piece_that_nobody_waited_for_has_no_status(any_loop: RunningServer) -> None:
    with BareClient(any_loop.port) as client:
        before = begin(client, any_loop, BODIES["whole"])
        client.leave()
        assert_freed(any_loop, before)

    assert latest(any_loop).status is None


def test_the_server_serves_on_after_many_clients_went(any_loop: RunningServer) -> None:
    before = running_tasks(any_loop)
    clients = [BareClient(any_loop.port) for _ in range(50)]

    for client in clients:
        client.ask(chat("word " * 500, tokens_per_second=50))
    wait_until(lambda: running_streams(any_loop) == 50, "all run", 5)
    for client in clients:
        client.leave()
    wait_until(lambda: running_streams(any_loop) == 0, "all are freed")
    answer = ask_once(any_loop.port, chat("hi"))

    assert answer.status == 200
    wait_until(lambda: running_tasks(any_loop) <= before, "the tasks have ended")


def test_nobody_is_told_of_an_error_when_a_client_goes(
    any_loop: RunningServer, caplog: pytest.LogCaptureFixture
) -> None:
    for body in BODIES.values():
        with BareClient(any_loop.port) as client:
            before = begin(client, any_loop, body)
            client.leave()
            wait_until(lambda: running_tasks(any_loop) <= before, "the task has ended")  # noqa: B023

    assert [record.getMessage() for record in caplog.records if record.levelname in ("WARNING", "ERROR")] == []
