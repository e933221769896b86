"""The dialog of an unexpected error: it stops nothing, and hands out what a report needs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mockpanel.gui.theme import DARK, LIGHT
from mockpanel.gui.widgets.error_dialog import LONGEST_DETAILS, SENTENCE, ErrorDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def dialog(qtbot: QtBot) -> ErrorDialog:
    """One that nothing was shown in yet."""
    made = ErrorDialog()
    qtbot.addWidget(made)
    return made


def test_it_says_what_happened_and_that_the_server_goes_on(dialog: ErrorDialog) -> None:
    dialog.show_error("ValueError: <b>x</b>", "the details")

    assert dialog.isVisible()
    assert not dialog.isModal()
    assert dialog.sentence.text() == SENTENCE
    assert dialog.summary.text() == "ValueError: <b>x</b>"
    assert dialog.summary.textFormat() is Qt.TextFormat.PlainText
    assert dialog.details.toPlainText() == "the details"
    assert not dialog.count.isVisible()


def test_details_are_closed_until_they_are_asked_for(dialog: ErrorDialog) -> None:
    dialog.show_error("a", "b")
    before = dialog.details.isVisible()

    dialog.toggle.click()

    assert not before
    assert dialog.details.isVisible()
    assert dialog.details.isReadOnly()


def test_what_comes_while_it_is_open_is_counted_and_stands_in_the_details(dialog: ErrorDialog) -> None:
    dialog.show_error("first", "one")

    for number in range(3):
        dialog.show_error("later", f"two {number}")

    assert dialog.summary.text() == "first"
    assert dialog.count.text() == "And 3 more since then."
    assert dialog.details.toPlainText().split() == ["one", "two", "0", "two", "1", "two", "2"]


def test_an_error_after_it_was_closed_is_a_new_one(dialog: ErrorDialog, qtbot: QtBot) -> None:
    dialog.show_error("first", "one")
    dialog.toggle.click()
    dialog.show_error("second", "two")
    dialog.leave.click()

    dialog.show_error("third", "three", more=0)

    assert (dialog.summary.text(), dialog.details.toPlainText()) == ("third", "three")
    assert not dialog.count.isVisible()
    assert not dialog.details.isVisible()


def test_the_details_have_an_end(dialog: ErrorDialog) -> None:
    dialog.show_error("a", "x" * (LONGEST_DETAILS + 5))

    dialog.show_error("b", "y")

    assert len(dialog.details.toPlainText()) == LONGEST_DETAILS
    assert dialog.count.text() == "And 1 more since then."


def test_the_details_can_be_copied(dialog: ErrorDialog) -> None:
    dialog.show_error("a", "line 1\nline 2 漢")

    dialog.copy.click()

    assert QGuiApplication.clipboard().text() == "line 1\nline 2 漢"
    assert dialog.copy.text() == "Copied"


def test_the_log_folder_can_be_asked_for(dialog: ErrorDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.log_asked):
        dialog.log.click()


def test_escape_closes_it(dialog: ErrorDialog) -> None:
    dialog.show_error("a", "b")

    QTest.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()


def test_every_control_has_a_name_and_a_tooltip_and_every_scheme_its_colours(dialog: ErrorDialog) -> None:
    for colours in (LIGHT, DARK):
        dialog.show_colours(colours)

        assert colours.error in dialog.summary.styleSheet()
    for button in dialog.findChildren(QPushButton):
        assert button.text()
        assert "(" in button.toolTip()
    assert dialog.details.accessibleName()
