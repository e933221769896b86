"""Where a stream's bytes go: straight to a transport, or through ASGI send; both know a client that has gone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest
from uvicorn.protocols.http.flow_control import FlowControl

from mockpanel.server import sinks
from mockpanel.server.sinks import (
    EXTENSION,
    LARGEST_BACKLOG_BYTES,
    AsgiSink,
    DirectConnection,
    DirectSink,
    Scope,
    direct_connection,
    make_sink,
    nothing,
    received_ns,
)

Result = TypeVar("Result")


class FakeTransport(asyncio.Transport):
    """Keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.data = b""
        self.buffered = 0
        self.closed = False
        self.aborted = False
        self.broken = False
        self.connection: DirectConnection | None = None

    def write(self, data: bytes | bytearray | memoryview[Any]) -> None:
        if self.broken:
            raise RuntimeError("unable to perform operation; the handler is closed")
        self.data += bytes(data)

    def is_closing(self) -> bool:
        return self.closed

    def get_write_buffer_size(self) -> int:
        return self.buffered

    def close(self) -> None:
        self.closed = True
        self._tell()

    def abort(self) -> None:
        self.aborted = True
        self._tell()

    def _tell(self) -> None:
        if self.connection is not None:
            asyncio.get_running_loop().call_soon(lambda: self.connection and self.connection.on_lost())


class Client:
    """The other side of an ASGI server: reads when allowed, and goes when told."""

    def __init__(self) -> None:
        self.reads = asyncio.Event()
        self.reads.set()
        self.gone = asyncio.Event()
        self.messages: list[dict[str, Any]] = []
        self.fails = False

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.messages)

    async def receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        await self.reads.wait()
        if self.fails:
            raise OSError("the client has gone")
        self.messages.append(message)


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Runs a test's coroutine, for some seconds at most."""
    return asyncio.run(asyncio.wait_for(work, 5))


def direct() -> tuple[FakeTransport, DirectConnection, DirectSink, Client]:
    """A direct sink and what it leads to."""
    transport, client = FakeTransport(), Client()
    connection = transport.connection = DirectConnection(transport, FlowControl(transport))
    return transport, connection, DirectSink(connection, client.send), client


def lose(connection: DirectConnection) -> None:
    """What our protocol does when a connection is lost."""
    connection.on_lost()


def test_a_direct_sink_frames_each_write_as_one_http_chunk() -> None:
    async def main() -> bytes:
        transport, _, sink, _ = direct()
        sink.write(b"hello")
        sink.write(b"x" * 20)
        return transport.data

    assert run(main()) == b"5\r\nhello\r\n" + b"14\r\n" + b"x" * 20 + b"\r\n"


def test_a_direct_sink_is_full_while_its_transport_is() -> None:
    async def main() -> list[bool]:
        _, connection, sink, _ = direct()
        found = [sink.full]
        connection.flow.pause_writing()
        found.append(sink.full)
        connection.flow.resume_writing()
        return [*found, sink.full]

    assert run(main()) == [False, True, False]


def test_a_direct_sink_returns_true_when_the_stream_has_ended() -> None:
    async def main() -> bool:
        _, _, sink, _ = direct()
        ended = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_later(0.01, ended.set_result, None)
        return await sink.run(ended)

    assert run(main()) is True


def test_a_direct_sink_returns_false_when_the_connection_is_lost() -> None:
    async def main() -> tuple[bool, bool]:
        _, connection, sink, _ = direct()
        ended = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_later(0.01, lose, connection)
        return await sink.run(ended), ended.done()

    assert run(main()) == (False, True)


def test_a_direct_sink_returns_at_once_when_the_connection_is_closing_already() -> None:
    async def main() -> bool:
        transport, _, sink, _ = direct()
        transport.close()
        return await sink.run(asyncio.get_running_loop().create_future())

    assert run(main()) is False


def test_a_write_to_a_handle_that_is_closed_counts_as_the_connections_loss() -> None:
    async def main() -> bool:
        transport, _, sink, _ = direct()
        ended = asyncio.get_running_loop().create_future()
        transport.broken = True
        asyncio.get_running_loop().call_later(0.01, sink.write, b"too late")
        return await sink.run(ended)

    assert run(main()) is False


