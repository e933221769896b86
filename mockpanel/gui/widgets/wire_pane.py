"""The frames of a stream as they come over the wire, each with its time. Bounded: old lines go."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QShowEvent, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from mockpanel.core.dialects.heard import Piece
from mockpanel.core.frame_words import frame_value, frame_words
from mockpanel.core.measures import grouped
from mockpanel.gui.theme import LIGHT, SPACE, Colours, number_font
from mockpanel.gui.widgets.words import Words

Frame = tuple[float, str, Sequence[Piece]]
"""Seconds since the request, the text as it came, and what it brings."""

MOST_FRAMES = 4000
"""So many frames stay; some have several lines, but hardly any stream."""

COUNT_MS = 200
"""The number of frames changes at most so often: another text makes Qt lay out the window again."""

MOST_CHARACTERS = 4000
"""A longer frame is cut in the view, and whole in the copy."""

TEXT_COLUMN = 20
"""What a frame brings stands before it, so that it can be read without scrolling."""

EMPTY = "The frames of the stream appear here with their times: since the request, and since the frame before."
_TIME = re.compile(r"^\s*[\d\u202f.]+ ms\s+\+[\d\u202f.]+  ")
_TEXT = r'("(?:[^"\\]|\\.)+")'
_CONTENT = re.compile(
    r'"(?:content|reasoning_content|refusal|delta|text|thinking|partial_json|arguments|response|name)":' + _TEXT
)
"""Where a frame may bring something, in any protocol."""

_REASON = re.compile(r'"(?:finish_reason|stop_reason|finishReason|done_reason)":' + _TEXT)


class _Dress(QSyntaxHighlighter):
    """Times stand back, the text of a frame stands out."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._muted, self._text, self._end = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._muted.setForeground(QColor(colours.muted))
        self._text.setForeground(QColor(colours.accent))
        self._end.setForeground(QColor(colours.good))
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Dresses one line."""
        self.setFormat(0, len(text), self._muted)
        if time := _TIME.match(text):
            self.setFormat(time.end(), TEXT_COLUMN, self._text)
            self._dress_value(text, time.end())
        if reason := _REASON.search(text):
            self.setFormat(reason.start(1), reason.end(1) - reason.start(1), self._end)

    def _dress_value(self, text: str, column: int) -> None:
        """The value in the frame that its column shows."""
        if not (words := text[column : column + TEXT_COLUMN].rstrip()):
            return
        value = frame_value(words)
        for found in _CONTENT.finditer(text, column + TEXT_COLUMN):
            if found[1].startswith(value):
                self.setFormat(found.start(1), found.end(1) - found.start(1), self._text)
                return


class WirePane(QWidget):
    """A log of frames with follow, copy and clear, and how the answer ended, where that was not well."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frames: deque[str] = deque(maxlen=MOST_FRAMES)
        self._waiting: deque[str] = deque(maxlen=MOST_FRAMES)
        self._last: float | None = None
        self._total = 0
        self.lines = QPlainTextEdit(readOnly=True)
        self.follow = QCheckBox("Follow")
        self.copy = QPushButton("Copy")
        self.clear_button = QPushButton("Clear")
        self.count = QLabel()
        self.ending = Words("error")
        self._dress = _Dress(self.lines.document())
        self._timer = QTimer(self, singleShot=True, interval=COUNT_MS)
        self._timer.timeout.connect(self._count)
        self._build()
        self._lay_out()
        self.show_colours(LIGHT)

    def add(self, frames: Sequence[Frame]) -> None:
        """Frames of the stream: a batch, at most once a frame of the window."""
        for seconds, raw, pieces in frames:
            gap = 0.0 if self._last is None else seconds - self._last
            self._last = seconds
            self._waiting.append(_line(seconds, gap, raw, frame_words(pieces, TEXT_COLUMN)))
            self._frames.append(raw)
        self._total += len(frames)
        if self.isVisible():
            self._flush()
        if frames and not self._timer.isActive():
            self._count()
            self._timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Shows what came while nobody looked."""
        super().showEvent(event)
        self._flush()

    def clear(self) -> None:
        """Forgets all frames; the next one begins anew."""
        self._frames.clear()
        self._waiting.clear()
        self._timer.stop()
        self._last, self._total = None, 0
        self.lines.clear()
        self.show_ending("")

    def show_ending(self, sentence: str) -> None:
        """What went wrong, below the frames; empty for nothing."""
        self.ending.setText(sentence)
        self.ending.setVisible(bool(sentence))
        self.lines.setPlaceholderText("" if sentence else EMPTY)
        self._count()

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._dress.show_colours(colours)

    def show_follow(self, follow: bool) -> None:
        """Whether the view stays at the end."""
        with QSignalBlocker(self.follow):
            self.follow.setChecked(follow)

    def _flush(self) -> None:
        if not self._waiting:
            return
        bar = self.lines.verticalScrollBar()
        here = bar.value()
        self.lines.appendPlainText("\n".join(self._waiting))
        self._waiting.clear()
        bar.setValue(bar.maximum() if self.follow.isChecked() else here)

    def text(self) -> str:
        """The frames as they came, without times: the stream's own bytes as text."""
        return "".join(raw + ("\n" if raw.startswith("{") else "\n\n") for raw in self._frames)

    def _build(self) -> None:
        lines = self.lines
        lines.document().setDocumentMargin(SPACE[1])
        lines.setFont(number_font(self.font().pointSizeF()))
        lines.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        lines.setMaximumBlockCount(MOST_FRAMES)
        lines.setUndoRedoEnabled(False)
        lines.setAccessibleName("Frames")
        lines.setTabChangesFocus(True)
        self.follow.setChecked(True)
        self.follow.setToolTip("Stay at the newest frame")
        self.follow.toggled.connect(self._jump)
        self.copy.setToolTip("Copy the frames as they came, without times")
        self.copy.clicked.connect(self._copy)
        self.clear_button.setToolTip("Forget the frames shown here")
        self.clear_button.clicked.connect(self.clear)
        self.count.setProperty("role", "muted")
        self.count.setAccessibleName("Number of frames")
        self.ending.setAccessibleName("How the answer ended")
        self.show_ending("")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE[1])
        row.addWidget(self.count)
        row.addStretch()
        for widget in (self.follow, self.copy, self.clear_button):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE[1])
        column.addLayout(row)
        column.addWidget(self.lines, 1)
        column.addWidget(self.ending)

    def _jump(self, follow: bool) -> None:
        if follow:
            bar = self.lines.verticalScrollBar()
            bar.setValue(bar.maximum())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())

    def _count(self) -> None:
        kept = f" · the last {grouped(MOST_FRAMES)} are kept" if self._total > MOST_FRAMES else ""
        self.count.setText(f"{grouped(self._total)} frame{'' if self._total == 1 else 's'}{kept}")
        self.copy.setEnabled(bool(self._frames))
        self.clear_button.setEnabled(bool(self._frames) or bool(self.ending.text()))


def _line(seconds: float, gap: float, raw: str, words: str) -> str:
    """One frame on one line; its own line ends are shown as ⏎."""
    shown = raw if len(raw) <= MOST_CHARACTERS else raw[:MOST_CHARACTERS] + " …"
    shown = " ⏎ ".join(shown.splitlines())
    return f"{grouped(seconds * 1000, 1):>9} ms {'+' + grouped(gap * 1000, 1):>8}  {words:<{TEXT_COLUMN}}  {shown}"
