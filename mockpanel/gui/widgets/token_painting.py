"""What is painted on and under a text: colours of tokens, ticks between them, marks for white space. Holds no text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from mockpanel.core.spans import EditedSpans, Span
from mockpanel.gui.theme import LIGHT, Colours
from mockpanel.gui.widgets.screen_line import NEWLINE_PX, ScreenLine
from mockpanel.gui.widgets.text_ends import LINE_END_MARKS, kind_of
from mockpanel.gui.widgets.token_highlighter import formatted
from mockpanel.gui.widgets.token_tooltip import MARKS

UNDERLINE_PX = 2.0
MOST_KEPT_LINES = 2_000
"""So many lines' ticks are kept; asking Qt where a character stands takes most of the time of painting."""

LINE_END_SCALE = 0.75
"""Of the text's size, so that CR is not read as text."""

_Key = tuple[int | None, int]
"""Where a line's text stood before it was edited, unless it was, and its length."""

_Kept = TypeVar("_Kept")
_SPACES = re.compile(f"[{''.join(MARKS)}]")


class TokenPainting:
    """Paints lines on the screen, and keeps where their tokens are until it is told to forget."""

    def __init__(self) -> None:
        self.colours: Colours = LIGHT
        self._ticks: dict[_Key, list[QRectF]] = {}
        self._boxes: dict[_Key, list[tuple[int, QRectF]]] = {}

    def forget(self) -> None:
        """The tokens, the font or the width are others: nothing is where it was."""
        self._ticks.clear()
        self._boxes.clear()

    def paint_colours(self, painter: QPainter, spans: EditedSpans, lines: Iterable[ScreenLine]) -> None:
        """The colours of the lines that are too long for formats, before their text is painted."""
        colours = [QColor(colour) for colour in self.colours.tokens]
        for line in lines:
            if not formatted(line.block):
                painter.save()
                painter.translate(line.origin.x(), line.origin.y() + line.line.y())
                for token, rect in self._boxes_of(spans, line):
                    painter.fillRect(rect, colours[token % len(colours)])
                painter.restore()

    def paint_ticks(self, painter: QPainter, spans: EditedSpans, line: ScreenLine) -> None:
        """A tick before every token of a line, but not while an input method is at work in it."""
        if not line.block.layout().preeditAreaText():
            painter.save()
            painter.translate(line.origin.x(), line.origin.y() + line.line.y())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.colours.tick))
            painter.drawRects(self._ticks_of(spans, line))
            painter.restore()

    def paint_white_space(self, painter: QPainter, line: ScreenLine, font: QFont) -> None:
        """Marks for the spaces, tabs and line end of a line in that font."""
        text, first = line.block.text(), line.line.textStart()
        painter.setPen(QColor(self.colours.muted))
        painter.setFont(font)
        for found in _SPACES.finditer(text, first, first + line.line.textLength()):
            at = line.block.position() + found.start()
            left, right = sorted((line.x(at), line.x(at + 1)))
            box = QRectF(left, line.rect.y(), max(right - left, NEWLINE_PX), line.rect.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, MARKS[found.group()])
        following = line.block.next()
        if line.stop > line.text_stop and following.isValid():
            small = QFont(font)
            small.setPointSizeF(font.pointSizeF() * LINE_END_SCALE)
            painter.setFont(small)
            box = QRectF(line.x(line.stop - 1) + 2, line.rect.y(), 4 * NEWLINE_PX, line.rect.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, LINE_END_MARKS[kind_of(following)])

    def _ticks_of(self, spans: EditedSpans, line: ScreenLine) -> list[QRectF]:
        """The ticks of a line, from its paragraph's left and its own top; kept while its text is the same."""
        key = spans.unedited(line.start, line.stop), line.stop - line.start
        found = self._ticks.get(key) if key[0] is not None else None
        if found is None:
            height, left = line.line.height(), line.origin.x()
            starts = [span.start for span in spans.between(line.start, line.stop)]
            places = [round(line.x(start) - left) for start in starts if start >= line.start and start]
            found = [QRectF(place, 0, 1, height) for place in places]
            _keep(self._ticks, key, found)
        return found

    def _boxes_of(self, spans: EditedSpans, line: ScreenLine) -> list[tuple[int, QRectF]]:
        """Tokens of a line and where they are, from its paragraph's left and its own top; kept as ticks are."""
        key = spans.unedited(line.start, line.text_stop), line.stop - line.start
        found = self._boxes.get(key) if key[0] is not None else None
        if found is None:
            found = []
            for span in spans.between(line.start, line.text_stop):
                rect = _rect(line, span)
                rect.setRight(min(rect.right(), line.natural_right))  # Qt gives no colour to spaces at a wrap either
                rect.translate(-line.origin.x(), -rect.y())
                found.append((span.first, rect))
            _keep(self._boxes, key, found)
        return found


def underlines(lines: Iterable[ScreenLine], span: Span) -> list[QRectF]:
    """Where a line goes under a span, once for each line on the screen that it is in."""
    touched = [line for line in lines if line.start < span.stop and line.stop > span.start]
    rects = [_rect(line, span) for line in touched]
    return [QRectF(rect.x(), rect.bottom() - UNDERLINE_PX, rect.width(), UNDERLINE_PX) for rect in rects]


def _rect(line: ScreenLine, span: Span) -> QRectF:
    rect = line.rect
    shown = span.clipped(line.start, line.stop)
    left, right = sorted((line.x(shown.start), line.x(shown.stop)))
    return QRectF(left, rect.y(), right - left, rect.height())


def _keep(kept: dict[_Key, _Kept], key: _Key, value: _Kept) -> None:
    if len(kept) > MOST_KEPT_LINES:
        kept.clear()
    kept[key] = value
