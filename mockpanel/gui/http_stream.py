"""One HTTP/1.1 request to the embedded server over asyncio, its answer read as it comes. Knows no JSON in answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import httptools

from mockpanel.core.question import Question

READ_BYTES = 64 * 1024


class HttpBroken(Exception):
    """There is no connection, or what came is not HTTP; the message is a sentence."""


class Answer:
    """An answer that is being read. `asked_at` is when the request was written, on time.monotonic."""

    def __init__(self, reader: asyncio.StreamReader, asked_at: float) -> None:
        self._reader = reader
        self._parser = httptools.HttpResponseParser(self)
        self._portions: list[bytes] = []
        self._headed = False
        self._now = asked_at
        self.asked_at = asked_at
        self.headers: dict[str, str] = {}
        self.complete = False
        """Whether it came to its proper end."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        code: int = self._parser.get_status_code()
        return code

    async def head(self) -> None:
        """Waits for status and headers."""
        while not self._headed:
            if not await self._feed():
                raise HttpBroken("The server closed the connection without an answer; play again.")

    async def portion(self) -> tuple[float, bytes] | None:
        """The body's next bytes, with the time they came at; None where the body or the connection ends."""
        while not self._portions and not self.complete:
            if not await self._feed():
                return None
        data, self._portions = b"".join(self._portions), []
        return (self._now, data) if data else None

    async def rest(self) -> bytes:
        """All that is left of the body."""
        found = []
        while portion := await self.portion():
            found.append(portion[1])
        return b"".join(found)

    async def _feed(self) -> bool:
        """Reads once; False at the end."""
        try:
            data = await self._reader.read(READ_BYTES)
        except OSError:
            return False
        self._now = time.monotonic()
        if not data:
            return False
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            raise HttpBroken(f"The server's answer is not HTTP: {error}") from error
        return True

    # httptools calls these

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header."""
        self.headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        """All headers are here."""
        self._headed = True

    def on_body(self, data: bytes) -> None:
        """Bytes of the body, out of their chunks."""
        self._portions.append(data)

    def on_message_complete(self) -> None:
        """The end."""
        self.complete = True


@asynccontextmanager
async def open_stream(
    origin: str, question: Question, api_key: str, together: asyncio.Barrier | None = None
) -> AsyncIterator[Answer]:
    """Sends a question to `http://host:port`; the connection is closed with the context, at whatever point.

    What is sent `together` with others waits until all are connected.
    """
    parts = urlsplit(origin)
    try:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port or 80)
    except OSError as error:
        if together is not None:
            await together.abort()
        raise HttpBroken(f"No server answers at {parts.netloc}; start it, then play again.") from error
    try:
        if together is not None:
            await together.wait()
        asked_at = time.monotonic()
        writer.write(_request(parts.netloc, question, api_key))
        yield Answer(reader, asked_at)
    except asyncio.BrokenBarrierError as error:
        raise HttpBroken("What was to be sent together with it could not be; play again.") from error
    finally:
        writer.transport.abort()  # closes at once, without waiting for anything


async def tell(origin: str, path: str, api_key: str) -> int:
    """Posts an order without a body and returns the status of the answer."""
    async with open_stream(origin, Question("POST", path, b"{}"), api_key) as answer:
        await answer.head()
        return answer.status


def _request(host: str, question: Question, api_key: str) -> bytes:
    headers = [
        ("Host", host),
        ("User-Agent", "mockpanel-preview"),
        ("Accept", "text/event-stream, application/json"),
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(question.body))),
        ("Connection", "close"),
        *question.headers,
    ]
    if api_key:
        headers.append(("Authorization", f"Bearer {api_key}"))
    lines = [f"{question.method} {question.target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode() + question.body
