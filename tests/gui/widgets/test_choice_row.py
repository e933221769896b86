"""A row with a list of words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mockpanel.core.settings import SPECS
from mockpanel.core.shape_settings import JitterDistribution
from mockpanel.gui.widgets.choice_row import ChoiceRow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


@pytest.fixture
def row(qtbot: QtBot) -> ChoiceRow:
    row = ChoiceRow(SPECS["jitter_distribution"])
    qtbot.addWidget(row)
    row.show_value(JitterDistribution.LOG_NORMAL)
    return row


def test_it_shows_words_and_emits_values(row: ChoiceRow) -> None:
    edits: list[str] = []
    row.edited.connect(edits.append)

    shown = row.box.currentText()
    QTest.keyClick(row.box, Qt.Key.Key_Down)

    assert shown == "log-normal"
    assert edits == ["gamma"]


def test_the_wheel_passes_by(row: ChoiceRow) -> None:
    at, none = QPointF(9, 9), QPoint()
    buttons, keys, phase = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase

    QApplication.sendEvent(row.box, QWheelEvent(at, at, none, QPoint(0, -120), buttons, keys, phase, False))

    assert row.box.currentText() == "log-normal"
