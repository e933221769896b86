"""One text of an answer with its tokens in colour, and the bar to find words in it. Knows no other part."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mockpanel.core.tokens import Tokens
from mockpanel.gui.theme import SPACE, Colours
from mockpanel.gui.widgets.find_bar import FindBar
from mockpanel.gui.widgets.token_text import TokenText


class TokenPage(QWidget):
    """Says what was typed; what is shown is not told."""

    edited = Signal(str)

    def __init__(self, name: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pad = TokenText()
        self.pad.setAccessibleName(name)
        self.pad.setPlaceholderText(empty)
        self.finder = FindBar(self.pad)
        self.count: int | None = 0
        """How many tokens it has; None while they are counted."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE[1])
        column.addWidget(self.pad, 1)
        column.addWidget(self.finder)
        self.pad.changed.connect(lambda: self.edited.emit(self.pad.text()))

    def enter(self) -> None:
        """Ready to be typed."""
        self.pad.setFocus()

    @property
    def stops(self) -> list[QWidget]:
        """In the order of Tab."""
        return [self.pad, *self.finder.stops]

    def text(self) -> str:
        """The text, byte for byte."""
        return self.pad.text()

    def show_text(self, text: str) -> None:
        """Shows a text; where it is the one shown, cursor and undo stay."""
        if text == self.text():
            return
        self.pad.show_text(text)
        self.count = None if text else 0

    def show_tokens(self, tokens: Tokens) -> bool:
        """Colours the tokens of a text; False where another one stands here by now."""
        if tokens.text != self.text():
            return False
        self.count = len(tokens)
        self.pad.show_tokens(tokens)
        return True

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.pad.show_colours(colours)
        self.finder.show_colours(colours)
