"""A row with a line to type on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mockpanel.core.settings import SPECS
from mockpanel.core.shape_settings import LARGEST_SEED
from mockpanel.gui.widgets.line_row import LineRow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


@pytest.fixture
def row(qtbot: QtBot) -> LineRow:
    row = LineRow(SPECS["seed"])
    qtbot.addWidget(row)
    row.show()
    row.show_value(7)
    return row


def type_in(row: LineRow, text: str) -> None:
    row.line.setFocus()
    row.line.selectAll()
    QTest.keyClicks(row.line, text)
    QTest.keyClick(row.line, Qt.Key.Key_Return)


def test_no_digit_of_the_largest_number_is_lost(row: LineRow) -> None:
    edits: list[object] = []
    row.edited.connect(edits.append)

    type_in(row, str(LARGEST_SEED))

    assert edits == [LARGEST_SEED]
    assert row.line.fontMetrics().horizontalAdvance(row.line.text()) < row.line.width()


def test_what_is_no_number_is_refused_in_a_sentence_until_something_else_is_typed(row: LineRow) -> None:
    type_in(row, "many")
    said = row.error.text(), row.error.isVisible()
    QTest.keyClicks(row.line, "5")

    assert said == (
        f'Seed must be a whole number between -{LARGEST_SEED + 1} and {LARGEST_SEED}, got "many"',
        True,
    )
    assert not row.error.isVisible()


def test_what_is_being_typed_stays_while_another_value_is_shown(row: LineRow) -> None:
    row.line.setFocus()
    QTest.keyClicks(row.line, "1")
    typed = row.line.text()

    row.show_value(3)

    assert row.line.text() == typed
