"""The icon in the system's tray, where there is one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget


class Tray(QObject):
    """Shows the state, and brings the window back."""

    show_asked = Signal()

    def __init__(self, icon: QIcon, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.available = QSystemTrayIcon.isSystemTrayAvailable() and not icon.isNull()
        self._icon: QSystemTrayIcon | None = None
        if self.available:
            menu = QMenu(parent)
            menu.addAction("Show mockpanel").triggered.connect(lambda _checked=False: self.show_asked.emit())
            menu.addSeparator()
            menu.addActions(list(actions))
            self._icon = QSystemTrayIcon(icon, self)
            self._icon.setContextMenu(menu)
            self._icon.activated.connect(self._activated)
            self._icon.show()

    def show_state(self, words: str) -> None:
        """How the server stands, as a tooltip."""
        if self._icon is not None:
            self._icon.setToolTip(words)

    def hide(self) -> None:
        """Takes the icon away."""
        if self._icon is not None:
            self._icon.hide()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.show_asked.emit()
