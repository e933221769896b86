"""The painted check box."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mockpanel.gui import theme
from mockpanel.gui.widgets.check_box import BOX, CheckBox

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK])
def test_a_tick_and_a_filled_box_say_on(qtbot: QtBot, colours: theme.Colours) -> None:
    box = CheckBox("Simulate latency")
    qtbot.addWidget(box)
    box.show_colours(colours)
    box.show()

    off = box.grab().toImage()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().center())
    on = box.grab().toImage()

    middle = box.height() // 2
    assert box.isChecked()
    assert off.pixelColor(BOX // 2, middle).name() == colours.surface.lower()
    assert colours.accent.lower() in {on.pixelColor(x, middle - 5).name() for x in range(BOX)}


def test_its_text_fits(qtbot: QtBot) -> None:
    box = CheckBox("Simulate latency")
    qtbot.addWidget(box)
    box.setFocus()

    assert box.minimumSizeHint().width() > box.fontMetrics().horizontalAdvance(box.text()) + BOX
