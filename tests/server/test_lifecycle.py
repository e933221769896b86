"""The server's stop: whatever is open, it ends in order, soon, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import gc
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from mockpanel.core.request_record import Outcome
from mockpanel.headless import fastest_loop
from mockpanel.server.lifecycle import config
from mockpanel.server.protocol import DirectHttpProtocol
from tests.running import RunningServer
from tests.server.bare import SMALL_BUFFER, BareClient, ask_once, chat, running_streams, wait_until

STOP_S = 2.0
on_every_loop = pytest.mark.parametrize("make_loop", [fastest_loop, asyncio.new_event_loop])
MakeLoop = Callable[[], asyncio.AbstractEventLoop]


@pytest.fixture
def clients() -> Iterator[list[BareClient]]:
    """Clients that are closed at the end."""
    made: list[BareClient] = []
    yield made
    for client in made:
        client.leave()


def seconds_to_stop(running: RunningServer) -> float:
    """How long an orderly stop takes."""
    began = time.monotonic()
    running.stop()
    return time.monotonic() - began


def started(make_loop: MakeLoop = fastest_loop) -> RunningServer:
    """A server that serves; the test stops it."""
    return RunningServer(make_loop, tokens_per_second=0, time_to_first_token=0).__enter__()


def test_an_idle_server_stops_at_once() -> None:
    running = started()

    assert seconds_to_stop(running) < 1


@on_every_loop
def test_a_stop_cuts_what_runs_and_waits_for_nobody(make_loop: MakeLoop, clients: list[BareClient]) -> None:
    running = started(make_loop)
    clients += [BareClient(running.port) for _ in range(7)]
    streaming, whole, early, listening, half_sent, idle, pausing = clients
    streaming.ask(chat("word " * 500, tokens_per_second=20))
    whole.ask(chat("hi", stream=False, time_to_first_token=60))
    early.ask(chat("hi", time_to_first_token=60))
    pausing.ask(chat("word " * 500, tokens_per_second=20))
    wait_until(lambda: running_streams(running) == 4, "all run")
    listening.ask(b"", "/mock/events", method="GET")
    listening.head()
    half_sent.send(b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
    idle.ask(chat("hi"))
    idle.answer()
    live = running.services.live
    running.call(lambda: live.pause(next(iter(live))))

    took = seconds_to_stop(running)

    assert took < STOP_S
    assert {record.outcome for record in running.services.log} == {Outcome.CUT, Outcome.COMPLETED}
    assert all(record.duration is not None for record in running.services.log)
    assert b"[DONE]" not in streaming.rest()
    assert whole.rest() == b"" or b" 503 " in whole.rest()


@on_every_loop
def test_a_stop_does_not_wait_for_a_client_that_does_not_read(make_loop: MakeLoop, clients: list[BareClient]) -> None:
    running = started(make_loop)
    clients.append(BareClient(running.port, receive_buffer=SMALL_BUFFER))
    clients[0].ask(chat("word " * 100_000))
    wait_until(lambda: running_streams(running) == 1, "the stream runs")
    time.sleep(0.1)

    assert seconds_to_stop(running) < STOP_S


def test_a_stop_does_not_wait_for_a_client_that_does_not_read_an_answer_in_one_piece(
    clients: list[BareClient],
) -> None:
    running = started()
    clients.append(BareClient(running.port, receive_buffer=SMALL_BUFFER))
    clients[0].ask(chat("word " * 400_000, stream=False))
    wait_until(lambda: any(record.outcome.over for record in running.services.log), "the answer is under way")
    time.sleep(0.1)

    assert seconds_to_stop(running) < STOP_S


def test_an_answer_that_begins_only_while_the_server_stops_is_cut_too(
    clients: list[BareClient], caplog: pytest.LogCaptureFixture
) -> None:
    running = started()
    clients.append(BareClient(running.port))
    clients[0].ask(chat(f"{id(clients)} some words " * 150_000, time_to_first_token=60))
    wait_until(lambda: len(running.services.log) == 1, "the request has come")

    took = seconds_to_stop(running)

    assert took < STOP_S
    assert [record.outcome for record in running.services.log] == [Outcome.CUT]
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []


def test_a_stop_after_many_requests_ends_at_once() -> None:
    running = started()
    with BareClient(running.port) as client:
        for _ in range(100):
            client.ask(chat("hi"))
            client.answer()

    assert seconds_to_stop(running) < 1


def test_a_stopped_server_listens_no_more_and_its_port_is_free() -> None:
    running = started()
    port = running.port

    running.stop()

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=1)
    with RunningServer(port=port) as again:
        assert again.port == port


@pytest.mark.usefixtures("own_tokenizers")
def test_a_stopped_server_leaves_neither_process_nor_thread_and_gives_the_garbage_collector_back() -> None:
    enabled = gc.isenabled()
    before = {thread.name for thread in threading.enumerate()}
    running = started()
    ask_once(running.port, chat("hi"))
    process = running.services.tokenizer._process
    assert process is not None

    running.stop()

    assert process.poll() is not None
    left = {thread.name for thread in threading.enumerate()} - before
    assert not {name for name in left if name.startswith(("tokenizer", "server"))}
    assert gc.isenabled() is enabled


def test_a_stop_tells_of_no_error(clients: list[BareClient], caplog: pytest.LogCaptureFixture) -> None:
    running = started()
    clients += [BareClient(running.port) for _ in range(3)]
    clients[0].ask(chat("word " * 500, tokens_per_second=20))
    clients[1].ask(chat("hi", stream=False, time_to_first_token=60))
    wait_until(lambda: running_streams(running) == 2, "all run")
    clients[2].ask(b"", "/mock/events", method="GET")
    clients[2].head()

    running.stop()

    assert [record.getMessage() for record in caplog.records if record.levelname in ("WARNING", "ERROR")] == []


def test_a_stop_with_a_half_sent_request_is_no_fault_of_the_servers(
    clients: list[BareClient], caplog: pytest.LogCaptureFixture
) -> None:
    running = started()
    clients.append(BareClient(running.port))
    clients[0].send(b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
    wait_until(lambda: len(running.services.log) == 1, "the request has come")

    running.stop()

    assert [record.outcome for record in running.services.log] == [Outcome.CUT]
    assert [record.getMessage() for record in caplog.records if record.name.startswith("mockpanel")] == []


def test_uvicorn_is_set_up_with_our_protocol_and_trusts_no_forwarded_address() -> None:
    made = config(None)

    assert made.http is DirectHttpProtocol
    assert made.proxy_headers is False
    assert made.log_config is None


def test_a_forged_address_is_not_believed(server: RunningServer) -> None:
    forged = {"X-Forwarded-For": "1.2.3.4", "Forwarded": "for=1.2.3.4"}

    answer = ask_once(server.port, chat("hi"), headers=forged)

    record = server.services.log.get(answer.headers["x-request-id"])
    assert record is not None
    assert record.client.startswith("127.0.0.1:")


def test_a_server_knows_what_can_be_posted_to(server: RunningServer) -> None:
    posted = ("/v1/chat/completions", "/completions", "/v1/models", "/nowhere")

    assert server._server is not None
    assert [server._server.answers(path) for path in posted] == [True, True, False, False]
