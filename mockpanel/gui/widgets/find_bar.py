"""Finds words in a text to edit."""

from __future__ import annotations

import re
from bisect import bisect_left

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QWidget

from mockpanel.core.measures import grouped
from mockpanel.gui.theme import SPACE, Colours
from mockpanel.gui.widgets.clear_action import ClearAction
from mockpanel.gui.widgets.flat_button import flat_button
from mockpanel.gui.widgets.own_undo import OwnUndo

SEARCH_DELAY_MS = 150
"""While text is typed, hits are counted anew after this pause."""


class FindBar(QWidget):
    """Finds words in a text, whatever their case, and says how many there are."""

    def __init__(self, pad: QPlainTextEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pad = pad
        self._hits: list[tuple[int, int]] = []
        self._field = QLineEdit(placeholderText="Find in the response")
        self._field.setAccessibleName("Find in the response")
        self._field.setToolTip("Words to find, whatever their case; Enter goes on, Shift+Enter back, Esc closes")
        self._clear = ClearAction(self._field)
        OwnUndo(self._field)
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        self._count.setAccessibleName("Hits")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE[0])
        row.addWidget(self._field, 1)
        row.addWidget(self._count)
        self._buttons = [
            flat_button("↑", "Previous hit (Shift+F3)", self.previous),
            flat_button("↓", "Next hit (F3)", self.next),
            flat_button("✕", "Close the find bar (Esc)", self.leave),
        ]
        for button in self._buttons:
            row.addWidget(button)
        self._timer = QTimer(self, singleShot=True, interval=SEARCH_DELAY_MS)
        self._timer.timeout.connect(self._search)
        self._field.textEdited.connect(self._find_from_here)
        pad.document().contentsChange.connect(self._later)
        self.hide()

    @property
    def stops(self) -> list[QWidget]:
        """In the order of Tab."""
        return [self._field, *self._buttons]

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._clear.show_colours(colours)

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


def _in_units(text: str, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places in a text in UTF-16 units, as a document counts."""
    wide = [match.start() for match in re.finditer("[\U00010000-\U0010ffff]", text)]
    return [(start + bisect_left(wide, start), stop + bisect_left(wide, stop)) for start, stop in places]
