"""Box and slider of one quantity."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mockpanel.gui.widgets.quantities import SPEED
from mockpanel.gui.widgets.quantity_row import QuantityRow
from mockpanel.gui.widgets.scale import SPEED_SCALE

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


def test_either_emits_and_showing_emits_nothing(qtbot: QtBot) -> None:
    row = QuantityRow(SPEED, SPEED_SCALE)
    qtbot.addWidget(row)
    edits: list[float] = []
    row.edited.connect(edits.append)

    row.show_value(45)
    QTest.keyClick(row.slider, Qt.Key.Key_Right)
    row.show_value(46)
    QTest.keyClick(row.box, Qt.Key.Key_Up)

    assert edits == [46, 47]


def test_what_the_box_refuses_is_said_until_something_else_is_typed(qtbot: QtBot) -> None:
    row = QuantityRow(SPEED, SPEED_SCALE)
    qtbot.addWidget(row)
    row.show()
    row.show_value(45)

    row.box.selectAll()
    QTest.keyClicks(row.box, "fast")
    QTest.keyClick(row.box, Qt.Key.Key_Return)
    said = row.error.text(), row.error.isVisible(), row.box.text()
    QTest.keyClicks(row.box, "5")

    assert said == ('Speed must be a number such as 45 or 45/s, or unpaced, got "fast"', True, "45 tokens/s")
    assert not row.error.isVisible()
