"""The dot beside a changed setting."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mockpanel.gui import theme
from mockpanel.gui.widgets.change_mark import ChangeMark

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


def test_it_shows_only_while_something_differs_and_names_the_value(qtbot: QtBot) -> None:
    mark = ChangeMark("Speed")
    qtbot.addWidget(mark)

    mark.show_reference("45 tokens/s")
    shown = mark.isVisible()
    mark.show_reference(None)

    assert shown
    assert not mark.isVisible()
    assert "45 tokens/s" in mark.toolTip()
    assert mark.accessibleName() == "Speed differs from the profile; return to 45 tokens/s"


def test_space_presses_it_and_it_paints(qtbot: QtBot) -> None:
    mark = ChangeMark("Speed")
    qtbot.addWidget(mark)
    mark.show_colours(theme.DARK)
    mark.show_reference("45 tokens/s")
    mark.setFocus()

    with qtbot.waitSignal(mark.clicked):
        QTest.keyClick(mark, Qt.Key.Key_Space)

    image = mark.grab().toImage()
    assert image.pixelColor(image.width() // 2, image.height() // 2).name() == theme.DARK.accent.lower()


def test_it_has_a_name_before_anything_differs(qtbot: QtBot) -> None:
    mark = ChangeMark("Speed")
    qtbot.addWidget(mark)

    assert mark.accessibleName() == "Speed: return to the profile's value"
