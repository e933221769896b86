"""A small box of text that grows, and is never typed into: what an answer brings beside its text."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

SLACK_PX = 2
"""Qt scrolls where the lines fill the view to the last pixel."""


class GrowingText(QPlainTextEdit):
    """Between one line and `lines` high; a `steady` one just as high as its text needs, and never lower."""

    def __init__(
        self, name: str, lines: int, margin: int, *, steady: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, readOnly=True)
        self._lines = lines
        self._margin = margin
        self._steady = steady
        self._text = ""
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        # Not the document's margin: then the line above the lines in sight would show a sliver of itself.
        self.document().setDocumentMargin(0)
        self.setViewportMargins(margin, margin, margin, margin)
        self.verticalScrollBar().rangeChanged.connect(self._fit)
        self._fit()

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

    def _fit(self) -> None:
        """Keeps to its lines."""
        line, frame = self.fontMetrics().lineSpacing(), 2 * (self._margin + self.frameWidth()) + SLACK_PX
        needed = max(1, min(self._lines, self.document().lineCount())) if self._steady else 1
        self.setMinimumHeight(needed * line + frame)
        self.setMaximumHeight((needed if self._steady else self._lines) * line + frame)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps its end in sight, if it was."""
        bar = self.verticalScrollBar()
        follow = bar.value() == bar.maximum()
        super().resizeEvent(event)
        self._fit()
        if follow:
            bar.setValue(bar.maximum())

    def changeEvent(self, event: QEvent) -> None:
        """Another font or style has other lines."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()
