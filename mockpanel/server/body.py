"""Reads a request's body, up to a limit."""

from __future__ import annotations

from typing import Any

from mockpanel.core.errors import RequestRefused
from mockpanel.server.sinks import Receive, Scope


class ClientGone(Exception):
    """The client went before its request was complete."""


async def read_body(scope: Scope, receive: Receive, limit: int) -> bytes:
    """The whole body; raises RequestRefused (413) beyond `limit` bytes, and ClientGone."""
    length = _header(scope, b"content-length")
    if length.isdigit() and int(length[:20]) > limit:
        raise _too_large(limit)
    parts: list[bytes] = []
    size = 0
    while True:
        message: dict[str, Any] = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise _too_large(limit)
        parts.append(part)
        if not message.get("more_body", False):
            return parts[0] if len(parts) == 1 else b"".join(parts)


def _header(scope: Scope, name: bytes) -> bytes:
    return next((value for header, value in scope["headers"] if header == name), b"")


def _too_large(limit: int) -> RequestRefused:
    return RequestRefused(
        f"the request body must be at most {limit} bytes (max_body_bytes)", status=413, code="request_too_large"
    )
