"""A request's body is read up to a limit, and a client that goes meanwhile is told apart."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from mockpanel.core.errors import RequestRefused
from mockpanel.server.body import ClientGone, read_body
from mockpanel.server.sinks import Scope

PART = {"type": "http.request", "more_body": True}
GONE = {"type": "http.disconnect"}


class Incoming:
    """Messages of a request; counts those that were taken."""

    def __init__(self, *messages: dict[str, Any]) -> None:
        self._messages = list(messages)
        self.taken = 0

    async def __call__(self) -> dict[str, Any]:
        self.taken += 1
        return self._messages.pop(0)


def scope(length: bytes | None = None) -> Scope:
    """A request's scope, with a Content-Length or without."""
    return {"type": "http", "headers": [] if length is None else [(b"content-length", length)]}


def read(incoming: Incoming, limit: int = 10, length: bytes | None = None) -> bytes:
    """Reads a whole body."""
    return asyncio.run(read_body(scope(length), incoming, limit))


def test_a_body_in_one_piece_is_read() -> None:
    incoming = Incoming({"type": "http.request", "body": b"hello"})

    body = read(incoming)

    assert body == b"hello"


def test_a_body_in_pieces_is_joined() -> None:
    incoming = Incoming({**PART, "body": b"he"}, PART, {"type": "http.request", "body": b"llo"})

    body = read(incoming)

    assert body == b"hello"


def test_a_body_of_exactly_the_limit_is_read() -> None:
    incoming = Incoming({"type": "http.request", "body": b"x" * 10})

    body = read(incoming, 10, b"10")

    assert body == b"x" * 10


def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_read() -> None:
    incoming = Incoming({"type": "http.request", "body": b"x" * 11})

    with pytest.raises(RequestRefused) as refusal:
        read(incoming, 10, b"11")

    assert incoming.taken == 0
    assert (refusal.value.status, refusal.value.code) == (413, "request_too_large")
    assert str(refusal.value) == "the request body must be at most 10 bytes (max_body_bytes)"


def test_a_body_without_a_length_is_refused_as_soon_as_it_is_too_large() -> None:
    incoming = Incoming({**PART, "body": b"x" * 6}, {**PART, "body": b"x" * 6}, {**PART, "body": b"never taken"})

    with pytest.raises(RequestRefused) as refusal:
        read(incoming)

    assert refusal.value.status == 413
    assert incoming.taken == 2


def test_a_length_of_a_million_digits_is_refused_and_not_converted() -> None:
    incoming = Incoming({"type": "http.request", "body": b""})

    with pytest.raises(RequestRefused) as refusal:
        read(incoming, 10, b"9" * 1_000_000)

    assert refusal.value.status == 413


def test_a_client_that_goes_before_the_end_of_its_body_is_told_apart() -> None:
    incoming = Incoming({**PART, "body": b"half"}, GONE)

    with pytest.raises(ClientGone):
        read(incoming)
    assert incoming.taken == 2
