"""The line below the response: what is in it, counted, and the buttons for white space, files and the library."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from mockpanel.core.measures import grouped
from mockpanel.gui.theme import SPACE
from mockpanel.gui.widgets.counts_line import CountsLine
from mockpanel.gui.widgets.flat_button import flat_button
from mockpanel.gui.widgets.library_menu import LibraryMenu

DROPPED_FIRST = (2, 1, 4, 3)
"""In a narrow window bytes and characters go first, then the name, then how long it takes."""


class EditorFoot(QWidget):
    """Counts nothing itself."""

    open_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts = CountsLine(DROPPED_FIRST)
        self.counts.setAccessibleName("Counts")
        self.marks = flat_button("· ↵", "Show spaces, tabs and line ends", None)
        self.marks.setToolTip(f"{self.marks.accessibleName()} (Ctrl+Shift+W)")
        self.marks.setCheckable(True)
        self.marks.setProperty("flat", False)
        self.library = LibraryMenu()
        self.open = QToolButton()
        self.open.setText("Open …")
        self.open.setAccessibleName("Open a response")
        self.open.setToolTip("Open a text or Markdown file (Ctrl+O); or drop one here")
        self.open.clicked.connect(self.open_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE[1])
        row.addWidget(self.counts, 1)
        for button in (self.marks, self.open, self.library):
            row.addWidget(button)

    @property
    def stops(self) -> list[QWidget]:
        """In the order of Tab."""
        return [self.marks, self.open, self.library]

    def show_counts(self, *words: str) -> None:
        """Tokens, characters, bytes, how long they take and the response's name, each empty for nothing."""
        self.counts.show_counts(words)


def counted(number: int, thing: str) -> str:
    """1 token, 2 tokens."""
    return f"{grouped(number)} {thing}{'' if number == 1 else 's'}"
