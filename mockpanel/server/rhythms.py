"""Makes rhythms a little at a time, so that no token waits for one, and keeps the latest."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator

from mockpanel.core.rhythm import Rhythm, compose
from mockpanel.core.shapes import Shape
from mockpanel.core.tokens import Tokens
from mockpanel.server.pacer import Pacer
from mockpanel.server.stream import LiveStream

KEPT_BYTES = 32 * 1024 * 1024
WORK_NS = 1_000_000
"""So long a rhythm is worked on at a time."""

Key = tuple[Tokens, int, Shape, int]


class Rhythms:
    """The rhythms of the latest texts, by tokens, how many of them, shape and seed."""

    def __init__(self, kept_bytes: int = KEPT_BYTES) -> None:
        self._kept: OrderedDict[Key, Rhythm] = OrderedDict()
        self._bytes = 0
        self._most = kept_bytes

    def find(self, tokens: Tokens, count: int, shape: Shape, seed: int) -> Rhythm | None:
        """The rhythm, if it is kept."""
        key = (tokens, count, shape, seed)
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def work(self, tokens: Tokens, count: int, shape: Shape, seed: int) -> Iterator[Rhythm | None]:
        """Finds or makes it: gives None again and again to be stopped at, and the rhythm last."""
        rhythm = self.find(tokens, count, shape, seed)
        if rhythm is None:
            for rhythm in compose(shape, seed, tokens, count):
                if rhythm is None:
                    yield None
            assert rhythm is not None
            self._keep((tokens, count, shape, seed), rhythm)
        yield rhythm

    async def make(self, tokens: Tokens, count: int, shape: Shape, seed: int) -> Rhythm:
        """Finds or makes it; the loop goes on meanwhile."""
        while True:
            for rhythm in self.work(tokens, count, shape, seed):
                if rhythm is not None:
                    return rhythm
                await asyncio.sleep(0)

    def _keep(self, key: Key, rhythm: Rhythm) -> None:
        if key in self._kept:
            return
        self._kept[key] = rhythm
        self._bytes += rhythm.size
        while self._bytes > self._most and len(self._kept) > 1:
            self._bytes -= self._kept.popitem(last=False)[1].size


class Reshaping:
    """Gives running streams the rhythm that they want, one after the other; driven by the pacer, between tokens."""

    def __init__(self, pacer: Pacer, rhythms: Rhythms, done: Callable[[LiveStream, Rhythm], None]) -> None:
        self.ticket = 0
        self._pacer = pacer
        self._rhythms = rhythms
        self._done = done
        self._waiting: deque[LiveStream] = deque()
        self._work: Iterator[Rhythm | None] | None = None
        self._working_on: tuple[Shape, int] | None = None

    def ask(self, stream: LiveStream, now_ns: int) -> None:
        """Notes that a stream wants another rhythm."""
        if stream not in self._waiting:
            self._waiting.append(stream)
        if not self.ticket:
            self._pacer.wake_at(now_ns, self)

    def forget(self, stream: LiveStream) -> None:
        """The stream has ended."""
        if stream in self._waiting:
            if stream is self._waiting[0]:
                self._work = None
            self._waiting.remove(stream)

    def fire(self, now_ns: int) -> int | None:
        """Works for a moment; returns when it goes on, which is at once as long as there is work."""
        end_ns = time.monotonic_ns() + WORK_NS
        while self._waiting and time.monotonic_ns() < end_ns:
            self._step(self._waiting[0])
        return now_ns if self._waiting else None

    def failed(self) -> None:
        """After a fault of our own: the stream at hand keeps the rhythm that it has."""
        self._waiting.popleft()
        self._work = None

    def _step(self, stream: LiveStream) -> None:
        wanted = stream.wants
        if wanted is None:
            self.forget(stream)
            return
        if self._work is None or wanted != self._working_on:
            tokens, count = stream.text
            self._work, self._working_on = self._rhythms.work(tokens, count, *wanted), wanted
        rhythm = next(self._work)
        if rhythm is not None:
            self.forget(stream)
            self._done(stream, rhythm)
