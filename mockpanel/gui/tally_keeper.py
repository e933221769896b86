"""The rounds that were decided: kept in a file, added to and cleared so that it can be undone, and exported."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from mockpanel.core.files import SHARED, write_whole
from mockpanel.core.tally import Round, as_csv, as_json
from mockpanel.gui import state
from mockpanel.server.tasks import Tasks

log = logging.getLogger(__name__)

FILE = "tally.json"


class _Kept(BaseModel):
    """The file."""

    model_config = ConfigDict(extra="ignore")

    rounds: list[Round] = Field(default_factory=list)


class _TallyStep(QUndoCommand):
    """From some rounds to others, and back."""

    def __init__(self, keeper: TallyKeeper, text: str, after: tuple[Round, ...]) -> None:
        super().__init__(text)
        self._keeper = keeper
        self._before, self._after = keeper.rounds, after

    def redo(self) -> None:
        """To the others."""
        self._keeper.take(self._after)

    def undo(self) -> None:
        """Back."""
        self._keeper.take(self._before)


class TallyKeeper(QObject):
    """Beside the window's state, in a file of its own; written off the loop, which streams need."""

    changed = Signal()
    told = Signal(str)
    """Why the file could not be read or written."""

    def __init__(self, undo: QUndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._undo = undo
        self._tasks = Tasks()
        self._lock = asyncio.Lock()
        self._path = state.state_path().with_name(FILE)
        self.rounds: tuple[Round, ...] = ()
        self._saved: tuple[Round, ...] = self.rounds

    def load(self) -> None:
        """Takes the file's rounds; one that cannot be read is set aside, and it is told."""
        try:
            self.rounds = self._saved = tuple(_Kept.model_validate_json(self._path.read_bytes()).rounds)
        except FileNotFoundError:
            return
        except (OSError, ValidationError) as error:
            log.warning("the tally could not be read: %s", type(error).__name__)
            with contextlib.suppress(OSError):
                self._path.replace(self._path.with_suffix(".broken.json"))
            self.told.emit(f"The tally could not be read; it was set aside beside {self._path}.")
        self.changed.emit()

    def add(self, played: Round) -> None:
        """One round more."""
        self._undo.push(_TallyStep(self, "Vote", (*self.rounds, played)))

    def clear(self) -> str:
        """Forgets all rounds, and says so; nothing where there are none."""
        count = len(self.rounds)
        if count:
            self._undo.push(_TallyStep(self, "Clear the tally", ()))
        return f"{count} round{'' if count == 1 else 's'} cleared." if count else ""

    def take(self, rounds: tuple[Round, ...]) -> None:
        """Makes these be the rounds, and writes them down soon."""
        self.rounds = rounds
        self.changed.emit()
        self._tasks.start(self._save(), "save the tally")

    async def export(self, kind: str, path: Path) -> None:
        """Writes all rounds to a file, as csv or json; raises OSError."""
        text = as_csv(self.rounds) if kind == "csv" else as_json(self.rounds)
        await asyncio.to_thread(write_whole, path, text.encode(), SHARED)

    async def close(self) -> None:
        """Waits until what there is is written."""
        await self._save()

    async def _save(self) -> None:
        async with self._lock:
            if self._saved is self.rounds:
                return
            self._saved = self.rounds
            data = _Kept(rounds=list(self._saved)).model_dump_json(indent=1).encode()
            try:
                await asyncio.to_thread(write_whole, self._path, data)
            except OSError as error:
                self.told.emit(f"The tally could not be written: {error.strerror or error}.")
