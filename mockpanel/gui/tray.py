"""The icon in the system's tray, where there is one; elsewhere all of it does nothing."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget


class Tray(QObject):
    """Shows the state, and brings the window back."""

    show_asked = Signal()

    def __init__(self, icon: QIcon, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.icon: QSystemTrayIcon | None = None
        if QSystemTrayIcon.isSystemTrayAvailable() and not icon.isNull():
            self.icon = self._show_icon(icon, self._menu(actions, parent))

    @property
    def available(self) -> bool:
        """Whether a window that hides could be brought back from here; a tray can go while the window runs."""
        return self.icon is not None and QSystemTrayIcon.isSystemTrayAvailable()

    def show_state(self, words: str) -> None:
        """How the server stands and where, as a tooltip."""
        if self.icon is not None:
            self.icon.setToolTip(f"mockpanel – {words}" if words else "mockpanel")

    def hide(self) -> None:
        """Takes the icon away; on Windows it would stay until the mouse comes over it."""
        if self.icon is not None:
            self.icon.hide()

    def _show_icon(self, icon: QIcon, menu: QMenu) -> QSystemTrayIcon:
        made = QSystemTrayIcon(icon, self)
        made.setToolTip("mockpanel")
        made.setContextMenu(menu)
        made.activated.connect(self._activated)
        made.show()
        return made

    def _menu(self, actions: Sequence[QAction], parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        menu.addAction("Show mockpanel").triggered.connect(lambda _checked=False: self.show_asked.emit())
        menu.addSeparator()
        menu.addActions(list(actions))
        return menu

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        # macOS opens the menu by the click that it tells of.
        if reason is not QSystemTrayIcon.ActivationReason.Context and sys.platform != "darwin":
            self.show_asked.emit()
