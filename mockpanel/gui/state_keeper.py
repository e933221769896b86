"""Writes the window's state down soon after it changed, off the loop, so that a crash loses a second at most."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from mockpanel.gui.state import WindowState, save_state
from mockpanel.server.tasks import Tasks

REST_MS = 1000
"""The state is written when it has rested for so long, and while it goes on changing so often."""


class StateKeeper(QObject):
    """Asks `state` for what to write."""

    told = Signal(str)
    """saved, unsaved, or why it could not be written."""

    def __init__(self, state: Callable[[], WindowState], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._tasks = Tasks()
        self._lock = asyncio.Lock()
        self._timer = QTimer(self, singleShot=True, interval=REST_MS)
        self._timer.timeout.connect(self._write_soon)

    def touch(self) -> None:
        """Something changed."""
        if not self._timer.isActive():
            self._timer.start()
            self.told.emit("unsaved")

    async def close(self) -> None:
        """Writes what is left, and waits for it."""
        self._timer.stop()
        await self._write()

    def _write_soon(self) -> None:
        self._tasks.start(self._write(), "save the state")

    async def _write(self) -> None:
        async with self._lock:
            refused = await asyncio.to_thread(save_state, self._state())
        self.told.emit(refused or "saved")
