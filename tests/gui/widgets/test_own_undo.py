"""Whose Ctrl+Z it is: the field's own where it has something to undo, else the window's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow, QPlainTextEdit
from pytestqt.qtbot import QtBot

from mockpanel.gui.widgets.own_undo import Field, OwnUndo

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Stage(QMainWindow):
    """A field in a window that has commands to undo and to redo."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self.done: list[str] = []
        OwnUndo(field)
        self.setCentralWidget(field)
        for name, keys in (("undo", ["Ctrl+Z"]), ("redo", ["Ctrl+Shift+Z", "Ctrl+Y"])):
            action = QAction(name, self)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.triggered.connect(lambda _checked=False, name=name: self.done.append(name))
            self.menuBar().addAction(action)

    @property
    def text(self) -> str:
        return self.field.text() if isinstance(self.field, QLineEdit) else self.field.toPlainText()

    def undo(self) -> None:
        QTest.keyClick(self.field, Qt.Key.Key_Z, CTRL)

    def redo(self) -> None:
        QTest.keyClick(self.field, Qt.Key.Key_Z, CTRL | SHIFT)

    def redo_with_y(self) -> None:
        QTest.keyClick(self.field, Qt.Key.Key_Y, CTRL)


@pytest.fixture(params=[QLineEdit, QPlainTextEdit])
def stage(request: pytest.FixtureRequest, qtbot: QtBot) -> Stage:
    made = Stage(request.param("before"))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.field.setFocus()
    return made


def test_a_field_with_nothing_to_undo_leaves_the_keys_to_the_window(stage: Stage) -> None:
    stage.undo()
    stage.redo()
    stage.redo_with_y()

    assert stage.done == ["undo", "redo", "redo"]
    assert stage.text == "before"


@pytest.mark.parametrize("again", [Stage.redo, Stage.redo_with_y], ids=["Ctrl+Shift+Z", "Ctrl+Y"])
def test_a_field_undoes_and_redoes_what_was_typed_in_it(stage: Stage, again: Callable[[Stage], None]) -> None:
    QTest.keyClicks(stage.field, "x")
    typed = stage.text

    stage.undo()
    undone = stage.text
    again(stage)

    assert (undone, stage.text) == ("before", typed)
    assert stage.done == []


def test_behind_its_own_steps_a_field_goes_on_to_the_windows(stage: Stage) -> None:
    QTest.keyClicks(stage.field, "x")

    stage.undo()
    stage.undo()

    assert stage.done == ["undo"]


def test_other_keys_are_the_fields_own(stage: Stage) -> None:
    QTest.keyClick(stage.field, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(stage.field, "yz")

    assert stage.text == "yz"
