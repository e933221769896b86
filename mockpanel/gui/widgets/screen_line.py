"""One line of text on the screen: where it is, and where in it a document position stands."""

from __future__ import annotations

from typing import NamedTuple, cast

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextBlock, QTextLine

NEWLINE_PX = 10.0
"""How wide a line end is, where a token has nothing else to show."""


class ScreenLine(NamedTuple):
    """A line on the screen: its layout, where its paragraph is drawn, and its document positions.

    `text_stop` is where its text stops, `stop` one more where the paragraph's line end follows.
    """

    block: QTextBlock
    line: QTextLine
    origin: QPointF
    start: int
    text_stop: int
    stop: int

    @property
    def rect(self) -> QRectF:
        """Where the line is."""
        return self.line.rect().translated(self.origin)

    @property
    def natural_right(self) -> float:
        """Where the text ends, without the spaces at which it is wrapped."""
        return self.origin.x() + self.line.naturalTextRect().right()

    def x(self, position: int) -> float:
        """Where on the screen a document position in this line is; past the text for the line end's end."""
        inside = min(position - self.block.position(), self.block.length() - 1)
        x, _ = cast("tuple[float, int]", self.line.cursorToX(inside))  # PySide6's stubs say object
        past = position > self.block.position() + self.block.length() - 1
        return self.origin.x() + x + (NEWLINE_PX if past else 0)


def line_of(block: QTextBlock, line: QTextLine, origin: QPointF) -> ScreenLine:
    """The line of a paragraph that is drawn at `origin`."""
    start = block.position() + line.textStart()
    stop = start + line.textLength()
    return ScreenLine(block, line, origin, start, stop, stop + (stop == block.position() + block.length() - 1))
