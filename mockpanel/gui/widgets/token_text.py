"""A text to edit, each token in its colour with a tick before it. Tokenizes nothing itself."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, QSignalBlocker, Signal
from PySide6.QtGui import (
    QColor,
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

from mockpanel.core.spans import Span
from mockpanel.core.tokens import Tokens
from mockpanel.gui.theme import LIGHT, SPACE, Colours, number_font
from mockpanel.gui.widgets.dropped_file import is_for_the_window, local_file
from mockpanel.gui.widgets.own_undo import OwnUndo
from mockpanel.gui.widgets.screen_line import ScreenLine, line_of
from mockpanel.gui.widgets.text_ends import read_text, write_text
from mockpanel.gui.widgets.token_highlighter import TokenHighlighter
from mockpanel.gui.widgets.token_painting import TokenPainting, underlines
from mockpanel.gui.widgets.token_tooltip import described

EMPTY = "Empty: the last user message is echoed."
TEXT_POINTS = 11.0


class TokenText(QPlainTextEdit):
    """The text itself, with ticks between tokens, marks for white space, and the token just sent underlined."""

    changed = Signal()
    """The text, that is: QPlainTextEdit's own textChanged comes with new colours as well."""

    file_dropped = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._painting = TokenPainting()
        self._whitespace = False
        self._lit: int | None = None
        self._kinds = {0}
        self._text: str | None = ""
        self._dirty = False
        self.highlighter = TokenHighlighter(self.document(), LIGHT, self)
        self.setFont(number_font(TEXT_POINTS))
        self.setPlaceholderText(EMPTY)
        self.setAccessibleName("Response")
        self.setTabChangesFocus(False)
        OwnUndo(self)
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
        self._painting.forget()
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
        self._painting.colours = colours
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
        self._painting.forget()
        self.colour_view()

    def changeEvent(self, event: QEvent) -> None:
        """Keeps tabs four characters wide, and forgets where characters stood in the former font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._painting.forget()
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
        lines, spans = list(self._lines(QRectF(event.rect()))), self.highlighter.spans
        if spans is not None:
            painter = QPainter(self.viewport())
            self._painting.paint_colours(painter, spans, lines)
            painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        for line in lines:
            if spans is not None:
                self._painting.paint_ticks(painter, spans, line)
            if self._whitespace:
                self._painting.paint_white_space(painter, line, self.font())
        for rect in self._lit_rects():
            painter.fillRect(rect, QColor(self._painting.colours.accent))
        painter.end()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text, or a file that is not the window's to take."""
        path = local_file(source)
        return source.hasText() if path is None else not is_for_the_window(path)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Text goes in with the line ends of the line it goes to; a file is for the owner to load."""
        path = local_file(source)
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

    def _lit_rects(self) -> list[QRectF]:
        """Where the underline is, on the lines in view."""
        spans = self.highlighter.spans
        span = spans.of(self._lit) if spans is not None and self._lit is not None else None
        return [] if span is None else underlines(self._lines(QRectF(self.viewport().rect())), span)

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
