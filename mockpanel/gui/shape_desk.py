"""The Shape section's desk: changes several settings as one step, and has foreseen what is in sight of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack

from mockpanel.core.forecast import STAND_IN, foreseen_texts
from mockpanel.core.settings import StreamSettings
from mockpanel.core.tokens import chained
from mockpanel.gui.forecaster import Forecaster, Subject
from mockpanel.gui.replay_subject import Replayed, find_capture, laid_answer, replayed
from mockpanel.gui.settings_edits import edit_settings
from mockpanel.gui.widgets.shape_section import ShapeSection
from mockpanel.server.services import Services
from mockpanel.server.tasks import Tasks


class ShapeDesk(QObject):
    """Between the section and one server's services."""

    def __init__(
        self, section: ShapeSection, services: Services, undo: QUndoStack, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._section = section
        self._services = services
        self._undo = undo
        self._tasks = tasks
        self._split_texts: _Texts | None = None
        """What the subject's tokens are of."""
        self._subject: Subject | None = None
        self.forecaster = Forecaster(self)
        self.forecaster.made.connect(section.show_forecast)
        section.toggled.connect(self.refresh)
        section.changes_asked.connect(self.change)

    def change(self, values: Mapping[str, Any], text: str) -> None:
        """Sets several settings as one step, which is called by the text; all of them are valid."""
        edit_settings(self._undo, self._services.store, values, text)

    def refresh(self) -> None:
        """Has foreseen what is in sight now; nothing while the section is closed."""
        settings = self._services.store.snapshot
        wanted = self._section.pictured
        self.forecaster.want(wanted)
        if not wanted:
            return
        if _texts(settings) != self._split_texts:
            self._split_texts = _texts(settings)
            self._tasks.start(self._split(settings), "split the forecast's texts")
        elif self._subject is not None:
            self._show(self._subject._replace(settings=settings))

    def forget_captures(self) -> None:
        """They may be others by now."""
        if self._services.store.snapshot.replay:
            self._split_texts = None
            self.refresh()

    async def _split(self, settings: StreamSettings) -> None:
        """Has the texts' tokens foreseen; the tokenizer's own process does the work, and a thread lays captures."""
        tokenizer = self._services.tokenizer
        texts = foreseen_texts(settings) or [STAND_IN]
        tokens = chained([await tokenizer.tokenize(text, settings.encoding) for text in texts])
        thinking = await tokenizer.tokenize(settings.mock_reasoning, settings.encoding)
        laid = None
        if settings.replay and (
            capture := await asyncio.to_thread(find_capture, self._services.captures, settings.replay)
        ):
            laid = await laid_answer(capture, tokens, thinking, settings, tokenizer.tokenize)
        if _texts(settings) == self._split_texts:
            self._show(Subject(self._services.store.snapshot, tokens, len(thinking), laid))

    def _show(self, subject: Subject) -> None:
        self._subject = subject
        self.forecaster.show_subject(subject)


_Texts = tuple[list[str], str, str, Replayed | None]


def _texts(settings: StreamSettings) -> _Texts:
    """Answer, reasoning and encoding, and what is replayed."""
    return foreseen_texts(settings), settings.mock_reasoning, settings.encoding, replayed(settings)
