"""Many answers at once: beyond a limit they wait in a queue, and the running ones follow the load."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from mockpanel.server.pacer import Pacer
from mockpanel.server.stream import LiveStream

FOLLOW_NS = 100_000_000
"""Running answers follow a change of the load so much later, all changes in between at once."""


class Crowd:
    """Who runs, who waits, and how many. Told of every answer that comes and goes."""

    def __init__(
        self, pacer: Pacer, clock: Callable[[], int], begin: Callable[[LiveStream], None], wake: Callable[..., None]
    ) -> None:
        self.ticket = 0
        self._pacer = pacer
        self._clock = clock
        self._begin = begin
        self._wake = wake
        self._queue: deque[LiveStream] = deque()
        self._running: dict[LiveStream, None] = {}
        self._heeding: set[LiveStream] = set()

    def join(self, stream: LiveStream) -> bool:
        """Lets an answer run if there is room; False where it waits for its turn instead."""
        if self._is_full(stream) or (self._queue and stream.settings.concurrent_streams):
            stream.queued = True
            self._queue.append(stream)
            return False
        self._run(stream)
        return True

    def leave(self, stream: LiveStream) -> None:
        """An answer has ended, or its client has gone; those whose turn it is begin."""
        if stream.queued:
            self._queue.remove(stream)
        if stream in self._running:
            del self._running[stream]
            self._heeding.discard(stream)
            self._tell()
        self.let_in()

    def let_in(self) -> None:
        """Lets all begin for whom there is room, first come, first served."""
        while self._queue and not self._is_full(self._queue[0]):
            stream = self._queue.popleft()
            stream.take_turn(self._clock())
            self._run(stream)
            self._begin(stream)

    def heed(self, stream: LiveStream) -> None:
        """Looks again whether a running answer is slower under load."""
        if stream.settings.load_slowdown == 1:
            self._heeding.discard(stream)
        elif stream in self._running:
            self._heeding.add(stream)
            stream.crowd(len(self._running), self._clock())

    def fire(self, now_ns: int) -> int | None:
        """Has the running answers follow the load."""
        for stream in list(self._heeding):
            stream.crowd(len(self._running), now_ns)
            self._wake(stream)
        return None

    def failed(self) -> None:
        """After a fault of our own: they go on as they are."""

    def _run(self, stream: LiveStream) -> None:
        self._running[stream] = None
        self.heed(stream)
        self._tell()

    def _tell(self) -> None:
        if self._heeding and not self.ticket:
            self._pacer.wake_at(self._clock() + FOLLOW_NS, self)

    def _is_full(self, stream: LiveStream) -> bool:
        limit = stream.settings.concurrent_streams
        return bool(limit) and len(self._running) >= limit
