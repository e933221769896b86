"""The line above a part of an answer: what it is in a sentence, its own controls, and a button that removes it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mockpanel.gui.icons import Icon, icon
from mockpanel.gui.theme import SPACE, Colours
from mockpanel.gui.widgets.flat_button import flat_button
from mockpanel.gui.widgets.words import Words


class PartHead(QWidget):
    """Controls stand before the sentence."""

    remove_asked = Signal()

    def __init__(self, sentence: str, name: str, *controls: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Words("muted")
        self.words.setText(sentence)
        self.remove = flat_button("", f"Remove {name}", self.remove_asked.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE[1])
        for control in controls:
            row.addWidget(control)
        row.addWidget(self.words, 1)
        row.addWidget(self.remove)

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.remove.setIcon(icon(Icon.CLOSE, colours.muted, colours.border))
