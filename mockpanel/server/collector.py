"""Garbage collection by our own clock, because a full collection in mid-stream delays every token that is due.

What was there at the start is frozen; automatic collection is off; collections run when no token is due soon. A
request leaves no circles of references behind (tests/server/test_collector.py holds that), so there is little to do.
"""

from __future__ import annotations

import asyncio
import gc
import time

from mockpanel.server.pacer import Pacer

TICK_S = 0.25
YOUNG_OBJECTS = 20_000
"""More new containers than this are worth a look, when there is time for one."""

URGENT_OBJECTS = 1_000_000
"""More than this are looked at in any case, to keep memory flat."""

OBJECT_TAKES_NS = 500
"""What a collection takes for each container that it looks at, at most."""

FULL_EVERY_S = 20.0
FULL_TAKES_NS = 50_000_000
"""A full collection comes at most so often, and only when nothing is due for so long."""


class Collector:
    """Owns the process's garbage collector from start to stop."""

    def __init__(self, pacer: Pacer) -> None:
        self._pacer = pacer
        self._timer: asyncio.TimerHandle | None = None
        self._was_enabled = True
        self._was_frozen = False
        self._aged = False
        self._full_at = time.monotonic()

    def start(self) -> None:
        """Freezes what is there and takes over."""
        self._was_enabled, self._was_frozen = gc.isenabled(), gc.get_freeze_count() > 0
        gc.collect()
        gc.freeze()
        gc.disable()
        self._tick()

    def stop(self) -> None:
        """Gives the collector back as it was; where something was frozen before, all stays so."""
        if self._timer is not None:
            self._timer.cancel()
        if not self._was_frozen:
            gc.unfreeze()
        if self._was_enabled:
            gc.enable()

    def _tick(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(TICK_S, self._tick)
        due_ns = self._pacer.next_due_ns
        free_ns = due_ns - time.monotonic_ns() if due_ns is not None else FULL_TAKES_NS
        young = gc.get_count()[0]
        if young > URGENT_OBJECTS or (young > YOUNG_OBJECTS and free_ns > young * OBJECT_TAKES_NS):
            gc.collect(1)
            self._aged = True
        elif self._aged and free_ns >= FULL_TAKES_NS and time.monotonic() - self._full_at > FULL_EVERY_S:
            gc.collect()
            self._aged = False
            self._full_at = time.monotonic()
