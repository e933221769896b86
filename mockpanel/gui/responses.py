"""Which named response is in the editor, and what can be done with the library. Of all widgets it knows the editor."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from mockpanel.core.errors import LibraryError
from mockpanel.core.response_library import Deleted, ResponseLibrary
from mockpanel.gui.widgets.response_editor import ResponseEditor


class _Deletion(QUndoCommand):
    """A response that was deleted, and can be had back."""

    def __init__(
        self, library: ResponseLibrary, name: str, listed: Callable[[], None], told: Callable[[str], None]
    ) -> None:
        super().__init__(f"Delete {name}")
        self._library = library
        self._name = name
        self._listed = listed
        self._told = told
        self._deleted: Deleted | None = None

    def redo(self) -> None:
        """Deletes it; what the disk refuses is told, and no step."""
        try:
            self._deleted = self._library.delete(self._name)
        except LibraryError as error:
            self._give_up(error)
        self._listed()

    def undo(self) -> None:
        """Brings it back."""
        try:
            if self._deleted is not None:
                self._name = self._library.restore(self._deleted)
        except LibraryError as error:
            self._give_up(error)
        self._listed()

    def _give_up(self, error: LibraryError) -> None:
        self.setObsolete(True)
        self._told(str(error))


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
            kept = self._library.save(name, self._editor.text())
        except LibraryError as error:
            self._editor.show_name_error(str(error))
        else:
            self._settle(kept)

    def rename(self, old: str, new: str) -> None:
        """Gives a response another name; a wrong one is refused beside it."""
        try:
            kept = self._library.rename(old, new)
        except LibraryError as error:
            self._editor.show_name_error(str(error))
        else:
            self._settle(kept if self.current == old else self.current)

    def delete(self, name: str) -> None:
        """Removes a response from the library; the text in the editor stays."""
        before = self._undo.index()
        self._undo.push(_Deletion(self._library, name, lambda: self._settle(self.current), self.told.emit))
        if self._undo.index() > before:
            self.undoable.emit(f"Response “{name}” deleted.")

    def _settle(self, name: str) -> None:
        entries = self._library.entries()
        self.current = name
        text = self._try(lambda: self._library.read(name)) if name in {entry.name for entry in entries} else None
        self._editor.show_library(entries, name, text, self._library.broken())

    def _try(self, work: Callable[[], str]) -> str | None:
        try:
            return work()
        except LibraryError as error:
            self.told.emit(str(error))
            return None
