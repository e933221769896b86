"""Steps of the undo stack that put a capture's file there, take it away or rename it. Files are not touched here."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtGui import QUndoCommand

from mockpanel.core.capture_folder import CaptureFolder, DeletedCapture


class Move(NamedTuple):
    """One way: work on the folder, to be done in a thread, that returns the name of the capture to choose then."""

    work: Callable[[], str]
    replay: str | None = None
    """What is replayed from then on; None where that stays as it is."""


class CaptureStep(QUndoCommand):
    """`go` is given the way to go; the first time forth it was gone already."""

    def __init__(self, text: str, forth: Move, back: Move, go: Callable[[Move], object]) -> None:
        super().__init__(text)
        self._forth = forth
        self._back = back
        self._go = go
        self._gone = True

    def redo(self) -> None:
        """Goes forth again."""
        if not self._gone:
            self._go(self._forth)
        self._gone = False

    def undo(self) -> None:
        """Goes back."""
        self._go(self._back)


class Presence:
    """A capture's file, which is there or not; it comes back under another name where its own was taken since."""

    def __init__(self, folder: CaptureFolder, name: str) -> None:
        self.name = name
        self._folder = folder
        self._deleted: DeletedCapture | None = None

    def remove(self) -> str:
        """Takes it away."""
        self._deleted = self._folder.delete(self.name)
        return ""

    def put(self) -> str:
        """Brings it back."""
        if self._deleted is not None:
            self.name = self._folder.restore(self._deleted).name
        return self.name
