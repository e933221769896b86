"""The response as text to edit, each token in its colour: holds a text byte for byte, and tokenizes nothing itself."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from html import escape
from itertools import groupby
from pathlib import Path
from typing import NamedTuple, TypeVar, cast

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from mockpanel.core.measures import grouped
from mockpanel.core.spans import EditedSpans, Span
from mockpanel.core.tokens import Tokens
from mockpanel.gui.theme import CONTROL_HEIGHT, LIGHT, SPACE, Colours, number_font
from mockpanel.gui.widgets.token_highlighter import TokenHighlighter, formatted

EMPTY = "Empty: the last user message is echoed."
LONGEST_FILE_BYTES = 4_000_000
"""A longer file is refused: laying it out would hold up the streams."""

TEXT_POINTS = 11.0
UNDERLINE_PX = 2.0
MOST_KEPT_LINES = 2_000
"""So many lines' ticks are kept; asking Qt where a character stands takes most of the time of painting."""

LINE_END_SCALE = 0.75
"""Of the text's size, so that CR is not read as text."""

NEWLINE_PX = 10.0
"""How wide a line end is, where a token has nothing else to show."""

SEARCH_DELAY_MS = 150
"""While text is typed, hits are counted anew after this pause."""

TOOLTIP_TOKENS = 8
TOOLTIP_BYTES = 24
TOOLTIP_TEXT = 60
"""A token of a thousand spaces does not belong in a tooltip."""

MARKS = {" ": "·", "\t": "→", "\u00a0": "°", "\u3000": "□", "\u2028": "⤶"}
"""How white space is shown, where asked for."""

_VISIBLE = {**{chr(code): f"\\x{code:02x}" for code in (*range(32), 127)}, **MARKS, "\n": "↵", "\r": "CR"}
"""How a tooltip shows what cannot be seen."""

_Key = tuple[int | None, int]
"""Where a line's text stood before it was edited, unless it was, and its length."""

_Kept = TypeVar("_Kept")
_SPACES = re.compile(f"[{''.join(MARKS)}]")

_LINE_ENDS = ("\n", "\r\n", "\r", "\u2029", "\ufdd0", "\ufdd1")
"""All that QTextDocument takes for a line end. Which one it was stands in the format of the line after it."""

_LINE_END = re.compile("\r\n|[\n\r\u2029\ufdd0\ufdd1]")
_LINE_END_MARKS = ("↵", "CR↵", "CR", "¶", "¶", "¶")
_LINE_END_PROPERTY = QTextFormat.Property.UserProperty.value + 1


class _Line(NamedTuple):
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


def _line_of(block: QTextBlock, line: QTextLine, origin: QPointF) -> _Line:
    start = block.position() + line.textStart()
    stop = start + line.textLength()
    return _Line(block, line, origin, start, stop, stop + (stop == block.position() + block.length() - 1))


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
            self._text = _read(self.document(), self._kinds)
        return self._text

    def show_text(self, text: str) -> None:
        """Starts anew with a text; nothing is left to undo."""
        document = self.document()
        self.highlighter.show_tokens(None)
        document.setUndoRedoEnabled(False)
        with QSignalBlocker(self):
            self.clear()
            self._kinds = _write(QTextCursor(document), text)
        document.setUndoRedoEnabled(True)
        self._text, self._dirty = text, False
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def replace_text(self, text: str) -> None:
        """Puts a text in the place of all there is; undo brings that back."""
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        self._kinds |= _write(cursor, text)
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
            QToolTip.showText(event.globalPos(), _described(self.highlighter.spans.spans.tokens, span), self)
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

    def _paint_colours(self, painter: QPainter, lines: list[_Line]) -> None:
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

    def _paint_ticks(self, painter: QPainter, line: _Line) -> None:
        if self.highlighter.spans is not None and not line.block.layout().preeditAreaText():
            painter.save()
            painter.translate(line.origin.x(), line.origin.y() + line.line.y())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._colours.tick))
            painter.drawRects(self._ticks(self.highlighter.spans, line))
            painter.restore()

    def _ticks(self, spans: EditedSpans, line: _Line) -> list[QRectF]:
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

    def _boxes(self, spans: EditedSpans, line: _Line) -> list[tuple[int, QRectF]]:
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

    def _paint_white_space(self, painter: QPainter, line: _Line) -> None:
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
            mark = _LINE_END_MARKS[_kind(following)]
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

    def _rect(self, line: _Line, span: Span) -> QRectF:
        rect = line.rect
        shown = span.clipped(line.start, line.stop)
        left, right = sorted((line.x(shown.start), line.x(shown.stop)))
        return QRectF(left, rect.y(), right - left, rect.height())

    def _lines(self, area: QRectF) -> Iterator[_Line]:
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
                    yield _line_of(block, line, origin)
            origin = QPointF(origin.x(), origin.y() + height)
            block = block.next()

    def _forget(self, _position: int, _removed: int, _added: int) -> None:
        self._text, self._dirty = None, True

    def _tell(self) -> None:
        if self._dirty:
            self._dirty = False
            self.changed.emit()


