"""All of captures in the window: makes their place and their sign, and connects what works on them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from mockpanel.core.capture_file import capture_text
from mockpanel.core.capture_folder import Kept
from mockpanel.core.capture_names import proposed_name
from mockpanel.core.capture_records import DEFAULT_ENCODING, capture_of_record
from mockpanel.core.captures import Capture
from mockpanel.core.errors import InvalidValue
from mockpanel.core.request_record import RequestRecord
from mockpanel.core.settings import StreamSettings
from mockpanel.gui.captures.capture_desk import CaptureDesk
from mockpanel.gui.captures.capture_edits import CaptureEdits
from mockpanel.gui.captures.capture_files import write_capture
from mockpanel.gui.captures.fit_desk import FitDesk
from mockpanel.gui.captures.source_desk import SourceDesk
from mockpanel.gui.file_dialogs import ask_for_file, ask_where
from mockpanel.gui.profiles import Profiles
from mockpanel.gui.settings_edits import edit_settings
from mockpanel.gui.theme import Colours
from mockpanel.gui.undo_notice import UndoNotice
from mockpanel.gui.widgets.capture_sign import CaptureSign
from mockpanel.gui.widgets.captures_pane import CapturesPane
from mockpanel.server.services import Services
from mockpanel.server.tasks import Tasks

FILES = "Recorded answers (*.jsonl *.har *.txt *.sse *.trace *.json *.log);;All files (*)"
PASSED_ON = "While record mode is on, requests are passed on and nothing is replayed; stop capturing to hear it."


class LifeDesk(QObject):
    """Widgets are made here, and placed by the window."""

    play_asked = Signal()
    """A capture is replayed from now on; let it be heard."""
    show_asked = Signal()
    """The captures are to be seen."""

    def __init__(self, services: Services, profiles: Profiles, told: UndoNotice, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self._services = services
        self._told = told
        self._tasks = tasks
        self._parent = parent
        self.pane, self.sign = CapturesPane(), CaptureSign()
        self.captures = CaptureDesk(self.pane, services, tasks, self)
        self.edits = CaptureEdits(services.captures, services.store, told, tasks, self)
        self.source = SourceDesk(self.pane.source, self.sign, services, tasks, self)
        self.fitting = FitDesk(self.pane.detail, lambda: self.captures.chosen, services, profiles, told, tasks)
        self._connect()

    def close(self) -> None:
        """Ends what is under way."""
        self.fitting.fitter.stop()
        self.source.close()

    def show_settings(self, settings: StreamSettings) -> None:
        """A snapshot."""
        self.captures.show_settings(settings)

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.pane.show_colours(colours)
        self.sign.show_colours(colours)

    def show_capture(self, name: str) -> None:
        """Goes to a capture."""
        self.captures.refresh(name)
        self.show_asked.emit()

    def ask_for_import(self) -> None:
        """Asks for a file to take a capture from."""
        ask_for_file(self._parent, "Import a capture", FILES, lambda path: self.import_files([path]))

    def import_files(self, paths: Sequence[Path]) -> None:
        """Takes the captures of files."""
        self.edits.import_files(paths)
        self.show_asked.emit()

    def keep_record(self, record: RequestRecord) -> None:
        """Keeps what a recorded request was answered with."""
        if not record.outcome.over:
            self._told.refuse(f"Request {record.number} is still being answered; keep it once it is over.")
            return
        self._tasks.start(self._keep_record(record), "keep a request as a capture")

    def replay_chosen(self, wanted: bool) -> None:
        """Replays the chosen capture from now on and lets it be heard, or replays none."""
        kept = self.captures.chosen
        if wanted and kept is not None:
            self._replay(kept.capture.name, f"Replay {kept.capture.name}")
            if self._services.upstream.on:
                self._told.refuse(PASSED_ON)
            else:
                self.play_asked.emit()
        else:
            self.stop_replaying()

    def stop_replaying(self) -> None:
        """Streams by speed and shape again."""
        self._replay("", "Stop replaying")

    def _connect(self) -> None:
        pane, detail, edits = self.pane, self.pane.detail, self.edits
        pane.import_asked.connect(self.ask_for_import)
        pane.files_dropped.connect(self.import_files)
        detail.replay_asked.connect(self.replay_chosen)
        detail.rename_asked.connect(self._rename)
        detail.duplicate_asked.connect(lambda: self._with_chosen(edits.duplicate))
        detail.delete_asked.connect(lambda: self._with_chosen(edits.delete))
        detail.export_asked.connect(lambda: self._with_chosen(self._export))
        detail.copy_asked.connect(lambda: self._with_chosen(self._copy))
        edits.changed.connect(self.captures.refresh)
        self.source.captured.connect(lambda _name: self.captures.refresh())
        self.source.came.connect(lambda capture: edits.keep(capture, "The answer is kept as the capture “{}”."))
        self.sign.show_asked.connect(self.show_capture)

    def _replay(self, name: str, text: str) -> None:
        edit_settings(self._told.stack, self._services.store, {"replay": name}, text)

    def _rename(self, name: str) -> None:
        kept = self.captures.chosen
        if kept is not None and (refused := self.edits.rename(kept, name, self.captures.names)):
            self.pane.detail.show_name_error(refused)

    def _with_chosen(self, act: Callable[[Kept], object]) -> None:
        if (kept := self.captures.chosen) is not None:
            act(kept)

    def _export(self, kept: Kept) -> None:
        def write(path: Path) -> None:
            self._tasks.start(self._write(kept.capture, path), "export a capture")

        ask_where(self._parent, "Export the capture", f"{proposed_name(kept.capture.name)}.jsonl", write)

    async def _write(self, capture: Capture, path: Path) -> None:
        try:
            await asyncio.to_thread(write_capture, capture, path)
        except OSError as error:
            self._told.refuse(f"{path.name} cannot be written: {error.strerror or error}.")
        else:
            self._told.tell(f"{path.name} is written, in {path.parent}.")

    def _copy(self, kept: Kept) -> None:
        self._tasks.start(self._copy_text(kept.capture), "copy a capture")

    async def _copy_text(self, capture: Capture) -> None:
        QGuiApplication.clipboard().setText(await asyncio.to_thread(capture_text, capture))
        self._told.tell(f"Copied the file of “{capture.name}” as text.")

    async def _keep_record(self, record: RequestRecord) -> None:
        encoding = DEFAULT_ENCODING if record.settings is None else record.settings.encoding
        tokens = await self._services.tokenizer.tokenize(record.answer, encoding)
        when = f"{datetime.fromtimestamp(record.arrived_at).astimezone():%Y-%m-%d %H.%M.%S}"
        name = proposed_name(record.model or f"Request {record.number}", when)
        try:
            capture = await asyncio.to_thread(capture_of_record, record, tokens, name)
        except InvalidValue as error:
            self._told.refuse(f"Request {record.number} cannot be kept: {error}.".replace("..", "."))
        else:
            self.edits.keep(capture, f"Request {record.number} is kept as the capture “{{}}”.")
