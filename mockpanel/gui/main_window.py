"""Builds, places and connects the widgets; nothing else. The only file that knows both the widgets and the server."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QUndoStack
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QTabWidget, QToolButton

from mockpanel.core.errors import InvalidValue
from mockpanel.core.exports import har, json_lines
from mockpanel.core.faults import Fault
from mockpanel.core.profile_folder import ProfileFolder
from mockpanel.core.request_log import RequestRecord
from mockpanel.core.response_library import ResponseLibrary
from mockpanel.core.settings import StreamSettings
from mockpanel.gui import theme
from mockpanel.gui.bridge import Bridge
from mockpanel.gui.clear_requests import ClearRequests
from mockpanel.gui.file_dialogs import ask_for_file, ask_where
from mockpanel.gui.frame_clock import FrameClock
from mockpanel.gui.icons import Icon, icon
from mockpanel.gui.layout import Column, Row, packed, scrolling, splitter, unpacked
from mockpanel.gui.loop_lag import LoopLag
from mockpanel.gui.presenting import Presenting
from mockpanel.gui.profiles import Profiles, values_of
from mockpanel.gui.response_keeper import ResponseKeeper
from mockpanel.gui.responses import Responses
from mockpanel.gui.settings_edits import edit_settings
from mockpanel.gui.stage import Stage
from mockpanel.gui.state import PreviewChoices, WindowState
from mockpanel.gui.state_keeper import StateKeeper
from mockpanel.gui.theme import SPACE, Colours, Scheme
from mockpanel.gui.tray import Tray
from mockpanel.gui.widgets.feel_panel import FeelPanel
from mockpanel.gui.widgets.gap_strip import GapStrip
from mockpanel.gui.widgets.notice_bar import Kind, NoticeBar
from mockpanel.gui.widgets.profile_bar import ProfileBar
from mockpanel.gui.widgets.profile_combo import tip
from mockpanel.gui.widgets.profile_strip import ProfileStrip
from mockpanel.gui.widgets.request_detail import RequestDetail
from mockpanel.gui.widgets.request_log import RequestLogView
from mockpanel.gui.widgets.response_editor import ResponseEditor
from mockpanel.gui.widgets.server_bar import ServerBar
from mockpanel.gui.widgets.status_line import StatusLine
from mockpanel.gui.widgets.trouble_row import TroubleRow
from mockpanel.gui.window_commands import WindowCommands
from mockpanel.hosting import ServerHost, ServerState, next_free_port
from mockpanel.log_file import note
from mockpanel.server.services import Services
from mockpanel.server.tasks import Tasks

PLACES = 9
"""Profiles in the strip, one a key."""

STATUS_MS = 250
"""How often the numbers at the window's foot change."""


