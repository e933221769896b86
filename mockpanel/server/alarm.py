"""One alarm for one event loop: calls back at an absolute time of time.monotonic_ns, as exactly as the machine can."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Protocol

from mockpanel.server import linux_timers

LONGEST_ALARM_NS = 3600 * 1_000_000_000
"""Alarms further away ring early, and are set again; keeps every timer within its range."""


class Alarm(Protocol):
    """Rings once for the time last set."""

    def set(self, at_ns: int) -> None:
        """Replaces the time to ring at."""

    def close(self) -> None:
        """Never rings again."""


class TimerfdAlarm:
    """The kernel's own timer, watched by the loop: 0.05 ms late on any loop, where call_at is up to 1 ms late."""

    def __init__(self, loop: asyncio.AbstractEventLoop, ring: Callable[[], None]) -> None:
        self._loop = loop
        self._ring = ring
        self._timer = linux_timers.Timerfd()
        loop.add_reader(self._timer.fd, self._rang)

    def set(self, at_ns: int) -> None:
        """Replaces the time to ring at."""
        self._timer.set(min(at_ns, time.monotonic_ns() + LONGEST_ALARM_NS))

    def close(self) -> None:
        """Never rings again."""
        self._loop.remove_reader(self._timer.fd)
        self._timer.close()

    def _rang(self) -> None:
        self._timer.clear()
        self._ring()


class LoopAlarm:
    """The loop's own timer, for machines and loops without timerfd."""

    def __init__(self, loop: asyncio.AbstractEventLoop, ring: Callable[[], None]) -> None:
        self._loop = loop
        self._ring = ring
        self._handle: asyncio.TimerHandle | None = None

    def set(self, at_ns: int) -> None:
        """Replaces the time to ring at."""
        if self._handle is not None:
            self._handle.cancel()
        # From now on, not absolute: a loop's own clock need not be time.monotonic (uvloop's is a cached one).
        delay_ns = min(max(at_ns - time.monotonic_ns(), 0), LONGEST_ALARM_NS)
        self._handle = self._loop.call_later(delay_ns / 1e9, self._ring)

    def close(self) -> None:
        """Never rings again."""
        if self._handle is not None:
            self._handle.cancel()


def make_alarm(loop: asyncio.AbstractEventLoop, ring: Callable[[], None]) -> Alarm:
    """The best alarm that this machine and loop have."""
    if linux_timers.available():
        with contextlib.suppress(OSError, AttributeError, NotImplementedError):
            return TimerfdAlarm(loop, ring)
    return LoopAlarm(loop, ring)
