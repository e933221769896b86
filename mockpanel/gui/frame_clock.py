"""When the window may change: at most once a frame, and between two tokens rather than on one.

Painting a frame holds the loop for some milliseconds. A token that is due meanwhile would go out late; so a frame waits
for a moment in which none is due soon, but never for long.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from mockpanel.gui.theme import FRAME_MS

CLEAR_NS = 8_000_000
"""A frame is done within that, mostly: so long no token should be due."""

LONGEST_WAIT_NS = 30_000_000
"""With many streams there is no such moment; then a frame comes this late, and on."""

MS_NS = 1_000_000


class FrameClock(QObject):
    """Beats while somebody wants it to. `next_due_ns` tells when the next token is due, on time.monotonic_ns."""

    frame = Signal()

    def __init__(self, next_due_ns: Callable[[], int | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._next_due_ns = next_due_ns
        self._interval_ns = FRAME_MS * MS_NS
        self._wanted_at = 0
        self._last = 0
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def want(self) -> None:
        """Asks for a frame as soon as one may be."""
        if not self._timer.isActive():
            now = time.monotonic_ns()
            self._wanted_at = max(now, self._last + self._interval_ns)
            self._wait(self._wanted_at - now)

    def show_frame(self, frame_ms: int) -> None:
        """How long a frame lasts; longer with reduced motion."""
        self._interval_ns = frame_ms * MS_NS

    def stop(self) -> None:
        """Beats no more, until wanted again."""
        self._timer.stop()

    def _wait(self, wait_ns: int) -> None:
        self._timer.start(max(0, -(-wait_ns // MS_NS)))

    def _beat(self) -> None:
        now, due = time.monotonic_ns(), self._next_due_ns()
        if due is not None and now < due < now + CLEAR_NS and now - self._wanted_at < LONGEST_WAIT_NS:
            self._wait(due - now)
            return
        self._last = now
        self.frame.emit()