def test_a_connection_forgets_a_stream_that_has_ended() -> None:
    async def main() -> bool:
        _, connection, sink, _ = direct()
        sink.on_writable = lambda: None
        ended = asyncio.get_running_loop().create_future()
        ended.set_result(None)
        await sink.run(ended)
        return connection.on_lost is nothing and connection.on_writable is nothing

    assert run(main())


def test_room_to_write_reaches_the_stream_that_runs() -> None:
    async def main() -> list[str]:
        _, connection, sink, _ = direct()
        called: list[str] = []
        sink.on_writable = lambda: called.append("writable")
        ended = asyncio.get_running_loop().create_future()
        running = asyncio.get_running_loop().create_task(sink.run(ended))
        await asyncio.sleep(0)
        connection.on_writable()
        ended.set_result(None)
        await running
        return called

    assert run(main()) == ["writable"]


def test_a_direct_sink_ends_through_asgi() -> None:
    async def main() -> list[dict[str, Any]]:
        _, _, sink, client = direct()
        await sink.finish()
        return client.messages

    assert run(main()) == [{"type": "http.response.body", "body": b"", "more_body": False}]


def test_a_direct_sink_breaks_off_at_the_transport_and_forgets_the_connection() -> None:
    async def main() -> tuple[bool, bool, bool]:
        transport, connection, sink, _ = direct()
        broken_off = await sink.abort()
        return broken_off, transport.closed, connection.on_lost is nothing

    assert run(main()) == (True, True, True)


def test_a_direct_sink_does_not_wait_for_a_client_that_does_not_read_when_it_breaks_off() -> None:
    async def main() -> tuple[bool, bool]:
        transport, _, sink, _ = direct()
        transport.buffered = 100_000
        return await sink.abort(), transport.aborted

    assert run(main()) == (True, True)


def test_a_direct_sink_that_flushes_closes_behind_what_was_written() -> None:
    async def main() -> tuple[bool, bool, bool]:
        transport, _, sink, _ = direct()
        transport.buffered = 100_000
        broken_off = await sink.abort(flush=True)
        return broken_off, transport.closed, transport.aborted

    assert run(main()) == (True, True, False)


def test_a_direct_sink_that_flushes_does_not_wait_for_ever_for_a_client_that_does_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sinks, "LOSS_S", 0.01)

    async def main() -> tuple[bool, bool]:
        transport, _, sink, _ = direct()
        transport.buffered = 100_000
        transport.close = lambda: None  # type: ignore[method-assign]
        return await sink.abort(flush=True), transport.aborted

    assert run(main()) == (True, True)


def test_a_direct_sink_whose_connection_is_lost_already_breaks_off_at_once() -> None:
    async def main() -> float:
        transport, connection, sink, _ = direct()
        ended = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_later(0.01, lose, connection)
        await sink.run(ended)
        transport.closed = True
        transport.connection = None
        began = time.monotonic()
        await sink.abort()
        return time.monotonic() - began

    assert run(main()) < 0.5


def test_an_asgi_sink_cannot_break_off_by_itself() -> None:
    async def main() -> bool:
        client = Client()
        return await AsgiSink(client.receive, client.send).abort()

    assert run(main()) is False


def test_an_asgi_sink_sends_all_that_was_written_in_order_before_it_returns() -> None:
    async def main() -> tuple[bool, bytes, bytes]:
        client = Client()
        sink = AsgiSink(client.receive, client.send)
        ended = asyncio.get_running_loop().create_future()
        running = asyncio.get_running_loop().create_task(sink.run(ended))
        sink.write(b"one ")
        sink.write(b"two ")
        await asyncio.sleep(0.01)
        midway = client.body
        sink.write(b"three")
        ended.set_result(None)
        return await running, midway, client.body

    assert run(main()) == (True, b"one two ", b"one two three")


