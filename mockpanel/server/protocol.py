"""uvicorn's HTTP protocol, with a way for the app to write straight to the transport.

Leans on uvicorn 0.54's HttpToolsProtocol: `scope`, `transport`, `flow` and the four methods overridden here. Any
other server, or a uvicorn that names them otherwise, still works through ASGI send (see mockpanel.server.sinks).
"""

from __future__ import annotations

import asyncio
import re
import time

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

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
        if not self._answering():
            data = without_upgrade(data)
        super().data_received(data)

    def on_message_begin(self) -> None:
        """A request begins: puts the connection into its scope."""
        super().on_message_begin()
        self.scope["extensions"] = {EXTENSION: self._direct}  # type: ignore[dict-item]

    def _answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle  # uvicorn types it as never None; before a request it is
        return cycle is not None and not cycle.response_complete

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
        if self._answering():
            self.transport.close()  # another answer is under way, which this must not enter
            return
        body = b'{"error":{"message":"%b","type":"invalid_request_error","param":null,"code":null}}' % msg.encode()
        self.transport.write(
            b"HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\nconnection: close\r\n"
            b"content-length: %d\r\n\r\n%b" % (len(body), body)
        )
        self.transport.close()


def without_upgrade(data: bytes) -> bytes:
    """The beginning of a request, its offer of HTTP/2 in clear text renamed (the length stays).

    Java's HttpClient makes that offer by default; the parser would leave the body unread behind it (httptools 0.9).
    """
    head_end = data.find(b"\r\n\r\n")
    offer = _UPGRADE.search(data, 0, head_end + 2) if head_end >= 0 else None
    return data if offer is None else data[: offer.start(1)] + b"x-offer" + data[offer.end(1) :]


_UPGRADE = re.compile(rb"\r\n(upgrade):[ \t]*h2c[ \t]*\r\n", re.IGNORECASE)
