"""Ctrl+Z in a field: its own where it has something to undo, else the window's. Knows no window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

Field = QLineEdit | QPlainTextEdit

_CTRL_Y = QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Y)
"""Redo on Windows only, as Qt has it; the window's own redo has it everywhere."""


class OwnUndo(QObject):
    """Qt's fields keep the keys of undo and redo to themselves also where they have nothing to undo."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._field = field
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claims the keys, or leaves them to the window."""
        if not isinstance(event, QKeyEvent) or event.type() is QEvent.Type.KeyRelease:
            return super().eventFilter(watched, event)
        undoes = event.matches(QKeySequence.StandardKey.Undo)
        if not undoes and not _redoes(event):
            return super().eventFilter(watched, event)
        able = _can_undo(self._field) if undoes else _can_redo(self._field)
        event.setAccepted(able)
        if able and event.type() is QEvent.Type.KeyPress:
            (self._field.undo if undoes else self._field.redo)()
        return True


def _redoes(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Redo) or QKeySequence(event.keyCombination()) == _CTRL_Y


def _can_undo(field: Field) -> bool:
    return field.isUndoAvailable() if isinstance(field, QLineEdit) else field.document().isUndoAvailable()


def _can_redo(field: Field) -> bool:
    return field.isRedoAvailable() if isinstance(field, QLineEdit) else field.document().isRedoAvailable()
