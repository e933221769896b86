"""A setting that is a text of some lines: its label and a small field below it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from mockpanel.core.settings import Spec
from mockpanel.gui.theme import SPACE
from mockpanel.gui.widgets.figures import in_words
from mockpanel.gui.widgets.own_undo import OwnUndo
from mockpanel.gui.widgets.setting_row import Place, SettingRow

TYPING_MS = 200
"""What was typed is taken over after so long without a key."""

LINES = 3


class TextRow(SettingRow):
    """Holds what is being typed until it is taken over."""

    edited = Signal(str)

    def __init__(self, spec: Spec, parent: QWidget | None = None) -> None:
        self.field = QPlainTextEdit()
        super().__init__(spec.label, self.field, place=Place.BELOW, parent=parent)
        self._spec = spec
        self.field.setTabChangesFocus(True)
        OwnUndo(self.field)
        self.field.setPlaceholderText("Empty")
        self.field.setFixedHeight(LINES * self.field.fontMetrics().lineSpacing() + SPACE[3])
        self.label.setToolTip(spec.help)
        self.field.setToolTip(spec.help)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(lambda: self.edited.emit(self.field.toPlainText()))
        self.field.textChanged.connect(self._typing.start)

    def show_value(self, value: object) -> None:
        """Shows a text, unless another is just being typed."""
        if self._typing.isActive() or value == self.field.toPlainText():
            return
        with QSignalBlocker(self.field):
            self.field.setPlainText(str(value))

    def in_words(self, value: object) -> str:
        """Its beginning."""
        return in_words(self._spec, value)
