"""The line for a real front end."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from mockpanel.gui.widgets.model_line import ModelLine


def test_the_line_is_copied_as_it_is_shown(qtbot: QtBot) -> None:
    line = ModelLine()
    qtbot.addWidget(line)
    line.show_model("mock-a", "Painful")

    line.click()

    assert line.text() == QGuiApplication.clipboard().text() == 'model: "mock-a"'
    assert "Painful" in line.toolTip()
