"""Requests in the window: list, detail and timing of the chosen one, clearing with undo, and export."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mockpanel.core.exports import har, json_lines
from mockpanel.core.request_log import RequestLog
from mockpanel.core.request_record import RequestRecord
from mockpanel.gui.bridge import Bridge
from mockpanel.gui.clear_requests import ClearRequests
from mockpanel.gui.file_dialogs import ask_where
from mockpanel.gui.undo_notice import UndoNotice
from mockpanel.gui.widgets.gap_strip import GapStrip
from mockpanel.gui.widgets.request_detail import RequestDetail
from mockpanel.gui.widgets.request_log import RequestLogView

Run = Callable[[Coroutine[Any, Any, None], str], None]


class RequestDesk(QObject):
    """Between the request log and the widgets that show it. Widgets are made here, and placed by the window."""

    def __init__(self, log: RequestLog, size: int, notice: UndoNotice, run: Run, parent: QWidget) -> None:
        super().__init__(parent)
        self._log = log
        self._notice = notice
        self._run = run
        self._parent = parent
        self._base_url = ""
        self._chosen: RequestRecord | None = None
        self.view = RequestLogView()
        self.detail = RequestDetail()
        self.timing = GapStrip()
        self.detail.set_timing_widget(self.timing)
        self.view.show_limit(size)
        self.view.clear_asked.connect(self._clear)
        self.view.chosen.connect(self._choose)
        self.view.export_asked.connect(self._export)

    @property
    def chosen(self) -> RequestRecord | None:
        """The request whose detail is shown."""
        return self._chosen

    def listen(self, bridge: Bridge) -> None:
        """Shows what the bridge tells of from now on."""
        bridge.requests_listed.connect(self.view.show_records)
        bridge.requests_restored.connect(self.view.show_all)
        bridge.requests_cleared.connect(self.view.show_cleared)
        bridge.requests_changed.connect(self._refresh)

    def show_base_url(self, url: str) -> None:
        """Where copied and exported requests go to."""
        self._base_url = url
        self.view.show_base_url(url)

    def _refresh(self, records: list[RequestRecord]) -> None:
        if self._chosen in records:
            self._choose(self._chosen)

    def _choose(self, record: RequestRecord | None) -> None:
        self._chosen = record
        self.detail.show_record(record)
        if record is None:
            self.timing.clear()
        else:
            self.timing.show_ledger(record.ledger, over=record.outcome.over)

    def _clear(self) -> None:
        command = ClearRequests(self._log)
        self._notice.stack.push(command)
        self._notice.offer_undo(command.sentence)

    def _export(self, kind: str) -> None:
        """Writes the shown requests to a file that the user chooses."""
        records = list(self.view.shown_records())
        as_har = kind == "har"
        pieces = har(records, self._base_url) if as_har else json_lines(records)
        name = "requests.har" if as_har else "requests.jsonl"
        ask_where(self._parent, "Export requests", name, lambda path: self._run(self._write(path, pieces), "export"))

    async def _write(self, path: Path, pieces: Iterable[str]) -> None:
        """Writes in a thread: thousands of requests take a second."""

        def write() -> None:
            with path.open("w", encoding="utf-8", newline="") as file:
                file.writelines(pieces)

        try:
            await asyncio.to_thread(write)
        except OSError as error:
            self._notice.refuse(f"{path.name} cannot be written: {error.strerror or error}")
        else:
            self._notice.tell(f"Written to {path.name}.")
