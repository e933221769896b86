"""The reasoning of an answer as it comes: folded and muted, above the text."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mockpanel.core.measures import grouped
from mockpanel.gui.theme import SPACE, Colours
from mockpanel.gui.widgets.disclosure import Disclosure
from mockpanel.gui.widgets.growing_text import GrowingText

LINES = 5
"""As high as it gets; where there is no room, one line."""


class HeardThoughts(QWidget):
    """Hidden until there is some; stays open or closed from one answer to the next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Disclosure("Reasoning")
        self.text = GrowingText("Reasoning", LINES, SPACE[1])
        self.text.hide()
        self.heading.setToolTip("What the answer thought before it began")
        self.heading.toggled.connect(self.text.setVisible)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.heading)
        column.addWidget(self.text)
        self.hide()

    def clear(self) -> None:
        """Another answer begins."""
        self.show_text("")

    def add(self, text: str) -> None:
        """Text that has just come."""
        self.text.add(text)
        self._tell()

    def show_text(self, text: str) -> None:
        """What stands there at one moment; nothing hides it."""
        if text != self.text.text():
            self.text.show_text(text)
            self._tell()

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.heading.show_colours(colours)
        palette = self.text.palette()
        palette.setColor(QPalette.ColorRole.Text, QColor(colours.muted))
        self.text.setPalette(palette)

    def _tell(self) -> None:
        length = len(self.text.text())
        self.heading.show_state(f"{grouped(length)} character{'' if length == 1 else 's'}")
        self.setVisible(bool(length))