def test_an_asgi_sink_is_full_beyond_its_backlog_and_says_when_there_is_room() -> None:
    async def main() -> tuple[list[bool], list[bool], int]:
        client = Client()
        client.reads.clear()
        sink = AsgiSink(client.receive, client.send)
        writable: list[bool] = []
        sink.on_writable = lambda: writable.append(sink.full)
        ended = asyncio.get_running_loop().create_future()
        running = asyncio.get_running_loop().create_task(sink.run(ended))
        full = []
        sink.write(b"x" * LARGEST_BACKLOG_BYTES)
        full.append(sink.full)
        sink.write(b"y")
        full.append(sink.full)
        await asyncio.sleep(0.01)
        full.append(sink.full)
        client.reads.set()
        await asyncio.sleep(0.01)
        full.append(sink.full)
        ended.set_result(None)
        await running
        return full, writable, len(client.body)

    assert run(main()) == ([False, True, True, False], [False], LARGEST_BACKLOG_BYTES + 1)


def test_an_asgi_sink_returns_false_when_the_client_goes() -> None:
    async def main() -> tuple[bool, bool]:
        client = Client()
        sink = AsgiSink(client.receive, client.send)
        ended = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_later(0.01, client.gone.set)
        return await sink.run(ended), ended.done()

    assert run(main()) == (False, True)


def test_an_asgi_sink_returns_false_when_send_says_that_the_client_has_gone() -> None:
    async def main() -> bool:
        client = Client()
        client.fails = True
        sink = AsgiSink(client.receive, client.send)
        sink.write(b"x")
        return await sink.run(asyncio.get_running_loop().create_future())

    assert run(main()) is False


def test_a_cut_reaches_an_asgi_sink_whose_client_does_not_read() -> None:
    async def main() -> bool:
        client = Client()
        client.reads.clear()
        sink = AsgiSink(client.receive, client.send)
        ended = asyncio.get_running_loop().create_future()
        running = asyncio.get_running_loop().create_task(sink.run(ended))
        sink.write(b"x")
        await asyncio.sleep(0.01)
        ended.set_result(None)
        sink.interrupt()
        done, _ = await asyncio.wait([running], timeout=0.2)
        running.cancel()
        return bool(done)

    assert run(main())


@pytest.mark.parametrize("goes", [False, True])
def test_an_asgi_sink_leaves_no_task_behind(goes: bool) -> None:
    async def main() -> int:
        client = Client()
        before = len(asyncio.all_tasks())
        sink = AsgiSink(client.receive, client.send)
        ended = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_later(0.01, client.gone.set if goes else lambda: ended.set_result(None))
        await sink.run(ended)
        await asyncio.sleep(0.01)
        return len(asyncio.all_tasks()) - before

    assert run(main()) == 0


def scope_of(connection: DirectConnection | None, version: str = "1.1") -> Scope:
    """A request's scope under our own server, or under another."""
    return {"type": "http", "http_version": version, "extensions": {EXTENSION: connection} if connection else None}


def test_a_request_under_our_own_server_gets_the_direct_way() -> None:
    async def main() -> bool:
        _, connection, _, client = direct()
        sink = make_sink(scope_of(connection), client.receive, client.send)
        return isinstance(sink, DirectSink)

    assert run(main())


@pytest.mark.parametrize("version", ["1.0", "2"])
def test_a_request_whose_answer_cannot_be_chunked_goes_through_asgi(version: str) -> None:
    async def main() -> bool:
        _, connection, _, client = direct()
        scope = scope_of(connection, version)
        return direct_connection(scope) is None and isinstance(make_sink(scope, client.receive, client.send), AsgiSink)

    assert run(main())


def test_a_request_under_another_server_goes_through_asgi() -> None:
    async def main() -> bool:
        client = Client()
        return isinstance(make_sink(scope_of(None), client.receive, client.send), AsgiSink)

    assert run(main())


def test_the_time_of_the_last_bytes_is_the_connections_or_else_now() -> None:
    async def main() -> tuple[int, bool]:
        _, connection, _, _ = direct()
        connection.received_ns = 42
        before = time.monotonic_ns()
        foreign = received_ns(scope_of(None))
        return received_ns(scope_of(connection)), before <= foreign <= time.monotonic_ns()

    assert run(main()) == (42, True)
