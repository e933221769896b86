"""What can be done with the list of requests and with the chosen one: actions that bar, menus and keys share."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from mockpanel.core.snippets import Snippet

_COPIES = {
    Snippet.CURL: "Ctrl+Alt+C",
    Snippet.PYTHON: "Ctrl+Alt+P",
    Snippet.JAVASCRIPT: "Ctrl+Alt+J",
    Snippet.RAW: "Ctrl+Alt+H",
}
_EXPORTS = {"jsonl": ("JSON Lines …", "Ctrl+Shift+E"), "har": ("HAR …", "Ctrl+Alt+E")}


class RequestActions:
    """The actions of one widget; what they do is their owner's to connect."""

    def __init__(self, owner: QWidget) -> None:
        self._owner = owner
        self.copy = {kind: self._made(f"Copy as {kind}", keys) for kind, keys in _COPIES.items()}
        self.replay = self._made("Replay", "Ctrl+Alt+R", "Send this request again")
        self.scrub = self._made("Play from its record", "F7", "Go through its answer again, as it was sent")
        self.capture = self._made("Save as capture", "Ctrl+Alt+S", "Keep its answer as it was sent, to replay it")
        self.export = {
            kind: self._made(f"Export as {name}", keys, f"Write the requests shown to a file, as {name}")
            for kind, (name, keys) in _EXPORTS.items()
        }
        self.follow = self._made("Follow", "Ctrl+Alt+F", "Keep the newest request in sight")
        self.follow.setCheckable(True)
        self.follow.setChecked(True)
        self.clear = self._made("Clear", "Ctrl+Alt+Backspace", "Forget all requests that are over")
        self.find = self._made("Filter requests", "Ctrl+Shift+F")

    @property
    def of_one(self) -> tuple[QAction, ...]:
        """Those that need a chosen request."""
        return (*self.copy.values(), self.replay, self.scrub, self.capture)

    def menu(self, actions: Iterable[QAction]) -> QMenu:
        """A menu of some of them."""
        menu = QMenu(self._owner)
        menu.setToolTipsVisible(True)
        menu.addActions(list(actions))
        return menu

    def row_menu(self) -> QMenu:
        """The menu of the chosen request."""
        menu = self.menu(self.of_one)
        menu.addSeparator()
        menu.addActions(list(self.export.values()))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _made(self, text: str, keys: str, help_text: str = "") -> QAction:
        action = QAction(text, self._owner)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{help_text or text} ({shown})")
        self._owner.addAction(action)
        return action
