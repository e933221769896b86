"""Between what is asked to be shared and what makes it: dialogs, files, progress, and where the file is."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QWidget

from mockpanel.core.errors import InvalidValue
from mockpanel.core.film_choices import FilmChoices, caption
from mockpanel.core.request_record import RequestRecord
from mockpanel.core.scrub import Recording, check_recorded
from mockpanel.gui.file_dialogs import ask_where
from mockpanel.gui.scrubbing import Tokenize, recorded_answer
from mockpanel.gui.sharing.film_maker import make_film
from mockpanel.gui.sharing.gap_plot import GapPlot
from mockpanel.gui.sharing.plot_files import write_plot
from mockpanel.gui.sharing.share_actions import Share, ShareActions, Source
from mockpanel.gui.theme import DARK, LIGHT, Colours
from mockpanel.gui.undo_notice import UndoNotice
from mockpanel.gui.widgets.film_dialog import FilmDialog
from mockpanel.server.tasks import Tasks

NOTHING = "There is no answer to share: play the response, or choose a request."


class _Asked(NamedTuple):
    """The answer that a film is made of, the line below it, and the name of the file."""

    made: Recording
    title: str
    name: str


class ShareDesk(QObject):
    """One film at a time. `name_of` gives the profile that a record was played with, or nothing."""

    def __init__(
        self,
        shown: Source,
        chosen: Source,
        name_of: Callable[[RequestRecord], str],
        tokenize: Tokenize,
        notice: UndoNotice,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._name_of = name_of
        self._tokenize = tokenize
        self._notice = notice
        self._parent = parent
        self._tasks = Tasks(self._fail)
        self._making: asyncio.Task[None] | None = None
        self._choices = FilmChoices()
        self._asked: _Asked | None = None
        self.dialog = FilmDialog(parent)
        self.dialog.save_asked.connect(self._ask_for_file)
        self.dialog.cancel_asked.connect(self._give_up)
        self.preview = ShareActions("Preview", shown, self.share, self)
        self.request = ShareActions("Request", chosen, self.share, self)
        self.dark = QAction("Pictures in dark colours", self, checkable=True)
        self.dark.setToolTip("Whether what is shared is dark, whatever the window is")

    def share(self, kind: Share, record: RequestRecord | None) -> None:
        """Asks for what is still to be known, and makes it."""
        if record is None:
            self._notice.refuse(NOTHING)
            return
        try:
            check_recorded(record)
        except InvalidValue as error:
            self._notice.refuse(str(error).replace("played", "shared"))
            return
        if kind is Share.FILM:
            self._tasks.start(self._ask_for_film(record), "prepare a film")
        else:
            name = f"gaps-{_file_name(record, self._name_of(record))}.{kind}"
            ask_where(self._parent, "Save the gaps", name, partial(self._save_plot, record))

    def show_colours(self, colours: Colours) -> None:
        """The window's scheme: pictures are in it too, until that is chosen otherwise."""
        self.dark.setChecked(colours == DARK)

    async def close(self) -> None:
        """Gives up what is being made."""
        self.dialog.reject()
        await self._tasks.cancel_all()

    def _save_plot(self, record: RequestRecord, path: Path) -> None:
        self._tasks.start(self._write_plot(record, path), "save a plot")

    async def _write_plot(self, record: RequestRecord, path: Path) -> None:
        title, colours = caption(record, self._name_of(record)), DARK if self.dark.isChecked() else LIGHT
        rows = await asyncio.to_thread(list, record.ledger)
        plot = GapPlot(title, rows, colours, self._parent.font())
        try:
            await asyncio.to_thread(write_plot, path, plot, QGuiApplication.primaryScreen().logicalDotsPerInch())
        except OSError as error:
            self._refuse(path, error)
        else:
            self._tell(path)

    async def _ask_for_film(self, record: RequestRecord) -> None:
        made = await recorded_answer(record, self._tokenize)
        if not made.text:
            self._notice.refuse(f"Request {record.number} cannot be a moving picture: its answer holds no text.")
            return
        self.dialog.reject()
        profile = self._name_of(record)
        self._asked = _Asked(made, caption(record, profile), _file_name(record, profile))
        self.dialog.show_choices(replace(self._choices, dark=self.dark.isChecked()))
        self.dialog.show_answer(self._asked.title, made.length_ns)
        self.dialog.open()

    def _ask_for_file(self, choices: FilmChoices) -> None:
        self._choices = choices
        self.dark.setChecked(choices.dark)
        if (asked := self._asked) is not None:
            name = f"{asked.name}.{choices.kind}"
            ask_where(
                self.dialog, "Save the moving picture", name, lambda path: self._start(self._make(path, asked, choices))
            )

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._making = self._tasks.start(work, "make a film")

    async def _make(self, path: Path, asked: _Asked, choices: FilmChoices) -> None:
        dialog = self.dialog
        try:
            await make_film(path, asked.made, choices, asked.title, lambda *done: dialog.show_progress(done))
        except OSError as error:
            self._refuse(path, error)
        else:
            self._making = None
            dialog.close()
            self._tell(path)
        finally:
            self._making = None
            dialog.show_progress(None)

    def _give_up(self) -> None:
        self._asked = None
        if self._making is not None:
            self._making.cancel()
            self._making = None
            self._notice.tell("The moving picture was given up; no file was written.")

    def _tell(self, path: Path) -> None:
        self._notice.tell(f"{path.name} is written, in {path.parent}.")

    def _refuse(self, path: Path, error: OSError) -> None:
        self._notice.refuse(f"{path.name} cannot be written: {error.strerror or error}.")

    def _fail(self, error: BaseException) -> None:
        self._notice.refuse(f"That could not be shared: {error}.")


def _file_name(record: RequestRecord, profile: str) -> str:
    """A name that every file system takes."""
    words = profile or record.model or "answer"
    return re.sub(r"[^A-Za-z0-9.]+", "-", words).strip("-.").lower() + f"-{record.number}"