class FindBar(QWidget):
    """Finds words in a text, whatever their case, and says how many there are."""

    def __init__(self, pad: TokenText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pad = pad
        self._hits: list[tuple[int, int]] = []
        self._field = QLineEdit(placeholderText="Find in the response", clearButtonEnabled=True)
        self._field.setAccessibleName("Find in the response")
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        self._count.setAccessibleName("Hits")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE[0])
        row.addWidget(self._field, 1)
        row.addWidget(self._count)
        for sign, name, step in (("↑", "Previous hit (Shift+F3)", self.previous), ("↓", "Next hit (F3)", self.next)):
            row.addWidget(_button(sign, name, step))
        row.addWidget(_button("✕", "Close the find bar (Esc)", self.leave))
        self._timer = QTimer(self, singleShot=True, interval=SEARCH_DELAY_MS)
        self._timer.timeout.connect(self._search)
        self._field.textEdited.connect(self._find_from_here)
        pad.document().contentsChange.connect(self._later)
        self.hide()

    def enter(self) -> None:
        """Opens with the selected words, ready to type others."""
        selected = self._pad.textCursor().selectedText()
        if selected and "\u2029" not in selected:
            self._field.setText(selected)
        self.show()
        self._search()
        self._field.selectAll()
        self._field.setFocus()

    def leave(self) -> None:
        """Closes, and goes back to the text."""
        self.hide()
        self._pad.setFocus()

    def next(self) -> None:
        """Selects the next hit, from the top again after the last."""
        self._search()
        after = self._pad.textCursor().selectionEnd()
        self._select(next((at for at, hit in enumerate(self._hits) if hit[0] >= after), 0))

    def previous(self) -> None:
        """Selects the hit before, from the bottom again before the first."""
        self._search()
        before = self._pad.textCursor().selectionStart()
        self._select(next((at for at in range(len(self._hits) - 1, -1, -1) if self._hits[at][1] <= before), -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Shift+Enter back, Escape closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.previous if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else self.next)()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _find_from_here(self) -> None:
        cursor = self._pad.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self._pad.setTextCursor(cursor)
        self.next()

    def _later(self) -> None:
        if self.isVisible():
            self._timer.start()

    def _search(self) -> None:
        words = self._field.text()
        raw = self._pad.document().toRawText()
        found = re.finditer(re.escape(words), raw, re.IGNORECASE) if words else ()
        hits = [match.span() for match in found]
        self._hits = hits if raw.isascii() else _in_units(raw, hits)
        self._say()

    def _select(self, index: int) -> None:
        if self._hits:
            start, stop = self._hits[index]
            cursor = self._pad.textCursor()
            cursor.setPosition(start)
            cursor.setPosition(stop, QTextCursor.MoveMode.KeepAnchor)
            self._pad.setTextCursor(cursor)
        self._say()

    def _say(self) -> None:
        cursor = self._pad.textCursor()
        selected = (cursor.selectionStart(), cursor.selectionEnd())
        here = bisect_left(self._hits, selected)
        if not self._field.text():
            self._count.setText("")
        elif not self._hits:
            self._count.setText("Not found")
        elif here < len(self._hits) and self._hits[here] == selected:
            self._count.setText(f"{grouped(here + 1)} of {grouped(len(self._hits))}")
        else:
            self._count.setText(f"{grouped(len(self._hits))} found")


class ResponseEditor(QWidget):
    """The text, a find bar, and a line that counts what is in it."""

    edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: int | None = 0
        self._duration = ""
        self._pad = TokenText()
        self._find = FindBar(self._pad)
        self._counts = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._counts.setProperty("role", "muted")
        self._counts.setAccessibleName("Counts")
        self._counts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._marks = _button("· ↵", "Show spaces, tabs and line ends", None)
        self._marks.setCheckable(True)
        self._marks.setProperty("flat", False)
        self._error = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._error.setProperty("role", "error")
        self._error.hide()
        self._place()
        self.setFocusProxy(self._pad)
        self._pad.changed.connect(self._changed)
        self._pad.file_dropped.connect(self.load_file)
        self._marks.toggled.connect(self._pad.set_whitespace_visible)
        self._count()

    def text(self) -> str:
        """The text, byte for byte."""
        return self._pad.text()

    def show_text(self, text: str) -> None:
        """Shows a text; where it is the one shown, cursor and undo stay."""
        if text == self.text():
            return
        self._pad.show_text(text)
        self._tokens = None if text else 0
        self._count()

    def show_tokens(self, text: str, tokens: Tokens) -> None:
        """Colours the tokens of a text, unless another one stands here by now."""
        if text == self.text():
            self._tokens = len(tokens)
            self._pad.show_tokens(tokens)
            self._count()

    def show_lit(self, token_index: int | None) -> None:
        """Underlines the token just sent."""
        self._pad.show_lit(token_index)

    def show_duration(self, duration: str) -> None:
        """Says how long the response takes, such as 3.1 s; empty for nothing."""
        self._duration = duration
        self._count()

    def show_error(self, sentence: str) -> None:
        """Says what went wrong, below the text; empty for nothing."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))

    def show_colours(self, colours: Colours) -> None:
        """Changes the colours of the tokens."""
        self._pad.show_colours(colours)

    def set_whitespace_visible(self, visible: bool) -> None:
        """Shows or hides the marks for spaces, tabs and line ends."""
        self._marks.setChecked(visible)

    def show_find(self) -> None:
        """Opens the find bar."""
        self._find.enter()

    def load_file(self, path: Path) -> None:
        """Replaces the text by that of a file, which undo takes back; says so if the file cannot be used."""
        try:
            size = path.stat().st_size
            text = path.read_bytes().decode("utf-8-sig") if size <= LONGEST_FILE_BYTES else None
        except OSError as error:
            self.show_error(f"{path.name} could not be read: {error.strerror or error}.")
        except UnicodeDecodeError:
            self.show_error(f"{path.name} is not UTF-8 text. Save it as UTF-8, then open it again.")
        else:
            if text is None:
                most = LONGEST_FILE_BYTES / 1e6
                self.show_error(f"{path.name} has {size / 1e6:.1f} MB; a response may have up to {most:.0f} MB.")
            else:
                self.show_error("")
                self._pad.replace_text(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+F finds, F3 and Shift+F3 go on and back, Escape closes the find bar."""
        if event.matches(QKeySequence.StandardKey.Find):
            self._find.enter()
        elif event.matches(QKeySequence.StandardKey.FindNext):
            self._find.next()
        elif event.matches(QKeySequence.StandardKey.FindPrevious):
            self._find.previous()
        elif event.key() == Qt.Key.Key_Escape and self._find.isVisible():
            self._find.leave()
        else:
            super().keyPressEvent(event)

    def _place(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self._counts, 1)
        foot.addWidget(self._marks)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE[1])
        column.addWidget(self._pad, 1)
        column.addWidget(self._find)
        column.addWidget(self._error)
        column.addLayout(foot)

    def _changed(self) -> None:
        self.show_error("")
        self._count()
        self.edited.emit(self.text())

    def _count(self) -> None:
        text = self.text()
        tokens = "tokens being counted" if self._tokens is None else _counted(self._tokens, "token")
        parts = [tokens, _counted(len(text), "character"), _counted(len(text.encode()), "byte")]
        if self._duration:
            parts.append(f"takes {self._duration}")
        self._counts.setText(" · ".join(parts))
        self._counts.setToolTip(self._counts.text())


