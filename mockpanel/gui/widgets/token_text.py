"""A text to edit, each token in its colour with a tick before it. Tokenizes nothing itself."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QToolTip, QWidget

from mockpanel.core.spans import EditedSpans, Span
from mockpanel.core.tokens import Tokens
from mockpanel.gui.theme import LIGHT, SPACE, Colours, number_font
from mockpanel.gui.widgets.screen_line import NEWLINE_PX, ScreenLine, line_of
from mockpanel.gui.widgets.text_ends import LINE_END_MARKS, kind_of, read_text, write_text
from mockpanel.gui.widgets.token_highlighter import TokenHighlighter, formatted
from mockpanel.gui.widgets.token_tooltip import MARKS, described

EMPTY = "Empty: the last user message is echoed."
TEXT_POINTS = 11.0
UNDERLINE_PX = 2.0
MOST_KEPT_LINES = 2_000
"""So many lines' ticks are kept; asking Qt where a character stands takes most of the time of painting."""

LINE_END_SCALE = 0.75
"""Of the text's size, so that CR is not read as text."""

_Key = tuple[int | None, int]
"""Where a line's text stood before it was edited, unless it was, and its length."""

_Kept = TypeVar("_Kept")
_SPACES = re.compile(f"[{''.join(MARKS)}]")


