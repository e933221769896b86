"""A part of an answer that is a text of its own: the reasoning, or a refusal."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mockpanel.core.answer_parts import REASONING, PartId, held_texts
from mockpanel.core.settings import StreamSettings
from mockpanel.gui.theme import SPACE, Colours
from mockpanel.gui.widgets.part_head import PartHead
from mockpanel.gui.widgets.token_page import TokenPage

_NAMES = {True: "the reasoning", False: "the refusal"}
_SENTENCES = {
    True: "Streamed before the answer. The same text as under Shape, Thinking.",
    False: "Sent in the place of the text and of all tool calls.",
}
_EMPTY = {
    True: "Empty: the answer begins without reasoning.",
    False: "Empty: nothing is refused.",
}


class TextPartPage(QWidget):
    """Head and text."""

    edited = Signal(str)
    remove_asked = Signal()

    def __init__(self, part: PartId, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        thinks = part == REASONING
        self.part = part
        self.head = PartHead(_SENTENCES[thinks], _NAMES[thinks])
        self.page = TokenPage(part.section.capitalize(), _EMPTY[thinks])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE[0])
        column.addWidget(self.head)
        column.addWidget(self.page, 1)
        self.head.remove_asked.connect(self.remove_asked)
        self.page.edited.connect(self.edited)

    @property
    def stops(self) -> list[QWidget]:
        """In the order of Tab."""
        return [self.head.remove, *self.page.stops]

    def enter(self) -> None:
        """Ready to be typed."""
        self.page.enter()

    def show_settings(self, settings: StreamSettings) -> None:
        """Shows a snapshot's text."""
        self.page.show_text(held_texts(settings).get(self.part, ""))

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.head.show_colours(colours)
        self.page.show_colours(colours)
