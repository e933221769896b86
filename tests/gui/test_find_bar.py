"""The find bar goes round all hits, counts them, and gives the text back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mockpanel.gui.widgets.find_bar import FindBar
from tests.gui.pads import select

# The offscreen platform says so of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def whole(qtbot: QtBot) -> QWidget:
    made, pad = QWidget(), QPlainTextEdit()
    qtbot.addWidget(made)
    column = QVBoxLayout(made)
    column.addWidget(pad)
    column.addWidget(FindBar(pad))
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def pad(whole: QWidget) -> QPlainTextEdit:
    return whole.findChildren(QPlainTextEdit)[0]


@pytest.fixture
def bar(whole: QWidget) -> FindBar:
    return whole.findChildren(FindBar)[0]


def hits(bar: FindBar) -> str:
    return next(label.text() for label in bar.findChildren(QLabel) if label.accessibleName() == "Hits")


def field(bar: FindBar) -> QLineEdit:
    return bar.findChildren(QLineEdit)[0]


def test_finding_goes_round_and_counts(pad: QPlainTextEdit, bar: FindBar) -> None:
    pad.setPlainText("😀 One two\r\nONE three one")

    bar.enter()
    QTest.keyClicks(field(bar), "one")
    assert hits(bar) == "1 of 3"
    assert pad.textCursor().selectedText() == "One"

    seen = []
    for _ in range(3):
        QTest.keyClick(field(bar), Qt.Key.Key_Return)
        seen.append((hits(bar), pad.textCursor().selectedText()))
    assert seen == [("2 of 3", "ONE"), ("3 of 3", "one"), ("1 of 3", "One")]

    QTest.keyClick(field(bar), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert hits(bar) == "3 of 3"


def test_finding_nothing_says_so(pad: QPlainTextEdit, bar: FindBar) -> None:
    pad.setPlainText("one")
    bar.enter()

    QTest.keyClicks(field(bar), "x")

    assert hits(bar) == "Not found"


def test_nothing_is_said_of_no_words(pad: QPlainTextEdit, bar: FindBar) -> None:
    pad.setPlainText("one")
    bar.enter()
    QTest.keyClicks(field(bar), "o")
    assert hits(bar) == "1 of 1"

    QTest.keyClick(field(bar), Qt.Key.Key_Backspace)

    assert hits(bar) == ""


def test_signs_of_patterns_are_words_like_others(pad: QPlainTextEdit, bar: FindBar) -> None:
    pad.setPlainText("f(x) = [a.b]*")
    bar.enter()

    QTest.keyClicks(field(bar), "(x) = [a.b]*")

    assert hits(bar) == "1 of 1"


def test_it_opens_with_the_selection_and_closes(pad: QPlainTextEdit, bar: FindBar) -> None:
    pad.setPlainText("one two")
    select(pad, 4, 7)

    bar.enter()
    assert field(bar).text() == "two"
    assert hits(bar) == "1 of 1"

    QTest.keyClick(field(bar), Qt.Key.Key_Escape)
    assert not bar.isVisible()


def test_a_selection_of_several_lines_is_not_looked_for(pad: QPlainTextEdit, bar: FindBar) -> None:
    pad.setPlainText("one\ntwo")
    pad.selectAll()

    bar.enter()

    assert field(bar).text() == ""


def test_hits_are_counted_anew_after_typing(pad: QPlainTextEdit, bar: FindBar, qtbot: QtBot) -> None:
    pad.setPlainText("one")
    bar.enter()
    QTest.keyClicks(field(bar), "one")

    pad.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(pad, " one")

    qtbot.waitUntil(lambda: hits(bar) == "2 found")


def test_every_control_has_a_name_and_every_button_a_tooltip(bar: FindBar) -> None:
    buttons = bar.findChildren(QToolButton)
    controls: list[QWidget] = [field(bar), *(button for button in buttons if button.toolTip())]

    assert len(controls) == 5  # with the cross in the field
    assert all(control.accessibleName() for control in controls)
