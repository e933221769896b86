"""One list of what the window can do: it feeds menus, shortcuts, the palette, the sheet of shortcuts and the tray."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from mockpanel.gui.models.command_rows import MENU, unmarked


class Commands:
    """Actions by menu, in the order of being added."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        self._menus: dict[str, QMenu] = {}
        self.groups: dict[str, list[QAction]] = {}

    def __iter__(self) -> Iterator[QAction]:
        for group in self.groups.values():
            yield from group

    def add(self, menu: str, text: str, keys: str, act: Callable[[], object]) -> QAction:
        """A command; `keys` are its shortcuts, several parted by a space, or none."""
        action = self._action(text, keys)
        action.triggered.connect(lambda _checked=False: act())
        return self.take(menu, action)

    def add_switch(
        self, menu: str, text: str, keys: str, act: Callable[[bool], object], *, on: bool = False
    ) -> QAction:
        """A command that is on or off."""
        action = self._action(text, keys)
        action.setCheckable(True)
        action.setChecked(on)
        action.toggled.connect(act)
        return self.take(menu, action)

    def take(self, menu: str, action: QAction) -> QAction:
        """A command that a widget brought along."""
        if menu not in self._menus:
            self._menus[menu] = self._window.menuBar().addMenu(menu)
            self.groups[unmarked(menu)] = []
        action.setProperty(MENU, unmarked(menu))
        self._menus[menu].addAction(action)
        self.groups[unmarked(menu)].append(action)
        return action

    def part(self, menu: str) -> None:
        """A line between what is above and what follows."""
        self._menus[menu].addSeparator()

    def _action(self, text: str, keys: str) -> QAction:
        action = QAction(text, self._window)
        action.setShortcuts([QKeySequence(key) for key in keys.split()])
        self._window.addAction(action)  # so that its shortcut works while the menu bar is hidden
        return action
