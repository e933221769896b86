"""Empties a line edit: a small cross at its end, there while something stands in the line."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QToolButton

from mockpanel.gui.icons import Icon, icon
from mockpanel.gui.theme import LIGHT, Colours


class ClearAction(QAction):
    """In place of Qt's own clear button, which has the style's icon and none of the window's colours."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__("Clear", line)
        self._line = line
        self.setToolTip("Clear")
        line.addAction(self, QLineEdit.ActionPosition.TrailingPosition)
        for button in line.findChildren(QToolButton):
            button.setAccessibleName(self.text())
        line.textChanged.connect(self._follow)
        self.triggered.connect(self._empty)
        self.show_colours(LIGHT)
        self._follow(line.text())

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.setIcon(icon(Icon.CLOSE, colours.muted, colours.border))

    def _follow(self, text: str) -> None:
        self.setVisible(bool(text))

    def _empty(self) -> None:
        """As if it were typed: who listens to edits hears of it."""
        self._line.selectAll()
        self._line.del_()
        self._line.setFocus()
