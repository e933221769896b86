"""Many streams read by one thread: raw sockets, one selector, and as little as possible per event.

While streams run, only the received bytes and their times are kept; wire.py reads them afterwards.
"""

import gc
import selectors
import socket
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial

RECV_BYTES = 65536
CONNECT_TIMEOUT_S = 10.0
LEAD_NS = 20_000_000  # Between the last connection and the first request, for the server to settle.
LONG_REQUEST_BYTES = 16384
TAIL_BYTES = 1024  # Of a long request: what goes out after the clock was read.


@dataclass(slots=True)
class Stream:
    """One connection: its request, when to send it (seconds after the run's beginning), and what came back.

    Part i was received by `times_ns[i]`; an empty part is the end of the connection.
    """

    request: bytes
    after_s: float = 0.0
    sent_ns: int = 0
    parts: list[bytes] = field(default_factory=list)
    times_ns: list[int] = field(default_factory=list)

    @property
    def ended(self) -> bool:
        """Whether the server closed the connection."""
        return bool(self.parts) and not self.parts[-1]


@dataclass(frozen=True, slots=True)
class Sample:
    """Something to do while the streams run, seconds after the run's beginning."""

    after_s: float
    take: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Due:
    """An entry of the agenda: what to do once `time.monotonic_ns()` has reached `due_ns`."""

    due_ns: int
    act: Callable[[], None]


def run_streams(
    port: int, streams: list[Stream], limit_s: float, samples: Iterable[Sample] = (), *, spin: bool = False
) -> None:
    """Send each request at its time and fill in what comes back, for at most `limit_s` seconds.

    With `spin` the client asks for news without ever sleeping, which takes a core of its own.
    """
    with ExitStack() as stack:
        selector = stack.enter_context(selectors.DefaultSelector())
        sockets = [stack.enter_context(connect(port)) for _ in streams]
        for sock, stream in zip(sockets, streams, strict=True):
            reader = (sock.recv, stream.parts.append, stream.times_ns.append)
            selector.register(sock, selectors.EVENT_READ, reader)
        stack.enter_context(collector_off())

        origin_ns = time.monotonic_ns() + LEAD_NS
        agenda = [Due(origin_ns + int(sample.after_s * 1e9), sample.take) for sample in samples]
        for sock, stream in zip(sockets, streams, strict=True):
            agenda.append(Due(origin_ns + int(stream.after_s * 1e9), partial(send, sock, stream)))
        agenda.sort(key=lambda due: due.due_ns)
        pump(selector, deque(agenda), origin_ns + int(limit_s * 1e9), spin=spin)


def pump(selector: selectors.BaseSelector, agenda: deque[Due], deadline_ns: int, *, spin: bool) -> None:
    """Read whatever comes and do what is due, until every connection has ended or the deadline has come."""
    clock = time.monotonic_ns
    connections = selector.get_map()
    while connections and (now_ns := clock()) < deadline_ns:
        while agenda and agenda[0].due_ns <= now_ns:
            agenda.popleft().act()
        next_ns = agenda[0].due_ns if agenda else deadline_ns
        for key, _ in selector.select(0 if spin else (next_ns - now_ns) / 1e9):
            receive, keep, stamp = key.data
            try:
                part = receive(RECV_BYTES)
            except OSError:
                part = b""  # A reset is an end; the reader sees that the answer is not whole.
            stamp(clock())
            keep(part)
            if not part:
                selector.unregister(key.fileobj)


def send(sock: socket.socket, stream: Stream) -> None:
    """Send the request and note the time just before its last bytes, which complete the body."""
    sock.setblocking(True)
    tail = stream.request
    if len(tail) > LONG_REQUEST_BYTES:
        sock.sendall(tail[:-TAIL_BYTES])
        tail = tail[-TAIL_BYTES:]
    stream.sent_ns = time.monotonic_ns()
    sock.sendall(tail)
    sock.setblocking(False)


def connect(port: int) -> socket.socket:
    """A connection to this machine that sends at once and never blocks."""
    sock = socket.create_connection(("127.0.0.1", port), CONNECT_TIMEOUT_S)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setblocking(False)
    return sock


@contextmanager
def collector_off() -> Iterator[None]:
    """No garbage collection inside, so that the client never pauses by itself."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
