"""Lets chunks be heard while they are wanted to be: opens the device only then, and stops it when nothing plays."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from mockpanel.gui.audio_line import AudioLine, NoSound
from mockpanel.server.tasks import Tasks

IDLE_MS = 3000
"""The device stops when so long nothing was to be heard."""

CLOSE_S = 0.5
"""A device that is being opened or stopped gets so long to end it, before it is given back."""


class Clicker(QObject):
    """Switched on or off; needs a running event loop."""

    refused = Signal(str)
    """Why there is no sound; it is off from then on."""

    def __init__(self, line: AudioLine | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._line = line or AudioLine()
        self._tasks = Tasks()
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(lambda: self._want(False))
        self._wanted = False
        self._steering: asyncio.Task[None] | None = None
        self.on = False
        self.running = False
        """Whether the device plays."""

    def choose(self, on: bool, volume: int) -> None:
        """Whether clicks are heard, and how loud in per cent."""
        if on and not self.on:
            self.on = True
            self.wake()
        elif not on and self.on:
            self.on = False
            self._idle.stop()
            self._want(False)
        self._line.show_volume(volume / 100)

    def resume(self, on: bool, volume: int) -> None:
        """The choice as it was stored: the device is not opened before something plays."""
        self.on = on
        self._line.show_volume(volume / 100)

    def wake(self) -> None:
        """Something is about to play: has the device ready."""
        if self.on:
            self._idle.start()
            self._want(True)

    def click(self, at_s: float | Iterable[float]) -> None:
        """Chunks that came, or are to come, at these times on time.monotonic."""
        if not self.on:
            return
        self.wake()
        if self.running:
            for time in (at_s,) if isinstance(at_s, float) else at_s:
                self._line.click(time)

    def hush(self) -> None:
        """Drops the clicks that are not heard yet."""
        if self.running:
            self._line.hush()

    async def close(self) -> None:
        """Gives the device back."""
        self.on = False
        self._idle.stop()
        self._want(False)
        if self._steering is not None:
            await asyncio.wait({self._steering}, timeout=CLOSE_S)
        await self._tasks.cancel_all()
        await asyncio.to_thread(self._line.close)

    def _want(self, wanted: bool) -> None:
        self._wanted = wanted
        if wanted != self.running and self._steering is None:
            self._steering = self._tasks.start(self._steer(), "sound")

    async def _steer(self) -> None:
        """Starts and stops the device as it is wanted, one after the other; both take a while."""
        try:
            while self._wanted != self.running:
                wanted = self._wanted
                await asyncio.to_thread(self._line.start if wanted else self._line.stop)
                self.running = wanted
        except NoSound as error:
            self.on = self._wanted = False
            self._idle.stop()
            self.refused.emit(str(error))
        finally:
            self._steering = None
