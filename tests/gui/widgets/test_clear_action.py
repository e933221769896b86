"""The cross at the end of a line edit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from mockpanel.gui.theme import DARK, LIGHT
from mockpanel.gui.widgets.clear_action import ClearAction

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


@pytest.fixture
def line(qtbot: QtBot) -> QLineEdit:
    made = QLineEdit()
    qtbot.addWidget(made)
    made.show()
    return made


def test_it_is_there_while_something_stands_in_the_line(line: QLineEdit) -> None:
    cross = ClearAction(line)
    empty = cross.isVisible()

    QTest.keyClicks(line, "a")

    assert not empty
    assert cross.isVisible()


def test_pressing_it_empties_the_line_as_if_that_were_typed(line: QLineEdit, qtbot: QtBot) -> None:
    ClearAction(line)
    line.setText("words")
    button = line.findChildren(QToolButton)[0]

    with qtbot.waitSignal(line.textEdited) as told:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    assert told.args == [""]
    assert line.text() == ""
    assert button.accessibleName() == "Clear"
    assert button.toolTip() == "Clear"


def test_it_takes_the_colours_of_the_scheme(line: QLineEdit) -> None:
    cross = ClearAction(line)
    cross.show_colours(LIGHT)
    light = cross.icon().pixmap(16).toImage()

    cross.show_colours(DARK)

    assert cross.icon().pixmap(16).toImage() != light
