"""Keeps editor and live defaults at one: what is typed becomes the default, another default is shown, tokens follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoStack

from mockpanel.core.answer_parts import PartId, answer_seconds, held_texts
from mockpanel.core.errors import InvalidValue
from mockpanel.core.measures import long_time
from mockpanel.core.settings import StreamSettings
from mockpanel.gui.settings_edits import edit_settings
from mockpanel.gui.widgets.response_editor import ResponseEditor
from mockpanel.server.services import Services
from mockpanel.server.tasks import Tasks

TYPING_MS = 120
"""What was typed becomes the default after so long without a key."""


class ResponseKeeper(QObject):
    """Between one editor and one server's services. The parts beside the text are undone with the other settings."""

    taken = Signal()
    """What was typed is the default now."""

    def __init__(
        self,
        editor: ResponseEditor,
        services: Services,
        tasks: Tasks,
        undo: QUndoStack,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._services = services
        self._tasks = tasks
        self._undo = undo
        self._split_texts: tuple[str, dict[PartId, str]] | None = None
        """The encoding, and the texts whose tokens are shown or on their way."""
        self._counts: dict[PartId, int] = {}
        self._typed: dict[str, Any] = {}
        """Parts that were typed, by their settings."""
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self.take_text)
        editor.edited.connect(lambda _text: self._typing.start())
        editor.part_edited.connect(self._note)
        editor.changes_asked.connect(self._change)

    def take_text(self) -> None:
        """Makes what stands in the editor the default now; says in its place why it cannot be."""
        self._typing.stop()
        typed, self._typed = self._typed, {}
        try:
            self._services.store.update({"mock_response": self._editor.text()})
            edit_settings(self._undo, self._services.store, typed)
        except InvalidValue as error:
            self._editor.show_error(str(error))
        else:
            self.taken.emit()
            self.show_settings(self._services.store.snapshot)

    def show_settings(self, settings: StreamSettings) -> None:
        """Shows a snapshot's answer, unless another one is being typed, with its tokens and how long it takes."""
        if not self._typing.isActive():
            self._editor.show_text(settings.mock_response)
            self._editor.show_parts(settings)
        wanted = settings.encoding, held_texts(settings)
        if wanted != self._split_texts:
            self._split_texts = wanted
            self._tasks.start(self._split(*wanted), "split the response")
        self._show_duration()

    def _note(self, name: str, value: object) -> None:
        self._typed[name] = value
        self._typing.start()

    def _change(self, changes: Mapping[str, Any], text: str) -> None:
        """A step of its own, behind what was typed before it."""
        if self._typing.isActive():
            self.take_text()
        try:
            edit_settings(self._undo, self._services.store, changes, text)
        except InvalidValue as error:
            self._editor.show_error(str(error))
        self.show_settings(self._services.store.snapshot)

    async def _split(self, encoding: str, texts: Mapping[PartId, str]) -> None:
        """Has the tokens of all parts shown; the tokenizer's own process does the work."""
        tokenizer = self._services.tokenizer
        tokens = {part: await tokenizer.tokenize(text, encoding) for part, text in texts.items()}
        if (encoding, texts) != self._split_texts:
            return
        self._counts = {part: len(found) for part, found in tokens.items()}
        for part, found in tokens.items():
            self._editor.show_tokens(texts[part], found, part)
        self._show_duration()

    def _show_duration(self) -> None:
        if self._counts:
            seconds = answer_seconds(self._services.store.snapshot, self._counts)
            self._editor.show_duration("as long as the client reads" if seconds is None else long_time(seconds))
