"""The tool calls of an answer as they come: a small card each, with the tool's name and its growing arguments."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from mockpanel.core.dialects.heard import Piece
from mockpanel.gui.theme import SPACE, number_font

LINES = 2
"""As high as a card gets; where there is no room, one line."""
MOST_CARDS = 3
"""So many of the latest are in sight; Wire has all."""


class CallCard(QWidget):
    """One call."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.name.setProperty("role", "heading")
        self.name.setAccessibleName("Tool that is called")
        self.arguments = QPlainTextEdit(readOnly=True)
        self.arguments.setFont(number_font())
        self.arguments.setTabChangesFocus(True)
        self.arguments.setAccessibleName("Arguments of the call")
        self.arguments.document().setDocumentMargin(SPACE[0])
        line = self.arguments.fontMetrics().lineSpacing()
        self.arguments.setMinimumHeight(line + 3 * SPACE[0])
        self.arguments.setMaximumHeight(LINES * line + 3 * SPACE[0])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE[1])
        row.addWidget(self.name)
        row.addWidget(self.arguments, 1)

    def add(self, piece: Piece) -> None:
        """What has just come of it."""
        if piece.name:
            self.name.setText(f"Calls {piece.name}")
        cursor = QTextCursor(self.arguments.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(piece.text)
        bar = self.arguments.verticalScrollBar()
        bar.setValue(bar.maximum())


class HeardCalls(QWidget):
    """Hidden until a tool is called; the latest calls are in sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: dict[int, CallCard] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE[1])
        self.hide()

    def clear(self) -> None:
        """Another answer begins."""
        self.hide()
        for card in self.cards.values():
            card.hide()
            card.deleteLater()
        self.cards = {}

    def add(self, piece: Piece) -> None:
        """What has just come of a call."""
        if piece.call not in self.cards:
            card = self.cards[piece.call] = CallCard()
            self._column.addWidget(card)
            card.show()
            for old in list(self.cards.values())[:-MOST_CARDS]:
                old.hide()
        self.cards[piece.call].add(piece)
        self.show()