class MainWindow(QMainWindow):
    """The whole window over one server's services."""

    close_asked = Signal()
    task_failed = Signal(object)
    """An error that nobody expected, in the window's own work."""

    def __init__(
        self,
        services: Services,
        host: ServerHost,
        state: WindowState,
        profiles: ProfileFolder,
        library: ResponseLibrary,
    ) -> None:
        super().__init__()
        self.services = services
        self.host = host
        self.undo = QUndoStack(self)
        self._tasks = Tasks(self.task_failed.emit)
        self._chosen: RequestRecord | None = None
        self._offered: int | None = None
        self._layout = state.layout
        self._scheme = state.scheme
        self._colours: Colours | None = None
        self._calm = state.reduced_motion
        self._frames = FrameClock(self._next_due_ns, self)
        self._bridge = Bridge(services.store, services.log, self._frames, self)
        self._lag = LoopLag()
        self._status_clock = QTimer(self, interval=STATUS_MS)
        self._build()
        self.profiles = Profiles(services.store, profiles, self.undo, self)
        self.responses = Responses(library, self.editor, self.undo, self)
        self.response_keeper = ResponseKeeper(self.editor, services, self._tasks, self)
        self.keeper = StateKeeper(self.state, self)
        self._lay_out()
        self.presenting = Presenting(self, self.tabs, self.stage.preview, self.strip, self._aside)
        self._connect()
        self.commands = WindowCommands(self)
        self.tray = Tray(QApplication.windowIcon(), self.commands.tray_actions, self)
        self.tray.show_asked.connect(self.take_call)
        self._restore(state)
        self.show_colours()

    async def start(self, host: str, port: int) -> None:
        """Serves on an address, and shows it."""
        self._show_settings(self.services.store.snapshot)
        self.editor.setFocus()
        self._lag.start()
        self._status_clock.start()
        await self.host.start(host, port)

    async def stop(self) -> None:
        """Ends what the window itself runs, and writes down what to remember."""
        self._lag.stop()
        self._status_clock.stop()
        self.tray.hide()
        self.response_keeper.take_text()
        await self.stage.close()
        await self.keeper.close()
        self._frames.stop()
        self._bridge.close()
        self.profiles.close()
        self.services.faults.changed.disconnect(self.trouble.show_fault, missing_ok=True)
        await self._tasks.cancel_all()

    def state(self) -> WindowState:
        """What to remember until the next start."""
        if not self.presenting.on:  # which is not how the window looks every day
            self._layout = self._layout_now()
        preview = self.stage.preview
        return WindowState(
            settings=self.services.store.snapshot.model_dump(),
            host=self.host.host,
            port=self.host.port,
            profile=self.profiles.name,
            response=self.responses.current,
            scheme=self._scheme,
            reduced_motion=self._calm,
            on_top=self.on_top,
            tab=self.tabs.currentIndex(),
            follow=self.requests.follow_action.isChecked(),
            close_to_tray=self.commands.close_to_tray.isChecked(),
            preview=PreviewChoices(
                smoothing=preview.smoothing.currentData(),
                markdown=preview.markdown.isChecked(),
                loop=preview.loop.isChecked(),
                zoom=preview.zoom_percent,
            ),
            layout=self._layout,
        )

    def _layout_now(self) -> dict[str, str]:
        parts = {part.objectName(): packed(part.saveState()) for part in self.findChildren(QSplitter)}
        return {"window": packed(self.saveGeometry()), **parts}

    @property
    def on_top(self) -> bool:
        """Whether the window stays above others."""
        return bool(self.windowFlags() & Qt.WindowType.WindowStaysOnTopHint)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hides in the tray, if that was chosen; else asks for an orderly stop."""
        event.ignore()
        if self.tray.available and self.commands.close_to_tray.isChecked():
            self.hide()
        else:
            self.close_asked.emit()

    def take_call(self, call: Mapping[str, Any] | None = None) -> None:
        """Another start, or the tray, asks for the window, perhaps with files."""
        for path in (call or {}).get("files", ()):
            self.open_file(Path(path))
        self.show()
        self.raise_()
        self.activateWindow()

    def warn(self, sentence: str) -> None:
        """Something at the start was not as it should be; nothing, if that was nothing."""
        if sentence:
            self.notice.show_notice(sentence, seconds=60, kind=Kind.WARNING)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A profile may be dropped anywhere; texts go to the editor."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Opens what was dropped."""
        self.open_file(Path(event.mimeData().urls()[0].toLocalFile()))

    def open_file(self, path: Path) -> None:
        """A TOML file is a profile, any other a response."""
        if path.suffix.lower() == ".toml":
            self.profiles.import_file(path)
        else:
            self.tabs.setCurrentWidget(self.editor)
            self.editor.load_file(path)

    def _build(self) -> None:
        self.server_bar = ServerBar()
        self.profile_bar = ProfileBar()
        self.strip = ProfileStrip()
        self.notice = NoticeBar()
        self.feel = FeelPanel()
        self.trouble = TroubleRow()
        self.editor = ResponseEditor()
        self.stage = Stage(self.host, self.editor, self._frames, self)
        self.requests = RequestLogView()
        self.detail = RequestDetail()
        self.timing = GapStrip()
        self.detail.set_timing_widget(self.timing)
        self.status = StatusLine()
        self.palette_button, self.present_button = QToolButton(), QToolButton()
        for button, name in ((self.palette_button, "Commands (Ctrl+K)"), (self.present_button, "Present (F11)")):
            button.setToolTip(name)
            button.setAccessibleName(name)

    def _lay_out(self) -> None:
        self.setMinimumSize(960, 640)
        self.resize(1280, 800)
        self.setAcceptDrops(True)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.editor, "Response")
        self.tabs.addTab(self.stage.preview, "Preview")
        self.tabs.addTab(self.stage.wire, "Wire")
        top = Row(self.server_bar, self.profile_bar, self.palette_button, self.present_button)
        left = scrolling(Column(self.feel, self.trouble))
        self.trouble.setContentsMargins(SPACE[2], 0, SPACE[2], SPACE[2])  # in line with the settings above
        shown = Column(self.tabs, self.stage.gaps, self.stage.measured)
        self._upper = splitter(Qt.Orientation.Horizontal, "upper", left, shown, stretch=(0, 1))
        self._lower = splitter(Qt.Orientation.Horizontal, "lower", self.requests, self.detail, stretch=(3, 2))
        self._whole = splitter(Qt.Orientation.Vertical, "whole", self._upper, self._lower, stretch=(3, 2))
        central = Column(top, self.strip, self.notice, self._whole, self.status, stretched=3)
        central.box.setContentsMargins(SPACE[2], SPACE[1], SPACE[2], 0)
        self.setCentralWidget(central)
        self._aside = (self.menuBar(), top, left, self._lower, self.status, self.stage.gaps, self.stage.measured)

    def _connect(self) -> None:
        self._connect_server()
        self._connect_settings()
        self._connect_profiles()
        self._connect_responses()
        self._connect_requests()
        self.stage.began.connect(self._show_stage)
        self.keeper.told.connect(self.status.show_saved)
        self.notice.acted.connect(self._undo_told)
        self.undo.indexChanged.connect(self._forget_offer)
        self._status_clock.timeout.connect(self._show_status)
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _: self.show_colours())
        for changed in (self._upper.splitterMoved, self._lower.splitterMoved, self._whole.splitterMoved):
            changed.connect(lambda *_: self.keeper.touch())

    def _connect_server(self) -> None:
        bar = self.server_bar
        bar.start_asked.connect(lambda host, port: self.run(self.host.start(host, port), "start"))
        bar.stop_asked.connect(lambda: self.run(self.host.stop(), "stop"))
        bar.next_port_asked.connect(self._use_next_port)
        self.host.changed.connect(self._show_server)

    def _connect_settings(self) -> None:
        self.feel.edited.connect(self.edit)
        self._bridge.settings_changed.connect(lambda settings, _names: self._show_settings(settings))
        self.trouble.armed.connect(self._arm)
        self.trouble.disarmed.connect(self.services.faults.disarm)
        self.services.faults.changed.connect(self.trouble.show_fault)
        self.response_keeper.taken.connect(self.keeper.touch)

    def _connect_profiles(self) -> None:
        bar, profiles = self.profile_bar, self.profiles
        bar.chosen.connect(profiles.choose)
        bar.save_asked.connect(profiles.save)
        bar.save_as_asked.connect(profiles.save_as)
        bar.rename_asked.connect(profiles.rename)
        bar.duplicate_asked.connect(profiles.duplicate)
        bar.delete_asked.connect(profiles.delete)
        bar.revert_asked.connect(profiles.revert)
        bar.import_asked.connect(
            lambda: ask_for_file(self, "Import a profile", "Profiles (*.toml)", profiles.import_file)
        )
        bar.export_asked.connect(
            lambda: ask_where(self, "Export the profile", f"{profiles.name or 'profile'}.toml", profiles.export)
        )
        bar.with_response_toggled.connect(lambda on: setattr(profiles, "with_response", on))
        self.strip.chosen.connect(profiles.choose)
        profiles.listed.connect(lambda _profiles: self._show_profiles())
        profiles.chosen.connect(lambda _profile: self._show_profiles())
        profiles.differs.connect(bar.show_differs)
        profiles.name_asked.connect(bar.ask_name)
        profiles.told.connect(bar.show_error)
        profiles.undoable.connect(self._offer_undo)

    def _connect_responses(self) -> None:
        editor, responses = self.editor, self.responses
        editor.open_asked.connect(
            lambda: ask_for_file(self, "Open a response", "Texts (*.md *.txt);;All files (*)", self.open_file)
        )
        responses.told.connect(self._tell)
        responses.undoable.connect(self._offer_undo)

    def _connect_requests(self) -> None:
        self._bridge.requests_changed.connect(self._show_requests)
        self._bridge.requests_listed.connect(self.requests.show_records)
        self._bridge.requests_cleared.connect(self.requests.show_cleared)
        self._bridge.requests_restored.connect(self.requests.show_all)
        self.requests.show_limit(self.services.settings.request_log_size)
        self.requests.clear_asked.connect(self._clear_requests)
        self.requests.chosen.connect(self._choose_request)
        self.requests.replay_asked.connect(self.stage.replay)
        self.requests.export_asked.connect(self._export)

    def show_colours(self, scheme: Scheme | None = None) -> None:
        """Dresses the window in a scheme, or again in its own."""
        self._scheme = scheme or self._scheme
        chosen = theme.colours(self._scheme)
        if chosen is self._colours:  # dressing takes a tenth of a second, in which streams stand
            return
        self._colours = chosen
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, chosen)
        stage = self.stage
        for widget in (
            *(self.server_bar, self.profile_bar, self.strip, self.notice, self.feel, self.trouble, self.editor),
            *(stage.preview, stage.wire, stage.gaps, stage.measured, self.timing, self.requests, self.detail),
            self.status,
        ):
            widget.show_colours(chosen)
        for button, name in ((self.palette_button, Icon.COMMANDS), (self.present_button, Icon.PRESENT)):
            button.setIcon(icon(name, chosen.text, chosen.border))
        self.commands.palette.show_colours(chosen)
        self.commands.help.show_colours(chosen)
        self.keeper.touch()

    def show_reduced_motion(self, calm: bool) -> None:
        """Whether what moves changes four times a second only."""
        self._calm = calm
        frame_ms = theme.CALM_FRAME_MS if calm else theme.FRAME_MS
        self._frames.show_frame(frame_ms)
        self.stage.show_frame(frame_ms)
        self.keeper.touch()

    def show_on_top(self, wanted: bool) -> None:
        """Keeps the window above others."""
        if wanted != self.on_top:
            visible = self.isVisible()
            self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, wanted)
            self.setVisible(visible)
            self.keeper.touch()

    def run(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Runs work of the window's own; an error in it is told of."""
        self._tasks.start(work, name)

    def edit(self, name: str, value: object) -> None:
        """Takes an edited setting over, or says in its place why not."""
        try:
            edit_settings(self.undo, self.services.store, {name: value})
        except InvalidValue as error:
            self.feel.show_error(name, str(error))
        else:
            self.feel.show_error(name, "")

    def _next_due_ns(self) -> int | None:
        pacer = getattr(self.services, "pacer", None)  # there is none before the services have started
        return None if pacer is None else pacer.next_due_ns

    def _restore(self, state: WindowState) -> None:
        if window := state.layout.get("window"):
            self.restoreGeometry(unpacked(window))
        for part, sizes in ((self._upper, (360, 920)), (self._lower, (840, 420)), (self._whole, (500, 230))):
            part.setSizes(sizes)
            if saved := state.layout.get(part.objectName()):
                part.restoreState(unpacked(saved))
        choices = state.preview
        self.stage.preview.show_options(
            smoothing=choices.smoothing, markdown=choices.markdown, zoom=choices.zoom, loop=choices.loop
        )
        self.stage.show_loop(choices.loop)
        self.show_reduced_motion(state.reduced_motion)
        self.commands.show_choices(reduced_motion=state.reduced_motion, close_to_tray=state.close_to_tray)
        self.show_on_top(state.on_top)
        self.tabs.setCurrentIndex(state.tab)
        self.requests.follow_action.setChecked(state.follow)
        self.profiles.resume(state.profile)
        self.responses.resume(state.response)
        self._show_profiles()

    def _show_settings(self, settings: StreamSettings) -> None:
        self.feel.show_settings(settings)
        self.response_keeper.show_settings(settings)
        self.keeper.touch()

    def _show_profiles(self) -> None:
        profiles = self.profiles
        self.profile_bar.show_profiles(profiles.own, profiles.built_in, profiles.name)
        first = [*profiles.own, *profiles.built_in][:PLACES]
        self.commands.show_places([profile.name for profile in first])
        self.strip.show_profiles([(profile.name, tip(profile)) for profile in first], profiles.name)
        self.feel.show_reference(values_of(profiles.profile) if profiles.profile else {})
        self.keeper.touch()

    def _show_server(self) -> None:
        host = self.host
        self.server_bar.show_address(host.host, host.port)
        self.server_bar.show_state(host.state, host.base_url, host.sentence, open_to_network=host.open_to_network)
        serving = host.state is ServerState.SERVING
        self.status.show_reach(serving=serving, open_to_network=host.open_to_network)
        told = f"{host.state} {host.base_url if serving else host.sentence}".strip()
        note(f"server {told}")
        self.tray.show_state(f"mockpanel: {told}")
        if serving:
            self.requests.show_base_url(host.base_url)
            self.keeper.touch()

    def _use_next_port(self) -> None:
        port = next_free_port(self.host.host, self.host.port)
        self.run(self.host.start(self.host.host, port), "start")

    def _arm(self, fault: Fault) -> None:
        self.services.faults.arm(fault)

    def _show_stage(self) -> None:
        """What is being played is in sight."""
        self.response_keeper.take_text()
        if self.tabs.currentWidget() is self.editor:
            self.tabs.setCurrentWidget(self.stage.preview)

    def _show_requests(self, records: list[RequestRecord]) -> None:
        self.stage.show_records(records)
        if self._chosen in records:
            self._choose_request(self._chosen)

    def _show_status(self) -> None:
        self.status.show_lag(self._lag.worst_ms)
        self.status.show_requests(len(self.services.live), self.services.log.total)

    def _choose_request(self, record: RequestRecord | None) -> None:
        self._chosen = record
        self.detail.show_record(record)
        if record is None:
            self.timing.clear()
        else:
            self.timing.show_ledger(record.ledger, over=record.outcome.over)

    def _clear_requests(self) -> None:
        command = ClearRequests(self.services.log)
        self.undo.push(command)
        self._offer_undo(command.sentence)

    def _export(self, kind: str) -> None:
        """Writes the shown requests to a file that the user chooses."""
        records = list(self.requests.shown_records())
        as_har = kind == "har"
        pieces = har(records, self.host.base_url) if as_har else json_lines(records)
        name = "requests.har" if as_har else "requests.jsonl"
        ask_where(self, "Export requests", name, lambda path: self.run(self._write(path, pieces), "export"))

    async def _write(self, path: Path, pieces: Iterable[str]) -> None:
        """Writes in a thread: thousands of requests take a second."""

        def write() -> None:
            with path.open("w", encoding="utf-8", newline="") as file:
                file.writelines(pieces)

        try:
            await asyncio.to_thread(write)
        except OSError as error:
            self._tell(f"{path.name} cannot be written: {error.strerror or error}")
        else:
            self.notice.show_notice(f"Written to {path.name}.")

    def _tell(self, sentence: str) -> None:
        self.notice.show_notice(sentence, kind=Kind.ERROR)

    def _offer_undo(self, sentence: str) -> None:
        """Says what was done, with a button that takes back just that."""
        self._offered = self.undo.index()
        self.notice.show_notice(sentence, "Undo")

    def _undo_told(self) -> None:
        if self._offered == self.undo.index():
            self.undo.undo()

    def _forget_offer(self, index: int) -> None:
        """Something else was done since: the button would take back that."""
        if self._offered not in (None, index) and self.notice.action.isVisible():
            self.notice.close_notice()