def _keep(kept: dict[_Key, _Kept], key: _Key, value: _Kept) -> None:
    if len(kept) > MOST_KEPT_LINES:
        kept.clear()
    kept[key] = value


def _write(cursor: QTextCursor, text: str) -> set[int]:
    """Inserts a text so that _read gives it back byte for byte; returns the kinds of line ends in it."""
    ends = _LINE_END.findall(text)
    kinds = {_LINE_ENDS.index(end) for end in set(ends)} or {0}
    if len(kinds) == 1:
        cursor.setBlockFormat(_line_format(*kinds))
        cursor.insertText(text)  # every line takes the format of the one before
        return kinds
    first, *lines = _LINE_END.split(text)
    cursor.beginEditBlock()  # so that all is one change
    cursor.setBlockFormat(_line_format(_LINE_ENDS.index(ends[0])))
    cursor.insertText(first)
    for end, run in groupby(zip(ends, lines, strict=True), key=lambda pair: pair[0]):
        cursor.insertBlock(_line_format(_LINE_ENDS.index(end)))
        cursor.insertText("\n".join(line for _, line in run))
    cursor.endEditBlock()
    return kinds


def _read(document: QTextDocument, kinds: set[int]) -> str:
    """The text as it was written, with the line ends that it may have."""
    raw = document.toRawText()
    if len(kinds) == 1:
        return raw.replace("\u2029", _LINE_ENDS[next(iter(kinds))])
    first, *lines = raw.split("\u2029")
    parts, block = [first], document.firstBlock()
    for line in lines:
        block = block.next()
        parts += _LINE_ENDS[_kind(block)], line
    return "".join(parts)


