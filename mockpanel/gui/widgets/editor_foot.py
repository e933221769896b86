"""The line below the response: what is in it, counted, and the buttons for white space, files and the library."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from mockpanel.core.measures import grouped
from mockpanel.gui.theme import SPACE
from mockpanel.gui.widgets.flat_button import flat_button
from mockpanel.gui.widgets.library_menu import LibraryMenu


class EditorFoot(QWidget):
    """Counts nothing itself."""

    open_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.counts.setProperty("role", "muted")
        self.counts.setAccessibleName("Counts")
        self.counts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
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
        """What there is to say, in one line; the tooltip has all of it."""
        self.counts.setText(" · ".join(filter(None, words)))
        self.counts.setToolTip(self.counts.text())


def counted(number: int, thing: str) -> str:
    """1 token, 2 tokens."""
    return f"{grouped(number)} {thing}{'' if number == 1 else 's'}"
