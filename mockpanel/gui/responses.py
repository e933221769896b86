"""Which named response is in the editor, and what can be done with the library. Of all widgets it knows the editor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from mockpanel.core.errors import LibraryError
from mockpanel.core.response_library import ResponseLibrary
from mockpanel.gui.widgets.response_editor import ResponseEditor


class _Deletion(QUndoCommand):
    """A response that was deleted, and can be had back."""

    def __init__(self, library: ResponseLibrary, name: str, listed: Callable[[], None]) -> None:
        super().__init__(f"Delete {name}")
        self._library = library
        self._name = name
        self._listed = listed
        self._token: Any = None

    def redo(self) -> None:
        """Deletes it."""
        self._token = self._library.delete(self._name)
        self._listed()

    def undo(self) -> None:
        """Brings it back."""
        self._library.restore(self._token)
        self._listed()


class Responses(QObject):
    """Between the library and the editor."""

    told = Signal(str)
    """Why something was refused."""
    undoable = Signal(str)
    """What was done just now that somebody may want back."""

    def __init__(
        self, library: ResponseLibrary, editor: ResponseEditor, undo: QUndoStack, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._editor = editor
        self._undo = undo
        self.current = ""
        """The name of the response that was loaded or saved last."""
        editor.library_chosen.connect(self.choose)
        editor.library_save_asked.connect(self.save)
        editor.library_rename_asked.connect(self.rename)
        editor.library_delete_asked.connect(self.delete)

    def resume(self, name: str) -> None:
        """Takes a response for the current one and leaves the text as it is, as at a start."""
        known = {entry.name for entry in self._library.entries()}
        self._settle(name if name in known else "")

    def choose(self, name: str) -> None:
        """Puts a response into the editor, which can undo that."""
        if (text := self._try(lambda: self._library.read(name))) is not None:
            self._editor.replace_text(text)
            self._settle(name)

    def save(self, name: str) -> None:
        """Keeps the editor's text under a name; a wrong one is refused beside it."""
        try:
            self._library.save(name, self._editor.text())
        except LibraryError as error:
            self._editor.show_name_error(str(error))
        else:
            self._settle(name)

    def rename(self, old: str, new: str) -> None:
        """Gives a response another name; a wrong one is refused beside it."""
        try:
            self._library.rename(old, new)
        except LibraryError as error:
            self._editor.show_name_error(str(error))
        else:
            self._settle(new if self.current == old else self.current)

    def delete(self, name: str) -> None:
        """Removes a response from the library; the text in the editor stays."""
        try:
            self._undo.push(_Deletion(self._library, name, lambda: self._settle(self.current)))
        except LibraryError as error:
            self.told.emit(str(error))
        else:
            self.undoable.emit(f"Response “{name}” deleted.")

    def _settle(self, name: str) -> None:
        entries = self._library.entries()
        self.current = name
        text = self._try(lambda: self._library.read(name)) if name in {entry.name for entry in entries} else None
        self._editor.show_library(entries, name, text)

    def _try(self, work: Callable[[], str]) -> str | None:
        try:
            return work()
        except LibraryError as error:
            self.told.emit(str(error))
            return None
