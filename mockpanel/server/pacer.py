"""The one place that waits: wakes when something is due and lets each due stream send.

One heap and one alarm for one event loop. Deadlines are absolute: a late wake-up is caught up, never added.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from heapq import heapify, heappop, heappush
from typing import Protocol

from mockpanel.server.alarm import Alarm, make_alarm

log = logging.getLogger(__name__)

PASS_NS = 2_000_000
"""A pass that has worked for so long lets the loop read and accept before it goes on."""

CROWD = 64
SPACING_NS = 300_000
"""From so many streams on, wake-ups keep this distance: each costs the machine as much as several tokens."""

STALE_ENTRIES = 256
"""Entries of streams that were retimed or ended stay until they come up; beyond this many they may be swept out."""

NEVER: int = 2**62


class Paced(Protocol):
    """Something that has work at known times."""

    ticket: int
    """The pacer's own mark: which heap entry of this stream counts."""

    def fire(self, now_ns: int) -> int | None:
        """Does all that is due and returns when the next is, or None: it ended, or will ask to be woken."""

    def failed(self) -> None:
        """Told when `fire` raised; must not raise."""


class Pacer:
    """Wakes streams at their times."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        clock: Callable[[], int] = time.monotonic_ns,
        alarm: Callable[[asyncio.AbstractEventLoop, Callable[[], None]], Alarm] = make_alarm,
    ) -> None:
        self._loop = loop
        self._clock = clock
        self._heap: list[tuple[int, int, Paced]] = []
        self._tickets = 0
        self._stale = 0
        self._armed_ns = NEVER
        self._passing = False
        self._closed = False
        self._alarm = alarm(loop, self._pass)

    @property
    def next_due_ns(self) -> int | None:
        """When the next stream is due, as far as known; None when nothing waits."""
        return self._heap[0][0] if self._heap else None

    def wake_at(self, due_ns: int, stream: Paced) -> None:
        """Lets the stream fire at a time, instead of any time said before."""
        self.forget(stream)
        self._tickets += 1
        stream.ticket = self._tickets
        heappush(self._heap, (due_ns, self._tickets, stream))
        if due_ns < self._armed_ns and not self._passing:
            self._arm(due_ns)

    def forget(self, stream: Paced) -> None:
        """Never fires the stream again, unless it asks anew."""
        if stream.ticket:
            stream.ticket = 0
            self._stale += 1
            if self._stale > STALE_ENTRIES and self._stale * 2 > len(self._heap) and not self._passing:
                self._heap = [entry for entry in self._heap if entry[2].ticket == entry[1]]
                heapify(self._heap)
                self._stale = 0

    def close(self) -> None:
        """Never fires anything again."""
        self._closed = True
        self._heap.clear()
        self._alarm.close()

    def _arm(self, due_ns: int) -> None:
        self._armed_ns = due_ns
        self._alarm.set(due_ns)

    def _pass(self) -> None:
        """Fires all that is due, for PASS_NS at most."""
        if self._closed:
            return
        heap, clock = self._heap, self._clock
        self._armed_ns = NEVER
        self._passing = True
        now = clock()
        end = now + PASS_NS
        try:
            while heap and heap[0][0] <= now < end:
                _, ticket, stream = heappop(heap)
                if stream.ticket == ticket:
                    self._fire(stream, now)
                    now = clock()
                else:
                    self._stale -= 1
        finally:
            self._passing = False
        while heap and heap[0][2].ticket != heap[0][1]:
            heappop(heap)
            self._stale -= 1
        if heap:
            due_ns = heap[0][0]
            self._arm(due_ns if len(heap) < CROWD else max(due_ns, clock() + SPACING_NS))

    def _fire(self, stream: Paced, now_ns: int) -> None:
        stream.ticket = 0
        try:
            due_ns = stream.fire(now_ns)
        except Exception:
            log.exception("a stream failed")
            stream.failed()
            return
        if due_ns is not None:
            self._tickets += 1
            stream.ticket = self._tickets
            # Not before now: a stream that could send more at once queues behind those that were due meanwhile.
            heappush(self._heap, (max(due_ns, now_ns), self._tickets, stream))
