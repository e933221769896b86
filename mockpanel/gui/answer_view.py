"""Shows a text that grows, plain or as rendered Markdown, without ever reading anything from disk or network."""

from __future__ import annotations

import time

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from mockpanel.core.markdown_blocks import settled
from mockpanel.gui.theme import FRAME_MS, LIGHT, SPACE, Colours

PLAIN_SLICE = 64_000
MARKDOWN_SLICE = 3_000
"""Characters taken into the view at a time; more would hold up the loop, which also paces streams."""

LONGEST_LINE = 16_000
"""A longer line goes on in a new one: Qt lays out a whole line for every character added to it."""

LINE_HEIGHT = 135.0
PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
AT_END_PX = 4
MOST_LOAD = 4
"""After a slice the loop gets so many times as long for other things."""

_FIRST = "\u2060"
_FEATURES = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML


class AnswerView(QTextBrowser):
    """Appends at once, renders at most once a frame; settled Markdown blocks are rendered once."""

    shown = Signal()
    """All text that was given is in view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = LIGHT
        self._markdown = False
        self._text: list[str] = []
        self._waiting = ""
        self._tail = ""
        self._tail_place = 0
        self._points = self.font().pointSizeF()
        self._timer = QTimer(self, singleShot=True, interval=FRAME_MS)
        self._timer.timeout.connect(self.flush)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(SPACE[2])

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Nothing: an answer's images and style sheets are never read, from wherever."""
        return None

    def show_text(self, text: str) -> None:
        """Shows a text from its beginning."""
        self._forget()
        self.append_text(text)
        self.flush()

    def append_text(self, text: str) -> None:
        """Adds text at the end; it is in view within a frame."""
        if not text:
            return
        self._text.append(text)
        self._waiting += text
        if not self._timer.isActive():
            self._timer.start()

    def cut_text(self, length: int) -> None:
        """Takes away all behind so many characters: what stays is not laid out again, where it is plain."""
        text = self.text()
        document = self.document()
        # Where a long line goes on in a new one, places in the text are not those in the document.
        same = not self._waiting and document.characterCount() - 1 == _units(text)
        if self._markdown or not same:
            self.show_text(text[:length])
            return
        self._text = [text[:length]]
        cursor = QTextCursor(document)
        cursor.setPosition(_units(self._text[0]))
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def show_markdown(self, markdown: bool) -> None:
        """Rendered, or plain."""
        if markdown != self._markdown:
            self._markdown = markdown
            self.show_text(self.text())

    def show_zoom(self, percent: int) -> None:
        """The text's size against the interface's."""
        font = QFont(self.font())
        font.setPointSizeF(self._points * percent / 100)
        self.setFont(font)

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        if colours != self._colours:
            self._colours = colours
            self.show_text(self.text())

    def text(self) -> str:
        """All text that was given."""
        self._text = ["".join(self._text)]
        return self._text[0]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the end in sight, if it was: what still comes would otherwise come below it."""
        bar = self.verticalScrollBar()
        follows = bar.value() >= bar.maximum() - AT_END_PX
        super().resizeEvent(event)
        if follows:
            bar.setValue(bar.maximum())

    def flush(self) -> None:
        """Takes a slice of what waits into view; the rest follows in later frames."""
        size = MARKDOWN_SLICE if self._markdown else PLAIN_SLICE
        piece, self._waiting = self._waiting[:size], self._waiting[size:]
        if not piece:
            return
        begun = time.monotonic()
        bar = self.verticalScrollBar()
        follows = bar.value() >= bar.maximum() - AT_END_PX
        if self._markdown:
            self._add_markdown(piece)
        else:
            self._add_plain(piece)
        if follows:
            bar.setValue(bar.maximum())
        cost_ms = (time.monotonic() - begun) * 1000
        self._timer.setInterval(max(FRAME_MS, round(cost_ms * MOST_LOAD)))
        if self._waiting:
            self._timer.start()
        else:
            self.shown.emit()

    def _forget(self) -> None:
        self._timer.stop()
        self._text, self._waiting, self._tail, self._tail_place = [], "", "", 0
        self.clear()
        self.setCurrentCharFormat(QTextCharFormat())

    def _add_plain(self, text: str) -> None:
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        for place, line in enumerate(text.split("\n")):
            if place:
                cursor.insertBlock(self._block())
            elif cursor.position() == 0:
                cursor.setBlockFormat(self._block())
            for begin in range(0, len(line), LONGEST_LINE // 4):
                if cursor.block().length() > LONGEST_LINE:
                    cursor.insertBlock(self._block())
                cursor.insertText(line[begin : begin + LONGEST_LINE // 4], QTextCharFormat())
        cursor.endEditBlock()

    def _add_markdown(self, text: str) -> None:
        self._tail += text
        end = settled(self._tail)
        if end:
            self._render(self._tail[:end])
            self._tail = self._tail[end:]
            self._tail_place = self.document().characterCount() - 1
        self._render(self._tail)

    def _render(self, markdown: str) -> None:
        """Puts rendered Markdown in the place of what stands behind the settled blocks."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._tail_place)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        if not markdown.strip():
            return
        if self._tail_place:
            cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
        else:
            cursor.setBlockFormat(QTextBlockFormat())
        begin = cursor.block().position()
        # The first block's own format is lost where it is inserted: let that be one that is taken out again.
        cursor.insertMarkdown(f"{_FIRST}\n\n{markdown}", _FEATURES)
        cursor.setPosition(begin)
        cursor.movePosition(QTextCursor.MoveOperation.NextBlock, QTextCursor.MoveMode.KeepAnchor)
        if _table(cursor) is None:
            cursor.removeSelectedText()
        cursor.beginEditBlock()  # not sooner: Qt makes the tables when a block of edits ends
        self._dress(begin)
        cursor.endEditBlock()

    def _dress(self, begin: int) -> None:
        """Gives lines room, code a ground, and tables hairlines."""
        block = self.document().findBlock(begin)
        cursor = QTextCursor(self.document())
        table = None
        while block.isValid():
            form = block.blockFormat()
            cursor.setPosition(block.position())
            found = _table(cursor)
            above, below = _margins(block, form, in_table=found is not None)
            form.setTopMargin(above)
            form.setBottomMargin(below)
            if _is_code(form):
                form.setBackground(QColor(self._colours.window))
            else:
                form.setLineHeight(LINE_HEIGHT, PROPORTIONAL)
            cursor.setBlockFormat(form)
            if found is not None and found != table:
                table = found
                self._dress_table(table)
                block = self.document().findBlock(table.firstPosition())  # its first one may have been taken out
            block = block.next()

    def _dress_table(self, table: QTextTable) -> None:
        """Hairlines and room; and where Qt (to 6.11 at least) begins a table with an empty paragraph, none."""
        form = table.format()
        form.setBorderCollapse(True)
        form.setBorder(1)
        form.setBorderBrush(QColor(self._colours.border))
        form.setCellPadding(SPACE[0])
        form.setCellSpacing(0)
        table.setFormat(form)
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.Bold)
        for column in range(table.columns()):
            cell = table.cellAt(0, column)
            cursor = cell.firstCursorPosition()
            if cursor.block().length() == 1 and cursor.position() < cell.lastPosition():
                cursor.deleteChar()
            cursor.setPosition(cell.lastPosition(), QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(bold)

    def _block(self) -> QTextBlockFormat:
        form = QTextBlockFormat()
        form.setLineHeight(LINE_HEIGHT, PROPORTIONAL)
        return form


def _units(text: str) -> int:
    """As Qt counts characters: those beyond the first plane are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _table(cursor: QTextCursor) -> QTextTable | None:
    return cursor.currentTable()  # its stub forgets that there may be none


def _is_code(form: QTextBlockFormat) -> bool:
    return form.hasProperty(QTextFormat.Property.BlockCodeFence) or form.nonBreakableLines()


def _margins(block: QTextBlock, form: QTextBlockFormat, *, in_table: bool) -> tuple[int, int]:
    """The room above and below a block."""
    if in_table:
        return 0, 0
    if form.headingLevel():
        return (SPACE[2] if block.position() else 0), SPACE[0]
    if _is_code(form):
        return (0 if _is_code(block.previous().blockFormat()) else SPACE[0]), 0
    return (0, 0) if block.textList() is not None else (SPACE[0], SPACE[0])