def _kind(block: QTextBlock) -> int:
    """Which line end stands before this line."""
    return block.blockFormat().intProperty(_LINE_END_PROPERTY)


def _line_format(kind: int) -> QTextBlockFormat:
    made = QTextBlockFormat()
    made.setProperty(_LINE_END_PROPERTY, kind)
    return made


def _file_in(source: QMimeData) -> Path | None:
    urls = source.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


def _in_units(text: str, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places in a text in UTF-16 units, as a document counts."""
    wide = [match.start() for match in re.finditer("[\U00010000-\U0010ffff]", text)]
    return [(start + bisect_left(wide, start), stop + bisect_left(wide, stop)) for start, stop in places]


def _described(tokens: Tokens, span: Span) -> str:
    """The tokens of a span, one a row: their text, number, index and bytes."""
    indexes = range(span.first, span.last + 1)
    data = b"".join(map(tokens.token_bytes, indexes))
    rows = [f"<tr><td colspan=3><b>{_quoted(data)}</b></td></tr>"]
    for index in indexes[:TOOLTIP_TOKENS]:
        piece = tokens.token_bytes(index)
        more = "…" if len(piece) > TOOLTIP_BYTES else ""
        shown = piece[:TOOLTIP_BYTES].hex(" ").upper()
        cells = f"id {tokens.ids[index]}", f"index {index}", f"bytes {shown}{more}"
        rows.append("<tr>" + "".join(f"<td>{cell}&nbsp;&nbsp;</td>" for cell in cells) + "</tr>")
    if len(indexes) > TOOLTIP_TOKENS:
        rows.append(f"<tr><td colspan=3>and {len(indexes) - TOOLTIP_TOKENS} more</td></tr>")
    return f"<table style='white-space: pre'>{''.join(rows)}</table>"


def _quoted(data: bytes) -> str:
    """The text with marks for what cannot be seen."""
    text = data.decode(errors="replace")
    text = text if len(text) <= TOOLTIP_TEXT else text[:TOOLTIP_TEXT] + "…"
    return escape("".join(_VISIBLE.get(character, character) for character in text))


def _counted(number: int, thing: str) -> str:
    return f"{grouped(number)} {thing}{'' if number == 1 else 's'}"


def _button(sign: str, name: str, pressed: Callable[[], None] | None) -> QToolButton:
    made = QToolButton()
    made.setText(sign)
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setProperty("flat", True)
    made.setMinimumWidth(CONTROL_HEIGHT)
    if pressed is not None:
        made.clicked.connect(pressed)
    return made
