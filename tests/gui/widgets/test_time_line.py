"""The line of time: where a press goes, and what the keys ask for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mockpanel.gui.theme import DARK, LIGHT
from mockpanel.gui.widgets.time_line import MARGIN_PX, TimeLine

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

SECOND_NS = 1_000_000_000


@pytest.fixture
def line(qtbot: QtBot) -> TimeLine:
    made = TimeLine()
    qtbot.addWidget(made)
    made.resize(400 + 2 * MARGIN_PX, 30)
    made.show_length(4 * SECOND_NS, SECOND_NS)
    made.show()
    return made


def test_a_press_goes_to_that_moment_and_a_drag_goes_along(line: TimeLine) -> None:
    moments: list[float] = []
    line.moved_to.connect(moments.append)

    QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=QPoint(MARGIN_PX + 100, 15))
    QTest.mouseMove(line, QPoint(MARGIN_PX + 200, 15))
    line.show_position(0)
    held = line.value()
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton)

    assert moments[0] == pytest.approx(SECOND_NS)
    assert moments[-1] == pytest.approx(2 * SECOND_NS)
    assert held == 2000


def test_the_keys_go_from_chunk_to_chunk_and_to_the_ends(line: TimeLine) -> None:
    asked: list[float] = []
    line.stepped.connect(asked.append)
    line.moved_to.connect(asked.append)

    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_End):
        QTest.keyClick(line, key)

    assert asked == [1, -1, 0.0, 4.0 * SECOND_NS]


def test_it_looks_otherwise_at_another_moment_and_in_other_colours(line: TimeLine) -> None:
    start = line.grab().toImage()

    line.show_position(3 * SECOND_NS)
    later = line.grab().toImage()
    line.show_colours(DARK)
    dark = line.grab().toImage()
    line.show_colours(LIGHT)

    assert start != later
    assert later != dark
    assert line.grab().toImage() == later
