"""The reasoning of an answer as it comes: folded and muted, above the text."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from mockpanel.core.measures import grouped
from mockpanel.gui.theme import SPACE, Colours
from mockpanel.gui.widgets.disclosure import Disclosure

LINES = 5
"""As high as it gets; where there is no room, one line."""


class HeardThoughts(QWidget):
    """Hidden until there is some; stays open or closed from one answer to the next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._length = 0
        self.heading = Disclosure("Reasoning")
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName("Reasoning")
        self.text.setTabChangesFocus(True)
        self.text.document().setDocumentMargin(SPACE[1])
        line = self.text.fontMetrics().lineSpacing()
        self.text.setMinimumHeight(line + 3 * SPACE[1])
        self.text.setMaximumHeight(LINES * line + 3 * SPACE[1])
        self.text.hide()
        self.heading.setToolTip("What the answer thought before it began")
        self.heading.toggled.connect(self.text.setVisible)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.heading)
        column.addWidget(self.text)
        self.hide()

    def clear(self) -> None:
        """Another answer begins."""
        self.hide()
        self._length = 0
        self.text.clear()

    def add(self, text: str) -> None:
        """Text that has just come."""
        self._length += len(text)
        bar = self.text.verticalScrollBar()
        follows = bar.value() == bar.maximum()
        cursor = QTextCursor(self.text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text)
        if follows:
            bar.setValue(bar.maximum())
        self.heading.show_state(f"{grouped(self._length)} character{'' if self._length == 1 else 's'}")
        self.show()

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.heading.show_colours(colours)
        palette = self.text.palette()
        palette.setColor(QPalette.ColorRole.Text, QColor(colours.muted))
        self.text.setPalette(palette)
