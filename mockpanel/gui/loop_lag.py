"""How late the loop is: a timer that notes by how much it was missed. Shown so that a busy machine is seen."""

from __future__ import annotations

import asyncio
from collections import deque

EVERY_S = 0.1
KEPT = 20
"""The worst of the last so many is told: two seconds."""


class LoopLag:
    """Measures the running loop from start to stop."""

    def __init__(self) -> None:
        self._late: deque[float] = deque(maxlen=KEPT)
        self._timer: asyncio.TimerHandle | None = None

    @property
    def worst_ms(self) -> float:
        """The worst lateness of the last two seconds, in ms."""
        return max(self._late, default=0.0) * 1000

    def start(self) -> None:
        """Begins to measure."""
        self._again(asyncio.get_running_loop())

    def stop(self) -> None:
        """Measures no longer."""
        if self._timer is not None:
            self._timer.cancel()

    def _again(self, loop: asyncio.AbstractEventLoop) -> None:
        due = loop.time() + EVERY_S
        self._timer = loop.call_at(due, self._note, loop, due)

    def _note(self, loop: asyncio.AbstractEventLoop, due: float) -> None:
        self._late.append(max(0.0, loop.time() - due))
        self._again(loop)
