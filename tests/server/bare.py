"""A bare HTTP client over one socket: shows every byte, and reads only when it is told to."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from tests.running import RunningServer

CHAT = "/v1/chat/completions"
COMPLETIONS = "/v1/completions"
PATIENCE_S = 10.0
SMALL_BUFFER = 256 * 1024
"""A receive buffer that does not grow, so that a client that does not read is soon felt."""

DONE = b"data: [DONE]\n\n"

Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> dict[str, Any]:
        error: dict[str, Any] = self.json["error"]
        return error


class BareClient:
    """One connection."""

    def __init__(self, port: int, *, receive_buffer: int | None = None) -> None:
        self.socket = socket.socket()
        if receive_buffer is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(PATIENCE_S)
        self.socket.connect(("127.0.0.1", port))
        self._port = port
        self._reader = self.socket.makefile("rb")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()

    def leave(self) -> None:
        """Closes the connection, whatever is under way."""
        self._reader.close()
        self.socket.close()

    def send(self, data: bytes) -> None:
        """Sends bytes as they are."""
        self.socket.sendall(data)

    def ask(
        self,
        body: Any = b"",
        path: str = CHAT,
        *,
        method: str = "POST",
        headers: Headers | None = None,
        version: str = "1.1",
    ) -> float:
        """Sends a request in one piece; returns the time before that."""
        request = self.request(body, path, method=method, headers=headers, version=version)
        began = time.monotonic()
        self.send(request)
        return began

    def request(
        self,
        body: Any = b"",
        path: str = CHAT,
        *,
        method: str = "POST",
        headers: Headers | None = None,
        version: str = "1.1",
    ) -> bytes:
        """The bytes of a request; a body that is not bytes goes as JSON."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        fields = {"Host": f"127.0.0.1:{self._port}", "Content-Length": str(len(content)), **(headers or {})}
        lines = [f"{method} {path} HTTP/{version}", *(f"{name}: {value}" for name, value in fields.items())]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + content

    def head(self) -> tuple[int, dict[str, str]]:
        """Status and headers of the next answer."""
        status_line = self._reader.readline()
        assert status_line.startswith(b"HTTP/1.1 "), status_line
        headers = {}
        while (line := self._reader.readline()) != b"\r\n":
            assert line, "the connection ended inside the head"
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        return int(status_line.split()[1]), headers

    def chunk(self) -> bytes:
        """One HTTP chunk; the last one is empty."""
        line = self._reader.readline()
        assert line, "the connection ended inside the answer"
        size = int(line, 16)
        data = self._reader.read(size)
        assert self._reader.read(2) == b"\r\n"
        return data

    def chunks(self) -> Iterator[tuple[float, bytes]]:
        """Each chunk as it comes, with its time."""
        while data := self.chunk():
            yield time.monotonic(), data

    def answer(self, *, empty: bool = False) -> Answer:
        """The next answer, whole; `empty` for one that has a length but no body, as to HEAD."""
        status, headers = self.head()
        if empty or status in (100, 204, 304):
            return Answer(status, headers, b"")
        if "content-length" in headers:
            return Answer(status, headers, self._reader.read(int(headers["content-length"])))
        if headers.get("transfer-encoding") == "chunked":
            return Answer(status, headers, b"".join(data for _, data in self.chunks()))
        return Answer(status, headers, self.rest())

    def rest(self) -> bytes:
        """All that comes until the server closes."""
        return self._reader.read()


def ask_once(port: int, body: Any = b"", path: str = CHAT, **options: Any) -> Answer:
    """One request on a connection of its own."""
    with BareClient(port) as client:
        client.ask(body, path, **options)
        return client.answer()


def messages(text: str = "ignored") -> list[dict[str, str]]:
    """One user message."""
    return [{"role": "user", "content": text}]


def chat(text: str | None = None, **fields: Any) -> dict[str, Any]:
    """A chat request's body that is streamed unless told otherwise; without a text, the message is echoed."""
    given = {} if text is None else {"mock_response": text}
    return {"model": "mock-gpt4", "messages": messages(), "stream": True, **given, **fields}


def events(body: bytes) -> list[dict[str, Any]]:
    """The JSON of each event of a proper stream, without [DONE]."""
    assert body.endswith(DONE), body[-200:]
    lines = body.removesuffix(DONE).split(b"\n\n")
    assert lines.pop() == b""
    return [json.loads(line.removeprefix(b"data: ")) for line in lines]


def deltas(body: bytes, index: int = 0) -> list[str]:
    """The contents of one choice of a chat stream, empty ones left out."""
    found = [event["choices"][0] for event in events(body) if event["choices"]]
    texts = [choice["delta"].get("content") for choice in found if choice["index"] == index]
    return [text for text in texts if text]


def streamed_text(body: bytes, index: int = 0) -> str:
    """The text of one choice of a chat stream."""
    return "".join(deltas(body, index))


def plain_text(body: bytes) -> str:
    """The same for one long answer of plain words, without reading each event as JSON."""
    assert body.endswith(DONE), body[-200:]
    return b"".join(re.findall(rb'"delta":\{"content":"([a-z ]*)"', body)).decode()


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 3.0) -> None:
    """Returns as soon as the condition holds; fails after some seconds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.005)


def running_streams(server: RunningServer) -> int:
    """How many answers are under way."""
    return server.call(len, server.services.live)


def running_tasks(server: RunningServer) -> int:
    """How many tasks the server's loop has, the asking one left out."""
    return server.call(lambda: len(asyncio.all_tasks())) - 1
