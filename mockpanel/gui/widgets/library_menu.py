"""A button whose menu offers named responses, and asks to keep, rename or delete one. Keeps none itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from mockpanel.core.response_library import Entry
from mockpanel.gui.theme import Colours
from mockpanel.gui.widgets.name_popup import NamePopup


class LibraryMenu(QToolButton):
    """Shows entries; the current one can be renamed and deleted if it is the user's own."""

    chosen = Signal(str)
    save_asked = Signal(str)
    """The name to keep the text under; refused by answering with `show_error` at once. So is the next one."""
    rename_asked = Signal(str, str)
    delete_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._current = ""
        self._own: set[str] = set()
        self._renaming = False
        self.popup = NamePopup(self)
        self.save = self._action("Save response as …", self._ask_to_save)
        self.rename = self._action("Rename response …", self._ask_to_rename)
        self.delete = self._action("Delete response", lambda: self.delete_asked.emit(self._current))
        self.popup.entered.connect(self._take_name)
        self.setText("Library")
        self.setAccessibleName("Library of responses")
        self.setToolTip("Named responses: samples, and your own")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(QMenu(self))
        self.show_library([], "")

    def show_library(self, entries: Sequence[Entry], current: str, broken: Sequence[str] = ()) -> None:
        """All entries, the name of the one in the editor, empty for none, and sentences on files of no use."""
        self._own = {entry.name for entry in entries if not entry.built_in}
        self._current = current
        menu = self.menu()
        assert menu is not None
        for action in menu.actions():
            menu.removeAction(action)
            if action.parent() is menu:
                action.deleteLater()  # not at once: it may be the one that was triggered just now
        for heading, built_in in (("Yours", False), ("Samples", True)):
            self._add_entries(menu, heading, [entry for entry in entries if entry.built_in is built_in])
        _add_sentences(menu, "Cannot be used", broken)
        menu.addSeparator()
        menu.addActions([self.save, self.rename, self.delete])
        for action in (self.rename, self.delete):
            action.setEnabled(current in self._own)

    def show_error(self, sentence: str) -> None:
        """Why a name was refused, beside it."""
        self.popup.show_error(sentence)

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.popup.show_colours(colours)

    def _add_entries(self, menu: QMenu, heading: str, entries: Sequence[Entry]) -> None:
        if not entries:
            return
        _add_heading(menu, heading)
        for entry in entries:
            action = menu.addAction(_plain(entry.name))
            action.setCheckable(True)
            action.setChecked(entry.name == self._current)
            action.triggered.connect(lambda _checked=False, name=entry.name: self.chosen.emit(name))

    def _action(self, text: str, act: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _checked=False: act())
        return action

    def _ask_to_save(self) -> None:
        self._renaming = False
        suggestion = self._current if self._current in self._own else ""
        self.popup.ask("Save the response as", "Save", suggestion, self._place())

    def _ask_to_rename(self) -> None:
        self._renaming = True
        self.popup.ask("Rename the response", "Rename", self._current, self._place())

    def _place(self) -> QPoint:
        """Above the button: it stands at the foot of the editor."""
        return self.mapToGlobal(QPoint(0, -self.popup.sizeHint().height() - self.height() // 4))

    def _take_name(self, name: str) -> None:
        if self._renaming:
            self.rename_asked.emit(self._current, name)
        else:
            self.save_asked.emit(name)


def _add_heading(menu: QMenu, heading: str) -> None:
    menu.addSeparator()
    menu.addAction(heading).setEnabled(False)  # of a section with a style sheet, Fusion draws the line only


def _add_sentences(menu: QMenu, heading: str, sentences: Sequence[str]) -> None:
    if sentences:
        _add_heading(menu, heading)
    for sentence in sentences:
        menu.addAction(_plain(sentence[:1].upper() + sentence[1:])).setEnabled(False)


def _plain(text: str) -> str:
    """A text of a menu in which & is no mnemonic."""
    return text.replace("&", "&&")
