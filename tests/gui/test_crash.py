"""Errors that nobody expected: told, not fatal, and the hooks are given back."""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QTimer, QtMsgType, qCritical, qInstallMessageHandler, qWarning
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mockpanel.gui.crash import CrashReporter
from mockpanel.gui.loop import PreciseLoop, make_loop

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Hooks = tuple[Any, ...]


def hooks() -> Hooks:
    """Python's hooks as they are."""
    return sys.excepthook, threading.excepthook, sys.unraisablehook


@pytest.fixture
def reporter(qapp: QApplication) -> Iterator[CrashReporter]:
    """One that has taken over."""
    made = CrashReporter()
    made.install()
    yield made
    made.uninstall()


class Failing(QWidget):
    """Fails wherever Qt calls it."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fails."""
        raise ArithmeticError("in paint")

    def work(self) -> None:
        """Fails."""
        raise LookupError("in a slot")


def test_an_error_in_a_slot_is_told_and_the_loop_goes_on(reporter: CrashReporter, qtbot: QtBot) -> None:
    button, widget = QPushButton(), Failing()
    qtbot.addWidget(button)
    qtbot.addWidget(widget)
    button.clicked.connect(widget.work)

    with qtbot.waitSignal(reporter.failed) as failed:
        button.click()

    line, details = failed.args or []
    assert line == "LookupError: in a slot"
    assert "in work\n" in details


def test_an_error_in_painting_is_told(reporter: CrashReporter, qtbot: QtBot) -> None:
    widget = Failing()
    qtbot.addWidget(widget)

    with qtbot.waitSignal(reporter.failed) as failed:
        widget.show()

    assert (failed.args or [])[0].endswith("in paint")


def test_an_error_in_a_thread_is_told_in_the_thread_of_the_window(reporter: CrashReporter, qtbot: QtBot) -> None:
    def fail() -> None:
        raise LookupError("in a thread")

    told: list[tuple[str, threading.Thread]] = []
    reporter.failed.connect(lambda line, _: told.append((line, threading.current_thread())))
    with qtbot.waitSignal(reporter.failed):
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()

    assert told == [("LookupError: in a thread", threading.main_thread())]


@pytest.mark.parametrize("make", [make_loop, PreciseLoop])
def test_an_error_in_a_callback_of_the_loop_is_told(
    make: Callable[[QCoreApplication], asyncio.AbstractEventLoop], qapp: QApplication, reporter: CrashReporter
) -> None:
    told: list[str] = []
    reporter.failed.connect(lambda line, _: told.append(line))
    loop = make(qapp)

    async def work() -> None:
        came: asyncio.Future[None] = loop.create_future()
        reporter.failed.connect(lambda *_: came.set_result(None))
        loop.call_soon(lambda: int("x"))
        await came

    reporter.watch(loop)
    loop.run_until_complete(work())
    reporter.uninstall()

    assert told == ["ValueError: invalid literal for int() with base 10: 'x'"]
    assert loop.get_exception_handler() is None
    loop.close()


def test_what_the_loop_tells_without_an_error_is_logged_only(
    reporter: CrashReporter, caplog: pytest.LogCaptureFixture, qtbot: QtBot
) -> None:
    loop = asyncio.new_event_loop()
    reporter.watch(loop)

    with qtbot.assertNotEmitted(reporter.failed, wait=1):
        loop.call_exception_handler({"message": "Task was destroyed but it is pending"})
    loop.close()

    assert caplog.messages == ["the event loop: Task was destroyed but it is pending"]


def test_an_error_of_one_place_is_told_once_and_logged_once(
    reporter: CrashReporter, caplog: pytest.LogCaptureFixture, qtbot: QtBot
) -> None:
    told: list[str] = []
    reporter.failed.connect(lambda line, _: told.append(line))

    def fail(number: int) -> None:
        raise ValueError(number)

    for number in range(5):
        QTimer.singleShot(0, reporter, lambda number=number: fail(number))
    with qtbot.waitSignal(reporter.failed):
        pass
    QCoreApplication.sendPostedEvents()

    assert told == ["ValueError: 0"]
    assert caplog.messages == ["unexpected: ValueError: 0"]
    assert caplog.records[0].exc_info is not None


def test_what_cannot_be_raised_is_logged_and_shown_to_nobody(
    reporter: CrashReporter, caplog: pytest.LogCaptureFixture, qtbot: QtBot
) -> None:
    class Bad:
        def __del__(self) -> None:
            raise ValueError("while going")

    with qtbot.assertNotEmitted(reporter.failed, wait=1):
        bad = Bad()
        del bad
        gc.collect()

    assert caplog.messages == ["Exception ignored in function: ValueError: while going"]


@pytest.mark.qt_no_exception_capture
@pytest.mark.no_qt_log
def test_what_qt_says_goes_to_the_log(reporter: CrashReporter, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(3):
        qWarning("a warning of Qt")
    qCritical("100 % wrong")

    said = [(record.levelno, record.name, record.message) for record in caplog.records]
    assert said == [
        (logging.WARNING, "mockpanel.qt", "a warning of Qt"),
        (logging.ERROR, "mockpanel.qt", "100 % wrong"),
    ]


def test_an_interrupt_is_no_error_of_ours(
    reporter: CrashReporter, capsys: pytest.CaptureFixture[str], qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(reporter.failed, wait=1):
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)

    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_all_hooks_are_given_back(qapp: QApplication) -> None:
    heard: list[str] = []

    def listen(_kind: QtMsgType, _context: object, message: str) -> None:
        heard.append(message)

    before, qt_before = hooks(), qInstallMessageHandler(listen)
    reporter = CrashReporter()

    reporter.install()
    reporter.install()
    taken = hooks()
    reporter.uninstall()
    reporter.uninstall()
    qWarning("to the old handler")
    given_back: Any = qt_before
    qInstallMessageHandler(given_back)

    assert all(mine is not theirs for mine, theirs in zip(taken, before, strict=True))
    assert hooks() == before
    assert heard == ["to the old handler"]


def test_an_error_that_somebody_caught_can_be_told_too(reporter: CrashReporter, qtbot: QtBot) -> None:
    with qtbot.waitSignal(reporter.failed) as failed:
        reporter.report(ValueError("handed over"))

    assert (failed.args or [])[0] == "ValueError: handed over"
    assert isinstance(reporter, QObject)
