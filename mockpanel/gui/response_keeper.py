"""Keeps editor and live default at one: typed text becomes the default, another default is shown, and tokens follow."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from mockpanel.core.errors import InvalidValue
from mockpanel.core.measures import long_time
from mockpanel.core.settings import StreamSettings
from mockpanel.core.tokens import Tokens
from mockpanel.gui.widgets.response_editor import ResponseEditor
from mockpanel.server.services import Services
from mockpanel.server.tasks import Tasks

TYPING_MS = 120
"""The editor's text becomes the default after so long without a key."""


class ResponseKeeper(QObject):
    """Between one editor and one server's services."""

    taken = Signal()
    """The text that was typed is the default now."""

    def __init__(self, editor: ResponseEditor, services: Services, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._services = services
        self._tasks = tasks
        self._tokens: Tokens | None = None
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self.take_text)
        editor.edited.connect(lambda _text: self._typing.start())

    def take_text(self) -> None:
        """Makes the editor's text the default now; says in its place why it cannot be."""
        self._typing.stop()
        try:
            self._services.store.update({"mock_response": self._editor.text()})
        except InvalidValue as error:
            self._editor.show_error(str(error))
        else:
            self.taken.emit()
            self.show_settings(self._services.store.snapshot)

    def show_settings(self, settings: StreamSettings) -> None:
        """Shows a snapshot's text, unless another one is being typed, with its tokens and how long it takes."""
        if settings.mock_response != self._editor.text() and not self._typing.isActive():
            self._editor.show_text(settings.mock_response)
        tokens = self._tokens
        if tokens is None or tokens.text != settings.mock_response or tokens.encoding != settings.encoding:
            self._tasks.start(self._split(settings.mock_response), "split the response")
        self._show_duration()

    async def _split(self, text: str) -> None:
        """Has the text's tokens shown; the tokenizer's own process does the work."""
        settings = self._services.store.snapshot
        tokens = await self._services.tokenizer.tokenize(text, settings.encoding)
        if text == self._services.store.snapshot.mock_response:
            self._tokens = tokens
            self._editor.show_tokens(text, tokens)
            self._show_duration()

    def _show_duration(self) -> None:
        if self._tokens is not None:
            settings = self._services.store.snapshot
            rate, gaps = settings.tokens_per_second, max(len(self._tokens) - 1, 0)
            seconds = settings.time_to_first_token + (gaps / rate if rate else 0)
            self._editor.show_duration(long_time(seconds) if rate else "as long as the client reads")
