"""Where a stream's bytes go: straight to the socket under our own server, through ASGI send under any other.

Both are bounded: a client that does not read fills its own sink, and only its own stream waits.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Any, Protocol

from uvicorn.protocols.http.flow_control import FlowControl

EXTENSION = "mockpanel.direct"
"""Key in an ASGI scope's extensions under which our own HTTP protocol passes a DirectConnection."""

LARGEST_BACKLOG_BYTES = 256 * 1024
"""What may wait in an AsgiSink before its stream is held back."""

LOSS_S = 1.0
"""How long the loss of a connection that we closed may take to be told."""

Scope = dict[str, Any]
Send = Callable[[Any], Any]
Receive = Callable[[], Any]


class Sink(Protocol):
    """Takes the bytes of one streamed answer."""

    on_writable: Callable[[], None]
    """Called when a full sink has room again."""

    @property
    def full(self) -> bool:
        """Whether the client is not keeping up."""

    def write(self, data: bytes) -> None:
        """Sends bytes at once, without waiting."""

    async def run(self, ended: asyncio.Future[Any]) -> bool:
        """Returns when the stream has `ended` (True) or the client has gone (False)."""

    def interrupt(self) -> None:
        """The stream was broken off: stops waiting for a client that does not read."""

    async def finish(self) -> None:
        """Ends the answer properly."""

    async def abort(self, *, flush: bool = False) -> bool:
        """Breaks the connection off, so that the client sees a failure and not an end; False where it cannot.

        `flush` lets what was written go out first, as far as the client reads it.
        """


class DirectConnection:
    """One connection of our own server, as its HTTP protocol shows it to the app."""

    def __init__(self, transport: asyncio.Transport, flow: FlowControl) -> None:
        self.transport = transport
        self.flow = flow
        self.received_ns = 0
        self.on_lost: Callable[[], None] = nothing
        self.on_writable: Callable[[], None] = nothing

    def release(self) -> None:
        """Forgets a stream that has ended; a kept-alive connection outlives it."""
        self.on_lost = self.on_writable = nothing


class DirectSink:
    """Writes HTTP/1.1 chunks to uvicorn's transport; the headers and the end go through ASGI as usual."""

    def __init__(self, connection: DirectConnection, send: Send) -> None:
        self._connection = connection
        self._write = connection.transport.write
        self._flow = connection.flow
        self._send = send
        self._lost = False
        self.on_writable = nothing

    @property
    def full(self) -> bool:
        """Whether the transport's buffer is over its limit."""
        return self._flow.write_paused

    def write(self, data: bytes) -> None:
        """One HTTP chunk (RFC 9112, 7.1)."""
        try:
            self._write(b"%x\r\n%b\r\n" % (len(data), data))
        except RuntimeError:  # uvloop 0.23 closes a handle one step before it tells the protocol
            self._connection.on_lost()

    async def run(self, ended: asyncio.Future[Any]) -> bool:
        """Waits for the stream's end or the connection's."""

        def gone() -> None:
            self._lost = True
            if not ended.done():
                ended.set_result(None)

        self._connection.on_lost = gone
        self._connection.on_writable = self.on_writable
        self._connection.flow.resume_reading()  # a paused socket would not tell of the client's going
        try:
            if self._connection.transport.is_closing():
                gone()
            await ended
        finally:
            self._connection.release()
        return not self._lost

    def interrupt(self) -> None:
        """Nothing waits here."""

    async def finish(self) -> None:
        """The last, empty chunk."""
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def abort(self, *, flush: bool = False) -> bool:
        """Closes the socket inside the answer; returns when uvicorn knows, which would complain otherwise."""
        if self._lost:
            return True
        transport = self._connection.transport
        lost = asyncio.Event()
        self._connection.on_lost = lost.set
        if flush or not transport.get_write_buffer_size():
            transport.close()  # what waits goes out before
            await _at_most(LOSS_S, lost)
        if not lost.is_set():
            transport.abort()
            await _at_most(LOSS_S, lost)
        self._connection.release()
        return True


class AsgiSink:
    """Collects bytes and sends them from the request's own task: works under every ASGI server."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._waiting: list[bytes] = []
        self._backlog = 0
        self._wake = asyncio.Event()
        self._was_full = False
        self._sending: asyncio.Task[Any] | None = None
        self._interrupted = False
        self.on_writable = nothing

    @property
    def full(self) -> bool:
        """Whether more waits than may."""
        self._was_full = self._was_full or self._backlog > LARGEST_BACKLOG_BYTES
        return self._backlog > LARGEST_BACKLOG_BYTES

    def write(self, data: bytes) -> None:
        """Puts bytes down for the request's task."""
        self._waiting.append(data)
        self._backlog += len(data)
        self._wake.set()

    async def run(self, ended: asyncio.Future[Any]) -> bool:
        """Sends what comes until the stream's end or the client's."""
        gone = asyncio.get_running_loop().create_task(self._until_gone(), name="watch for the client's going")
        gone.add_done_callback(lambda _: self._wake.set())
        ended.add_done_callback(lambda _: self._wake.set())
        try:
            while not gone.done():
                await self._wake.wait()
                self._wake.clear()
                if self._waiting and not gone.done():
                    data = b"".join(self._waiting)
                    self._waiting.clear()
                    self._sending = asyncio.current_task()
                    await self._send({"type": "http.response.body", "body": data, "more_body": True})
                    self._sending = None
                    self._backlog -= len(data)
                    if self._was_full:
                        self._was_full = False
                        self.on_writable()
                elif ended.done():
                    return True
            return False
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if not self._interrupted or task is None:
                raise
            task.uncancel()
            return True
        except OSError:  # ASGI 2.4: send raises it when the client has gone
            return False
        finally:
            self._sending = None
            gone.cancel()
            if not ended.done():
                ended.set_result(None)

    def interrupt(self) -> None:
        """Stops a send that the client's not reading holds up."""
        if self._sending is not None:
            self._interrupted = True
            self._sending.cancel()

    async def finish(self) -> None:
        """The last message."""
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def abort(self, *, flush: bool = False) -> bool:
        """Nothing to do: an app that returns without finishing makes the server break the connection off."""
        del flush  # `run` has sent all
        return False

    async def _until_gone(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass


async def _at_most(seconds: float, event: asyncio.Event) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)


def direct_connection(scope: Scope) -> DirectConnection | None:
    """The connection of a request that our own server took, if its answer can be chunked."""
    connection = (scope.get("extensions") or {}).get(EXTENSION)
    return connection if isinstance(connection, DirectConnection) and scope["http_version"] == "1.1" else None


def received_ns(scope: Scope) -> int:
    """When the last bytes of the request came, on the clock of time.monotonic_ns; now, under a foreign server."""
    connection = direct_connection(scope)
    return connection.received_ns if connection is not None else time.monotonic_ns()


def resume_reading(scope: Scope) -> None:
    """Lets the connection tell of its loss again, after a body so large that uvicorn paused it."""
    connection = direct_connection(scope)
    if connection is not None:
        connection.flow.resume_reading()


def make_sink(scope: Scope, receive: Receive, send: Send) -> Sink:
    """The straightest sink that this request's server offers."""
    connection = direct_connection(scope)
    return DirectSink(connection, send) if connection is not None else AsgiSink(receive, send)


def nothing() -> None:
    """What is called where nobody listens."""
