"""The tally in the window: what its row shows and asks for, between the keeper of the rounds and the notice bar."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mockpanel.core.tally import between, standings
from mockpanel.gui.file_dialogs import ask_where
from mockpanel.gui.tally_keeper import TallyKeeper
from mockpanel.gui.undo_notice import UndoNotice
from mockpanel.gui.widgets.tally_row import TallyRow

Run = Callable[[Coroutine[Any, Any, None], str], None]


class TallyDesk(QObject):
    """Shows how the two that are compared stand; exports and clears all rounds there are."""

    def __init__(self, row: TallyRow, notice: UndoNotice, run: Run, parent: QWidget) -> None:
        super().__init__(parent)
        self._row = row
        self._notice = notice
        self._run = run
        self._parent = parent
        self._pair = ("", "")
        self._hidden = False
        self.keeper = TallyKeeper(notice.stack, self)
        self.keeper.changed.connect(self._show)
        self.keeper.told.connect(notice.refuse)
        row.export_asked.connect(self._export)
        row.clear_asked.connect(self._clear)

    def show_pair(self, first: str, second: str, *, hidden: bool) -> None:
        """Which two are compared, and whether who won would tell too much now."""
        self._pair, self._hidden = (first, second), hidden
        self._show()

    def _show(self) -> None:
        rounds = self.keeper.rounds
        self._row.show_standings(standings(between(rounds, *self._pair)), len(rounds), hidden=self._hidden)

    def _clear(self) -> None:
        if sentence := self.keeper.clear():
            self._notice.offer_undo(sentence)

    def _export(self, kind: str) -> None:
        name = f"mockpanel-tally.{kind}"
        ask_where(self._parent, "Export the tally", name, lambda path: self._run(self._write(kind, path), "export"))

    async def _write(self, kind: str, path: Path) -> None:
        try:
            await self.keeper.export(kind, path)
        except OSError as error:
            self._notice.refuse(f"{path.name} cannot be written: {error.strerror or error}")
        else:
            self._notice.tell(f"Written to {path.name}.")
