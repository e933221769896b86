"""Requests one after another on a few keep-alive connections: how many answers a server gives per second."""

import re
import selectors
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

from .client import RECV_BYTES, collector_off, connect
from .errors import BenchError
from .protocols import HEAD_END
from .wire import excerpt

CONTENT_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(slots=True)
class Caller:
    """One connection that sends its request again as soon as the answer is whole."""

    sock: socket.socket
    request: bytes
    sent_ns: int = 0
    received: bytes = b""
    latencies_ns: list[int] = field(default_factory=list)

    def call(self) -> None:
        """Send the request; it is small enough for the socket's buffer."""
        self.received = b""
        self.sent_ns = time.monotonic_ns()
        self.sock.sendall(self.request)

    def read(self) -> None:
        """Take what came; call again after a whole answer. Raises BenchError if it is not a good one."""
        part = self.sock.recv(RECV_BYTES)
        self.received += part
        if is_whole(self.received):
            self.latencies_ns.append(time.monotonic_ns() - self.sent_ns)
            self.call()
        elif not part:
            raise BenchError(f"a connection was closed after {len(self.latencies_ns)} answers")


def run_calls(port: int, request: bytes, connections: int, seconds: float) -> list[int]:
    """How long each answer took, in ns, while all connections called for that many seconds."""
    with ExitStack() as stack:
        selector = stack.enter_context(selectors.DefaultSelector())
        callers = [Caller(stack.enter_context(connect(port)), request) for _ in range(connections)]
        for caller in callers:
            selector.register(caller.sock, selectors.EVENT_READ, caller.read)
        stack.enter_context(collector_off())

        deadline_ns = time.monotonic_ns() + int(seconds * 1e9)
        for caller in callers:
            caller.call()
        while (left_ns := deadline_ns - time.monotonic_ns()) > 0:
            for key, _ in selector.select(left_ns / 1e9):
                read: Callable[[], None] = key.data
                read()
    return [latency for caller in callers for latency in caller.latencies_ns]


def is_whole(received: bytes) -> bool:
    """Whether the answer is all there. Raises BenchError unless it is a 200 that states its length."""
    head_end = received.find(HEAD_END)
    if head_end < 0:
        return False
    length = CONTENT_LENGTH.search(received, 0, head_end)
    if not received.startswith(b"HTTP/1.1 200 ") or length is None:
        raise BenchError(f"a request was refused: {excerpt(received)}")
    return len(received) - head_end - len(HEAD_END) >= int(length[1])
