"""uvicorn's HTTP protocol, with a way for the app to write straight to the transport.

Leans on uvicorn 0.54's HttpToolsProtocol: `scope`, `transport`, `flow` and the four methods overridden here. Any
other server, or a uvicorn that names them otherwise, still works through ASGI send (see mockpanel.server.sinks).
"""

from __future__ import annotations

import asyncio
import time

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from mockpanel.server.sinks import EXTENSION, DirectConnection


class DirectHttpProtocol(HttpToolsProtocol):
    """Offers each request its connection, and tells it of room to write and of the connection's loss."""

    _direct: DirectConnection | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client connected."""
        super().connection_made(transport)
        self._direct = DirectConnection(transport, self.flow)

    def data_received(self, data: bytes) -> None:
        """Bytes came: the time to first token of a request that they complete runs from here."""
        if self._direct is not None:
            self._direct.received_ns = time.monotonic_ns()
        super().data_received(data)

    def on_message_begin(self) -> None:
        """A request begins: puts the connection into its scope."""
        super().on_message_begin()
        self.scope["extensions"] = {EXTENSION: self._direct}  # type: ignore[dict-item]

    def resume_writing(self) -> None:
        """The client has read: there is room again."""
        super().resume_writing()
        if self._direct is not None:
            self._direct.on_writable()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        super().connection_lost(exc)
        if self._direct is not None:
            self._direct.on_lost()

    def send_400_response(self, msg: str) -> None:
        """What is not HTTP gets the same error object as every other mistake."""
        body = b'{"error":{"message":"%b","type":"invalid_request_error","param":null,"code":null}}' % msg.encode()
        self.transport.write(
            b"HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\nconnection: close\r\n"
            b"content-length: %d\r\n\r\n%b" % (len(body), body)
        )
        self.transport.close()
