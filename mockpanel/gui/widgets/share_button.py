"""A button with a menu of what can be made of an answer to show it to others. Makes none of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from mockpanel.gui.icons import Icon, icon
from mockpanel.gui.theme import LIGHT, Colours


class ShareButton(QToolButton):
    """Opens its menu at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText("Share")
        self.setAccessibleName("Share")
        self.setToolTip("Make a moving picture of the answer, or a picture of its gaps")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(16, 16))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(QMenu(self))
        self.show_colours(LIGHT)

    def show_actions(self, actions: Sequence[QAction]) -> None:
        """What the menu offers."""
        menu = self.menu()
        assert menu is not None
        menu.setToolTipsVisible(True)
        menu.addActions(list(actions))

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.setIcon(icon(Icon.SHARE, colours.text, colours.border))
