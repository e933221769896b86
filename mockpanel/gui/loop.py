"""The event loop under the window: qasync's, with asyncio's own machinery inside, so that timers and sockets are exact.

qasync 0.28 gives each call_soon and call_later a Qt timer of its own: whole milliseconds, cut down, 5 % coarse. Here Qt
stays outermost, but asyncio's ready queue, timer heap and selector run inside: Qt watches one descriptor, the
selector's, in which one timerfd stands for all timers; an event posted to ourselves starts a pass. Where that cannot
be (no epoll, no timerfd), qasync's loop with precise timers does.
"""

from __future__ import annotations

import asyncio
import math
import selectors
import time
from typing import Any

import PySide6.QtCore  # noqa: F401  qasync takes the binding that was imported first
import qasync
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSocketNotifier, Qt, QTimerEvent

from mockpanel.server import linux_timers

PASS_S = 0.004
"""A pass that has worked for so long lets the window paint and take input before it goes on."""

_KICK = QEvent.Type(QEvent.registerEventType())

_ASYNCIO: Any = asyncio.SelectorEventLoop
_TAKEN_BACK = (
    *("call_later", "call_soon_threadsafe", "time", "run_until_complete", "is_running", "run_forever"),
    *("run_in_executor", "set_default_executor", "get_debug", "set_debug"),
    *("set_exception_handler", "default_exception_handler", "call_exception_handler"),
    *("_add_reader", "_remove_reader", "_add_writer", "_remove_writer", "_add_callback"),
)
"""What qasync replaces and this loop takes from asyncio again."""


def make_loop(app: QCoreApplication) -> asyncio.AbstractEventLoop:
    """The most exact loop that this machine allows."""
    if linux_timers.available() and hasattr(selectors, "EpollSelector"):
        return PumpedLoop(app)
    return PreciseLoop(app)


class _Selector(selectors.DefaultSelector):
    """Never blocks: waiting is Qt's part."""

    def select(self, _timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready now."""
        return super().select(0)


class _Kicked(QObject):
    """Starts a pass when Qt has come round to the event that was posted here."""

    def __init__(self, loop: PumpedLoop) -> None:
        super().__init__()
        self._loop = loop

    def customEvent(self, _event: QEvent) -> None:
        self._loop.pump()


class PumpedLoop(qasync.QSelectorEventLoop):  # type: ignore[misc]
    """asyncio inside Qt. Leans on BaseEventLoop's `_run_once`, `_ready`, `_scheduled`, `_stopping` (since 3.11)."""

    for _name in _TAKEN_BACK:
        locals()[_name] = getattr(_ASYNCIO, _name)
    del _name

    def __init__(self, app: QCoreApplication) -> None:
        self._app = app
        self._pumping = False
        self._kicked = False
        self._receiver = _Kicked(self)
        self._timer_fd = linux_timers.Timerfd()
        self._armed = math.inf
        _ASYNCIO.__init__(self, _Selector())
        self._add_reader(self._timer_fd.fd, self._timer_rang)
        self._notifier = QSocketNotifier(self._selector.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self.pump)

    def call_soon(self, callback: Any, *args: Any, context: Any = None) -> asyncio.Handle:
        """Runs a callback in the next pass."""
        handle: asyncio.Handle = _ASYNCIO.call_soon(self, callback, *args, context=context)
        self._kick()
        return handle

    def call_at(self, when: float, callback: Any, *args: Any, context: Any = None) -> asyncio.TimerHandle:
        """Runs a callback at a time of this loop's clock."""
        timer: asyncio.TimerHandle = _ASYNCIO.call_at(self, when, callback, *args, context=context)
        if not self._pumping:
            self._arm()
        return timer

    def stop(self) -> None:
        """Ends run_forever after this pass."""
        _ASYNCIO.stop(self)
        if not self._pumping:
            self._app.exit()

    def close(self) -> None:
        """Gives all back."""
        if self.is_closed():
            return
        self._notifier.setEnabled(False)
        self._remove_reader(self._timer_fd.fd)
        self._timer_fd.close()
        _ASYNCIO.close(self)

    def _run_once(self) -> None:
        """What asyncio's run_forever repeats: here Qt runs, and asyncio inside it, until stopped."""
        self._kick()
        self._arm()
        self._app.exec()
        self._stopping = True

    def pump(self, *_: object) -> None:
        """One pass of asyncio: what is ready, until nothing is or PASS_S are over."""
        if self._pumping or self.is_closed() or not self.is_running():
            return
        self._pumping = True
        self._kicked = False
        end = time.monotonic() + PASS_S
        try:
            _ASYNCIO._run_once(self)
            while self._ready and not self._stopping and time.monotonic() < end:
                _ASYNCIO._run_once(self)
        finally:
            self._pumping = False
        if self._stopping:
            self._app.exit()
            return
        if self._ready:
            self._kick()
        self._arm()

    def _kick(self) -> None:
        if not self._kicked and not self._pumping:
            self._kicked = True
            QCoreApplication.postEvent(self._receiver, QEvent(_KICK))

    def _arm(self) -> None:
        """Sets the timer for the next callback, if it is not set for it."""
        when = self._scheduled[0]._when if self._scheduled else math.inf
        if when not in (self._armed, math.inf):
            self._timer_fd.set(int(when * 1e9))
            self._armed = when

    def _timer_rang(self) -> None:
        self._timer_fd.clear()
        self._armed = math.inf


class _PreciseTimer(qasync._SimpleTimer):  # type: ignore[misc]
    """qasync's timers, rounded up and precise: never early, and not 5 % late."""

    def add_callback(self, handle: asyncio.Handle, delay: float = 0) -> asyncio.Handle:
        timer = self.startTimer(math.ceil(max(0.0, delay) * 1000), Qt.TimerType.PreciseTimer)
        self._SimpleTimer__callbacks[timer] = handle
        return handle

    def timerEvent(self, event: QTimerEvent) -> None:
        super().timerEvent(event)


class PreciseLoop(qasync.QEventLoop):  # type: ignore[misc]
    """qasync's loop with precise timers, for Windows and macOS."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self._timer = _PreciseTimer()
