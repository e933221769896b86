"""The background colours of tokens, as formats of the lines in view. Lines out of view cost nothing.

A line too long for formats is left to its text widget to paint: Qt lays out every format on its own.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTextBoundaryFinder
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextBlock, QTextCharFormat, QTextDocument

from mockpanel.core.spans import EditedSpans, Spans
from mockpanel.core.tokens import Tokens
from mockpanel.gui.theme import Colours

LONGEST_LINE = 1_000
"""UTF-16 units; a key pressed in a line of 2,000 with formats takes 3 ms, in one of 10,000 already 12 ms."""


class TokenHighlighter(QSyntaxHighlighter):
    """Colours what `show_range` names. `spans` follow every edit, until `show_tokens` brings new ones."""

    def __init__(self, document: QTextDocument, colours: Colours, parent: QObject) -> None:
        super().__init__(parent)
        self.spans: EditedSpans | None = None
        self._formats = _formats(colours)
        self._first = self._last = 0
        self._coloured: set[int] = set()
        # Before setDocument, so that an edit reaches the spans before highlightBlock reads them.
        document.contentsChange.connect(self._edit)
        document.blockCountChanged.connect(self._coloured.clear)
        self.setDocument(document)

    def show_tokens(self, tokens: Tokens | None) -> None:
        """Colours these tokens, of exactly the document's text, from now on; or none."""
        self.spans = EditedSpans(Spans(tokens)) if tokens is not None else None
        self._repeat()

    def show_colours(self, colours: Colours) -> None:
        """Changes the colours."""
        self._formats = _formats(colours)
        self._repeat()

    def show_range(self, first: int, last: int) -> None:
        """Colours the lines with these numbers, unless they are; the lines in view, both included."""
        self._first, self._last = first, last
        missing = [number for number in range(first, last + 1) if number not in self._coloured]
        for number in missing:
            self.rehighlightBlock(self.document().findBlockByNumber(number))

    def highlightBlock(self, text: str) -> None:
        """Gives one line its formats; Qt calls it for every line that changed."""
        block = self.currentBlock()
        number = block.blockNumber()
        if self.spans is None or not self._first <= number <= self._last:
            self._coloured.discard(number)
            return
        self._coloured.add(number)
        if formatted(block):
            start, stop = block.position(), block.position() + block.length() - 1
            whole = _whole_characters(text)
            for span in self.spans.between(start, stop):
                shown = span.clipped(start, stop)
                first, end = whole(shown.start - start), whole(shown.stop - start)
                self.setFormat(first, end - first, self._formats[span.first % len(self._formats)])

    def _edit(self, position: int, _removed: int, added: int) -> None:
        if self.spans is not None:
            self.spans.edit(position, added, self.document().characterCount() - 1)

    def _repeat(self) -> None:
        self._coloured.clear()
        self.show_range(self._first, self._last)


def _whole_characters(text: str) -> Callable[[int], int]:
    """Moves a position inside what is drawn as one character to its end: Qt would tear it at a change of format."""
    if text.isascii():
        return lambda position: position
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, text)

    def whole(position: int) -> int:
        finder.setPosition(position)
        return position if finder.isAtBoundary() else finder.toNextBoundary()

    return whole


def formatted(block: QTextBlock) -> bool:
    """Whether a line has formats, rather than being painted."""
    return block.length() <= LONGEST_LINE


def _formats(colours: Colours) -> list[QTextCharFormat]:
    made = []
    for colour in colours.tokens:
        one = QTextCharFormat()
        one.setBackground(QColor(colour))
        one.setForeground(QColor(colours.text))
        made.append(one)
    return made
