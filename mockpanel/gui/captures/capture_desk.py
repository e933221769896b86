"""Between the folder of captures and their place in the window: what there is, what is chosen, and how it is shown."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject, Signal

from mockpanel.core.capture_folder import Kept
from mockpanel.core.capture_words import short_figures
from mockpanel.core.captures import Capture
from mockpanel.core.profile_names import key
from mockpanel.core.settings import StreamSettings
from mockpanel.gui.captures.measuring import Measuring
from mockpanel.gui.models.capture_rows import CaptureLine
from mockpanel.gui.widgets.captures_pane import CapturesPane
from mockpanel.server.services import Services
from mockpanel.server.tasks import Tasks


class CaptureDesk(QObject):
    """Reads the folder when it is told to, and measures while the place is in sight. Changes nothing."""

    listed = Signal(list)
    """The names of all captures."""

    def __init__(self, pane: CapturesPane, services: Services, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pane = pane
        self._services = services
        self._tasks = tasks
        self._measuring = Measuring(services.tokenizer.tokenize)
        self._kept: list[Kept] = []
        self._wanted = ""
        self._replayed = ""
        self._encoding = services.store.snapshot.encoding
        self._busy = False
        pane.list.chosen.connect(lambda _name: self._show_chosen())

    @property
    def chosen(self) -> Kept | None:
        """The chosen capture."""
        return self._find(self._pane.list.name)

    @property
    def names(self) -> list[str]:
        """The names of all, as they were last read."""
        return [each.capture.name for each in self._kept]

    def refresh(self, name: str = "") -> None:
        """Reads the folder again, and then chooses a capture, where one is named."""
        self._wanted = name or self._wanted
        self._tasks.start(self._read(), "list the captures")

    def show_settings(self, settings: StreamSettings) -> None:
        """Marks what is replayed; another tokenizer counts anew."""
        counted_anew = settings.encoding != self._encoding
        if settings.replay == self._replayed and not counted_anew:
            return
        self._replayed, self._encoding = settings.replay, settings.encoding
        self._show()
        if counted_anew:
            self._measure()

    async def _read(self) -> None:
        folder = self._services.captures
        self._kept, broken = await asyncio.to_thread(lambda: (folder.kept(), folder.broken()))
        self._measuring.keep_only([each.capture for each in self._kept])
        self._pane.show_broken(broken)
        self._show()
        if self._wanted:
            self._pane.list.choose(self._wanted)
            self._wanted = ""
        self.listed.emit(self.names)
        self._measure()

    def _show(self) -> None:
        self._pane.list.show_lines([self._line(each) for each in self._kept])
        self._show_chosen()

    def _show_chosen(self) -> None:
        detail, kept = self._pane.detail, self.chosen
        detail.show_capture(kept)
        if kept is not None:
            detail.show_replayed(self._plays(kept.capture))
            if found := self._measuring.found(kept.capture, self._encoding):
                detail.show_figures(found.figures, found.ledger)
            else:
                self._measure()

    def _line(self, kept: Kept) -> CaptureLine:
        found = self._measuring.found(kept.capture, self._encoding)
        words = short_figures(found.figures) if found else ""
        return CaptureLine(kept.capture.name, words, kept.built_in, self._plays(kept.capture))

    def _plays(self, capture: Capture) -> bool:
        return bool(self._replayed) and key(capture.name) == key(self._replayed)

    def _measure(self) -> None:
        if not self._busy and self._pane.isVisible():
            self._busy = True
            self._tasks.start(self._measure_all(), "measure the captures")

    async def _measure_all(self) -> None:
        """Those that are not measured yet, the chosen one first."""
        try:
            while (capture := self._unmeasured()) is not None:
                await self._measuring.measure(capture, self._encoding)
                self._show()
        finally:
            self._busy = False

    def _unmeasured(self) -> Capture | None:
        chosen = [self.chosen] if self.chosen else []
        captures = (each.capture for each in (*chosen, *self._kept))
        return next((each for each in captures if self._measuring.found(each, self._encoding) is None), None)

    def _find(self, name: str) -> Kept | None:
        return next((each for each in self._kept if each.capture.name == name), None)
