"""Fits settings to a capture a little at a time, so that no token waits for it."""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from mockpanel.core.errors import InvalidValue
from mockpanel.core.fitting import Fit

WORK_NS = 1_000_000
"""So long a fit is worked on at a time."""

BREATH_MS = 1
"""Between two times others have their turn."""


class Fitter(QObject):
    """One fit at a time; another one takes its place."""

    made = Signal(object)
    """The Fit."""
    refused = Signal(str)
    """Why there is none."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: Iterator[Fit | None] = iter(())
        self._timer = QTimer(self, singleShot=True, interval=BREATH_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._go_on)

    def start(self, work: Iterator[Fit | None]) -> None:
        """Begins with another one."""
        self._work = work
        self._timer.start()

    def stop(self) -> None:
        """Gives up what is under way."""
        self._timer.stop()
        self._work = iter(())

    def _go_on(self) -> None:
        end_ns = time.monotonic_ns() + WORK_NS
        try:
            while time.monotonic_ns() < end_ns:
                fit = next(self._work)
                if fit is not None:
                    self.made.emit(fit)
                    return
        except InvalidValue as error:
            self.refused.emit(f"{error}.")
        else:
            self._timer.start()
