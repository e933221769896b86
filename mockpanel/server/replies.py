"""Answers in one piece, errors among them."""

from __future__ import annotations

from collections.abc import Iterable

from mockpanel.core.errors import RequestRefused
from mockpanel.server.sinks import Send

JSON = b"application/json"

Headers = Iterable[tuple[bytes, bytes]]


async def send_json(send: Send, status: int, body: bytes, headers: Headers = ()) -> None:
    """A JSON body with its length."""
    start = [(b"content-type", JSON), (b"content-length", b"%d" % len(body)), *headers]
    await send({"type": "http.response.start", "status": status, "headers": start})
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def send_refusal(send: Send, error: RequestRefused, body: bytes, more: Headers = ()) -> None:
    """An error's body with its status and headers, its own and `more`."""
    headers = [(name.lower().encode(), value.encode()) for name, value in error.headers.items()]
    await send_json(send, error.status, body, [*headers, *more])
