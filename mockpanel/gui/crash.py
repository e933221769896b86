"""Errors that nobody expected: logged, told of once a place, and never the end of the server."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

from mockpanel.gui.error_report import Quiet, details, place, summary

log = logging.getLogger(__name__)
qt_log = logging.getLogger("mockpanel.qt")

_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashReporter(QObject):
    """Takes the place of Python's own hooks from install() to uninstall(). Errors may come from any thread."""

    failed = Signal(str, str)
    """What happened in a line, and details to be copied into a report. Emitted from the event loop of this object's
    thread, never in the midst of what failed."""

    _came = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._quiet = Quiet()
        self._give_back: list[Callable[[], object]] = []
        self._came.connect(self.failed, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Takes over the hooks of Python and Qt."""
        if self._give_back:
            return
        before = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook, threading.excepthook = self._uncaught, self._uncaught_in_thread
        sys.unraisablehook = self._unraisable
        qt: Any = qInstallMessageHandler(self._qt_said)

        def give_back() -> None:
            sys.excepthook, threading.excepthook, sys.unraisablehook = before
            qInstallMessageHandler(qt)

        self._give_back.append(give_back)

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Takes over what a loop's callbacks and forgotten tasks raise."""
        before = loop.get_exception_handler()
        loop.set_exception_handler(self._failed_in_loop)
        self._give_back.append(lambda: loop.set_exception_handler(before))

    def uninstall(self) -> None:
        """Gives all back."""
        while self._give_back:
            self._give_back.pop()()

    def report(self, error: BaseException) -> None:
        """Logs an error and tells of it, unless one of the same place was told of just now: then it is counted."""
        missed = self._quiet.missed(place(error))
        if missed is None:
            return
        more = f" (and {missed} times more before)" if missed else ""
        log.error("unexpected: %s%s", summary(error), more, exc_info=error)
        self._came.emit(summary(error), details(error))

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, Exception):
            self.report(error.with_traceback(trace))
        else:
            sys.__excepthook__(kind, error, trace)

    def _uncaught_in_thread(self, told: threading.ExceptHookArgs) -> None:
        if isinstance(told.exc_value, Exception):
            self.report(told.exc_value)

    def _unraisable(self, told: sys.UnraisableHookArgs) -> None:
        where = f"{told.err_msg or 'Exception ignored in'} {type(told.object).__name__}"
        error = told.exc_value
        if self._quiet.missed(f"{where} {told.exc_type.__name__}") is not None:
            log.error("%s: %s", where, summary(error) if error else told.exc_type.__name__, exc_info=error)

    def _failed_in_loop(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception):
            self.report(error)
        elif self._quiet.missed(str(context.get("message"))) is not None:
            log.error("the event loop: %s", context.get("message"), exc_info=error)

    def _qt_said(self, kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if self._quiet.missed(message) is not None:
            qt_log.log(_QT_LEVELS.get(kind, logging.WARNING), "%s", message)
