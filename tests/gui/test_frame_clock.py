"""A frame comes when it is wanted, between tokens where that can be, and never much later."""

from __future__ import annotations

import time

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mockpanel.gui.frame_clock import CLEAR_NS, LONGEST_WAIT_NS, FrameClock

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_nobody_wants_a_frame_and_none_comes(qapp: QApplication, qtbot: QtBot) -> None:
    clock = FrameClock(lambda: None)

    with qtbot.assertNotEmitted(clock.frame, wait=60):
        pass


def test_many_wishes_are_one_frame(qtbot: QtBot) -> None:
    clock, frames = FrameClock(lambda: None), []
    clock.frame.connect(lambda: frames.append(time.monotonic_ns()))

    with qtbot.waitSignal(clock.frame):
        for _ in range(5):
            clock.want()

    assert len(frames) == 1


def test_a_second_frame_comes_a_frame_later(qtbot: QtBot) -> None:
    clock, frames = FrameClock(lambda: None), []
    clock.show_frame(50)
    clock.frame.connect(lambda: frames.append(time.monotonic_ns()))
    with qtbot.waitSignal(clock.frame):
        clock.want()

    with qtbot.waitSignal(clock.frame):
        clock.want()

    assert frames[1] - frames[0] >= 50_000_000


def test_a_frame_waits_until_the_token_that_is_due_soon_is_out(qtbot: QtBot) -> None:
    due = time.monotonic_ns() + CLEAR_NS - 1_000_000
    clock, frames = FrameClock(lambda: due), []
    clock.frame.connect(lambda: frames.append(time.monotonic_ns()))

    with qtbot.waitSignal(clock.frame):
        clock.want()

    assert frames[0] >= due


def test_a_frame_comes_though_tokens_are_due_all_the_time(qtbot: QtBot) -> None:
    clock, frames = FrameClock(lambda: time.monotonic_ns() + 1_000_000), []
    clock.frame.connect(lambda: frames.append(time.monotonic_ns()))
    began = time.monotonic_ns()

    with qtbot.waitSignal(clock.frame):
        clock.want()

    assert frames[0] - began >= LONGEST_WAIT_NS