class TokenText(QPlainTextEdit):
    """The text itself, with ticks between tokens, marks for white space, and the token just sent underlined."""

    changed = Signal()
    """The text, that is: QPlainTextEdit's own textChanged comes with new colours as well."""

    file_dropped = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = LIGHT
        self._whitespace = False
        self._lit: int | None = None
        self._kinds = {0}
        self._text: str | None = ""
        self._dirty = False
        self._kept_ticks: dict[_Key, list[QRectF]] = {}
        self._kept_boxes: dict[_Key, list[tuple[int, QRectF]]] = {}
        self.highlighter = TokenHighlighter(self.document(), LIGHT, self)
        self.setFont(number_font(TEXT_POINTS))
        self.setPlaceholderText(EMPTY)
        self.setAccessibleName("Response")
        self.setTabChangesFocus(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(SPACE[1])
        self.setTabStopDistance(4 * QFontMetricsF(self.font()).horizontalAdvance(" "))
        self.document().contentsChange.connect(self._forget)
        self.textChanged.connect(self._tell)
        self.verticalScrollBar().valueChanged.connect(self.colour_view)
        self.blockCountChanged.connect(self.colour_view)

    def text(self) -> str:
        """The text, byte for byte."""
        if self._text is None:
            self._text = read_text(self.document(), self._kinds)
        return self._text

    def show_text(self, text: str) -> None:
        """Starts anew with a text; nothing is left to undo."""
        document = self.document()
        self.highlighter.show_tokens(None)
        document.setUndoRedoEnabled(False)
        with QSignalBlocker(self):
            self.clear()
            self._kinds = write_text(QTextCursor(document), text)
        document.setUndoRedoEnabled(True)
        self._text, self._dirty = text, False
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def replace_text(self, text: str) -> None:
        """Puts a text in the place of all there is; undo brings that back."""
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        self._kinds |= write_text(cursor, text)
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def show_tokens(self, tokens: Tokens) -> None:
        """Colours the tokens of exactly this text."""
        self.highlighter.show_tokens(tokens)
        self._kept_ticks.clear()
        self._kept_boxes.clear()
        self.colour_view()
        self.viewport().update()

    def show_lit(self, token: int | None) -> None:
        """Underlines one token; paints no more than the lines it left and the lines it reached."""
        if token != self._lit:
            before = self._lit_rects()
            self._lit = token
            for rect in (*before, *self._lit_rects()):
                self.viewport().update(rect.toAlignedRect())

    def show_colours(self, colours: Colours) -> None:
        """Changes the colours."""
        self._colours = colours
        self.highlighter.show_colours(colours)
        self.viewport().update()

    def set_whitespace_visible(self, visible: bool) -> None:
        """Shows or hides the marks for spaces, tabs and line ends."""
        self._whitespace = visible
        self.viewport().update()

    def colour_view(self) -> None:
        """Gives the lines in view their colours."""
        first = last = self.firstVisibleBlock()
        y, bottom = self.contentOffset().y(), self.viewport().height()
        while last.isValid() and y <= bottom:
            y += self.blockBoundingRect(last).height()
            last = last.next()
        number = last.blockNumber() - 1 if last.isValid() else self.blockCount() - 1
        self.highlighter.show_range(first.blockNumber(), number)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Colours the lines that come into view."""
        super().resizeEvent(event)
        self._kept_ticks.clear()
        self._kept_boxes.clear()
        self.colour_view()

    def changeEvent(self, event: QEvent) -> None:
        """Keeps tabs four characters wide, and forgets where characters stood in the former font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._kept_ticks.clear()
            self._kept_boxes.clear()
            self.setTabStopDistance(4 * QFontMetricsF(self.font()).horizontalAdvance(" "))

    def viewportEvent(self, event: QEvent) -> bool:
        """Shows what is known of the token under the pointer."""
        if not isinstance(event, QHelpEvent):
            return super().viewportEvent(event)
        span = self.span_at(event.pos())
        if span is None or self.highlighter.spans is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPos(), described(self.highlighter.spans.spans.tokens, span), self)
        return True

    def span_at(self, point: QPoint) -> Span | None:
        """The span under a point of the viewport."""
        spans = self.highlighter.spans
        for line in self._lines(QRectF(point.x(), point.y(), 1, 1)):
            end = line.x(line.stop)
            if spans is not None and line.origin.x() <= point.x() <= max(end, line.natural_right):
                inside = line.line.xToCursor(point.x() - line.origin.x(), QTextLine.CursorPosition.CursorOnCharacter)
                return spans.at(line.block.position() + inside)
        return None

    def paintEvent(self, event: QPaintEvent) -> None:
        """The colours of long lines, then the text, then ticks and marks on it."""
        area = QRectF(event.rect())
        lines = list(self._lines(area))
        painter = QPainter(self.viewport())
        self._paint_colours(painter, lines)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        for line in lines:
            self._paint_ticks(painter, line)
            if self._whitespace:
                self._paint_white_space(painter, line)
        for rect in self._lit_rects():
            painter.fillRect(rect, QColor(self._colours.accent))
        painter.end()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text, or a file."""
        return _file_in(source) is not None or source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Text goes in with the line ends of the line it goes to; a file is for the owner to load."""
        path = _file_in(source)
        if path is not None:
            self.file_dropped.emit(path)
        elif source.hasText():
            self.textCursor().insertText(source.text())
            self.ensureCursorVisible()

    def createMimeDataFromSelection(self) -> QMimeData:
        """The selected text; Qt's own would turn no-break spaces into spaces."""
        data = QMimeData()
        data.setText(self.textCursor().selectedText().replace("\u2029", "\n"))
        return data

    def _paint_colours(self, painter: QPainter, lines: list[ScreenLine]) -> None:
        spans = self.highlighter.spans
        if spans is None:
            return
        colours = [QColor(colour) for colour in self._colours.tokens]
        for line in lines:
            if not formatted(line.block):
                painter.save()
                painter.translate(line.origin.x(), line.origin.y() + line.line.y())
                for token, rect in self._boxes(spans, line):
                    painter.fillRect(rect, colours[token % len(colours)])
                painter.restore()

    def _paint_ticks(self, painter: QPainter, line: ScreenLine) -> None:
        if self.highlighter.spans is not None and not line.block.layout().preeditAreaText():
            painter.save()
            painter.translate(line.origin.x(), line.origin.y() + line.line.y())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._colours.tick))
            painter.drawRects(self._ticks(self.highlighter.spans, line))
            painter.restore()

    def _ticks(self, spans: EditedSpans, line: ScreenLine) -> list[QRectF]:
        """The ticks of a line, from its paragraph's left and its own top; kept while its text is the same."""
        key = spans.unedited(line.start, line.stop), line.stop - line.start
        found = self._kept_ticks.get(key) if key[0] is not None else None
        if found is None:
            height, left = line.line.height(), line.origin.x()
            starts = [span.start for span in spans.between(line.start, line.stop)]
            places = [round(line.x(start) - left) for start in starts if start >= line.start and start]
            found = [QRectF(place, 0, 1, height) for place in places]
            _keep(self._kept_ticks, key, found)
        return found

    def _boxes(self, spans: EditedSpans, line: ScreenLine) -> list[tuple[int, QRectF]]:
        """Tokens of a line and where they are, from its paragraph's left and its own top; kept as ticks are."""
        key = spans.unedited(line.start, line.text_stop), line.stop - line.start
        found = self._kept_boxes.get(key) if key[0] is not None else None
        if found is None:
            found = []
            for span in spans.between(line.start, line.text_stop):
                rect = self._rect(line, span)
                rect.setRight(min(rect.right(), line.natural_right))  # Qt gives no colour to spaces at a wrap either
                rect.translate(-line.origin.x(), -rect.y())
                found.append((span.first, rect))
            _keep(self._kept_boxes, key, found)
        return found

    def _paint_white_space(self, painter: QPainter, line: ScreenLine) -> None:
        rect, text = line.rect, line.block.text()
        painter.setPen(QColor(self._colours.muted))
        first = line.line.textStart()
        for found in _SPACES.finditer(text, first, first + line.line.textLength()):
            at = line.block.position() + found.start()
            left, right = sorted((line.x(at), line.x(at + 1)))
            box = QRectF(left, rect.y(), max(right - left, NEWLINE_PX), rect.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, MARKS[found.group()])
        following = line.block.next()
        if line.stop > line.text_stop and following.isValid():
            mark = LINE_END_MARKS[kind_of(following)]
            box = QRectF(line.x(line.stop - 1) + 2, rect.y(), 4 * NEWLINE_PX, rect.height())
            font = QFont(self.font())
            font.setPointSizeF(font.pointSizeF() * LINE_END_SCALE)
            painter.setFont(font)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, mark)
            painter.setFont(self.font())

    def _lit_rects(self) -> list[QRectF]:
        """Where the underline is, on the lines in view."""
        spans = self.highlighter.spans
        span = spans.of(self._lit) if spans is not None and self._lit is not None else None
        if span is None:
            return []
        view = QRectF(self.viewport().rect())
        lines = [line for line in self._lines(view) if line.start < span.stop and line.stop > span.start]
        rects = [self._rect(line, span) for line in lines]
        return [QRectF(rect.x(), rect.bottom() - UNDERLINE_PX, rect.width(), UNDERLINE_PX) for rect in rects]

    def _rect(self, line: ScreenLine, span: Span) -> QRectF:
        rect = line.rect
        shown = span.clipped(line.start, line.stop)
        left, right = sorted((line.x(shown.start), line.x(shown.stop)))
        return QRectF(left, rect.y(), right - left, rect.height())

    def _lines(self, area: QRectF) -> Iterator[ScreenLine]:
        """The lines on the screen that an area touches, from the top."""
        block, origin = self.firstVisibleBlock(), self.contentOffset()
        while block.isValid() and origin.y() <= area.bottom():
            height = self.blockBoundingRect(block).height()
            if origin.y() + height >= area.top():
                layout, top = block.layout(), area.top() - origin.y()
                count = layout.lineCount()
                first = bisect_left(range(count), top, key=lambda at: layout.lineAt(at).rect().bottom())
                for index in range(first, count):
                    line = layout.lineAt(index)
                    if line.y() + origin.y() > area.bottom():
                        return
                    yield line_of(block, line, origin)
            origin = QPointF(origin.x(), origin.y() + height)
            block = block.next()

    def _forget(self, _position: int, _removed: int, _added: int) -> None:
        self._text, self._dirty = None, True

    def _tell(self) -> None:
        if self._dirty:
            self._dirty = False
            self.changed.emit()


def _keep(kept: dict[_Key, _Kept], key: _Key, value: _Kept) -> None:
    if len(kept) > MOST_KEPT_LINES:
        kept.clear()
    kept[key] = value


def _file_in(source: QMimeData) -> Path | None:
    urls = source.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
