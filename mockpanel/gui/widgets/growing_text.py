"""A small box of text that grows, and is never typed into: what an answer brings beside its text."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget


class GrowingText(QPlainTextEdit):
    """As high as its text, between one line and `lines`."""

    def __init__(self, name: str, lines: int, margin: int, parent: QWidget | None = None) -> None:
        super().__init__(parent, readOnly=True)
        self._lines = lines
        self._margin = margin
        self._text = ""
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(margin)
        self.fit()

    def fit(self) -> None:
        """Keeps to its lines, after another font was set too."""
        line = self.fontMetrics().lineSpacing()
        self.setMinimumHeight(line + 3 * self._margin)
        self.setMaximumHeight(self._lines * line + 3 * self._margin)

    def text(self) -> str:
        """All of it."""
        return self._text

    def add(self, text: str, *, follow: bool = False) -> None:
        """Text that has just come; its end stays in sight, if it was, or in any case with `follow`."""
        if not text:
            return
        self._text += text
        bar = self.verticalScrollBar()
        follow = follow or bar.value() == bar.maximum()
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text)
        if follow:
            bar.setValue(bar.maximum())

    def show_text(self, text: str, *, follow: bool = False) -> None:
        """Another text; one that goes on from the one shown is only added to."""
        if text.startswith(self._text):
            self.add(text[len(self._text) :], follow=follow)
        else:
            self._text = ""
            self.setPlainText("")
            self.add(text, follow=follow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps its end in sight, if it was."""
        bar = self.verticalScrollBar()
        follow = bar.value() == bar.maximum()
        super().resizeEvent(event)
        if follow:
            bar.setValue(bar.maximum())
