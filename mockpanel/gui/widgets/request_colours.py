"""Colours the names in a request's headers and JSON. Knows no request."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from mockpanel.gui.theme import Colours

LONGEST_BLOCK = 20_000
"""A longer line is not coloured: nobody reads it, and it would cost frames."""


class RequestColours(QSyntaxHighlighter):
    """Names stand out, values stay plain: headers and JSON keys in the accent, braces and numbers as they are."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._name = QTextCharFormat()
        self._key = QRegularExpression(r'^\s*("(?:[^"\\]|\\.)*")\s*:')
        self._header = QRegularExpression(r"^([A-Za-z0-9_.-]+):\s")

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._name.setForeground(QColor(colours.accent))
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """One line."""
        if len(text) > LONGEST_BLOCK:
            return
        for expression in (self._key, self._header):
            match = expression.match(text)
            if match.hasMatch():
                self.setFormat(match.capturedStart(1), match.capturedLength(1), self._name)
                return
