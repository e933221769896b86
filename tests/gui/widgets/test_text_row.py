"""A row with a text of some lines."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mockpanel.core.settings import SPECS
from mockpanel.gui.widgets.text_row import TextRow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


@pytest.fixture
def row(qtbot: QtBot) -> TextRow:
    row = TextRow(SPECS["mock_reasoning"])
    qtbot.addWidget(row)
    return row


def test_what_was_typed_is_taken_over_soon_and_in_one_piece(qtbot: QtBot, row: TextRow) -> None:
    edits: list[str] = []
    row.edited.connect(edits.append)

    with qtbot.waitSignal(row.edited):
        QTest.keyClicks(row.field, "Let me see.")

    assert edits == ["Let me see."]


def test_showing_emits_nothing_and_does_not_disturb_the_one_who_types(qtbot: QtBot, row: TextRow) -> None:
    row.show_value("From elsewhere")
    shown = row.field.toPlainText()
    QTest.keyClicks(row.field, "x")
    row.show_value("From elsewhere again")

    assert shown == "From elsewhere"
    assert row.field.toPlainText() == "xFrom elsewhere"


def test_tab_leads_on(row: TextRow) -> None:
    QTest.keyClick(row.field, Qt.Key.Key_Tab)

    assert row.field.toPlainText() == ""
    assert row.field.tabChangesFocus()


def test_a_long_text_is_told_of_by_its_beginning(row: TextRow) -> None:
    assert row.in_words("a b\nc") == "“a b c”"
    assert row.in_words("x" * 30) == f"“{'x' * 24}…”"
