"""An upstream API that a test writes itself: one socket that answers each request with given bytes at given times."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from tests.running import RunningServer

ANSWER = "Hello there ✅, dear reader."

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"


class FakeUpstream:
    """Sends parts of raw bytes, numbers being seconds to wait, and keeps what it was sent."""

    def __init__(self, *parts: bytes | float) -> None:
        self.parts: Iterable[bytes | float] = parts
        self.requests: list[bytes] = []
        self.left = threading.Event()
        """Set when a client has gone before the answer's end."""

        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/v1"
        self.host = self.url.split("/")[2]
        self._thread = threading.Thread(target=self._serve, name="upstream", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                self.requests.append(_read_request(connection))
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        try:
            for part in self.parts:
                if isinstance(part, bytes):
                    connection.sendall(part)
                else:
                    time.sleep(part)
        except OSError:
            self.left.set()


def _read_request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    while length and len(body) < int(length[1]):
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def chunk(data: bytes) -> bytes:
    """One HTTP chunk."""
    return b"%x\r\n%b\r\n" % (len(data), data)


def answer(status: bytes, kind: bytes, body: bytes, *headers: bytes) -> bytes:
    """A whole answer, after which the connection closes."""
    lines = [b"HTTP/1.1 " + status, b"content-type: " + kind, b"content-length: %d" % len(body), b"connection: close"]
    return b"\r\n".join([*lines, *headers, b"", body])


@contextmanager
def thoughtful_upstream() -> Iterator[RunningServer]:
    """A mock that stands for the real API, and thinks a little before it answers."""
    with RunningServer(
        tokens_per_second=100, time_to_first_token=0.1, mock_response=ANSWER, mock_reasoning="Hm."
    ) as running:
        yield running
