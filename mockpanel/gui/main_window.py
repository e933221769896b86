"""Builds, places and connects the widgets; nothing else. The only file that knows both the widgets and the server."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QToolButton

from mockpanel.core.errors import InvalidValue
from mockpanel.core.faults import Fault
from mockpanel.core.profile_folder import ProfileFolder
from mockpanel.core.profiles import values_of
from mockpanel.core.response_library import ResponseLibrary
from mockpanel.core.settings import StreamSettings
from mockpanel.gui import theme
from mockpanel.gui.bridge import Bridge
from mockpanel.gui.captures.life_desk import LifeDesk
from mockpanel.gui.captures.life_place import LifePlace
from mockpanel.gui.compare_desk import CompareDesk
from mockpanel.gui.compare_place import ComparePlace
from mockpanel.gui.file_dialogs import ask_for_file
from mockpanel.gui.frame_clock import FrameClock
from mockpanel.gui.layout import Column, GivingColumn, Row, Scrolling, scroll_to, splitter
from mockpanel.gui.loop_lag import LoopLag
from mockpanel.gui.presenting import Presenting
from mockpanel.gui.profile_desk import ProfileDesk
from mockpanel.gui.request_desk import RequestDesk
from mockpanel.gui.response_keeper import ResponseKeeper
from mockpanel.gui.responses import Responses
from mockpanel.gui.scrub_desk import ScrubDesk
from mockpanel.gui.settings_copying import SettingsCopying
from mockpanel.gui.settings_edits import edit_settings
from mockpanel.gui.shape_desk import ShapeDesk
from mockpanel.gui.sharing.share_desk import ShareDesk
from mockpanel.gui.sound_desk import SoundDesk
from mockpanel.gui.stage import Stage
from mockpanel.gui.state import WindowState
from mockpanel.gui.state_keeper import StateKeeper
from mockpanel.gui.theme import SPACE, Colours, Scheme
from mockpanel.gui.tray import Tray
from mockpanel.gui.undo_notice import UndoNotice
from mockpanel.gui.widgets.dropped_file import files_for_the_window, holds_capture
from mockpanel.gui.widgets.feel_panel import FeelPanel
from mockpanel.gui.widgets.page_tabs import PageTabs
from mockpanel.gui.widgets.response_editor import ResponseEditor
from mockpanel.gui.widgets.server_bar import ServerBar
from mockpanel.gui.widgets.status_line import StatusLine
from mockpanel.gui.widgets.trouble_row import TroubleRow
from mockpanel.gui.window_commands import WindowCommands
from mockpanel.gui.window_dress import dress
from mockpanel.gui.window_memory import WindowMemory
from mockpanel.hosting import ServerHost, ServerState, next_free_port
from mockpanel.log_file import note
from mockpanel.server.services import Services
from mockpanel.server.tasks import Tasks

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
        self._tasks = Tasks(self.task_failed.emit)
        self.told = UndoNotice(self)
        self.undo, self.notice = self.told.stack, self.told.bar
        self.profile_desk = ProfileDesk(services.store, profiles, self.told, self)
        self.profiles = self.profile_desk.profiles
        self.request_desk = RequestDesk(services.log, services.settings.request_log_size, self.told, self.run, self)
        self._memory = WindowMemory(self, state.layout)
        self.scheme = state.scheme
        """The choice of colours; the system's own may be one."""
        self._colours: Colours | None = None
        self.calm = state.reduced_motion
        """Whether what moves changes four times a second only."""
        self._frames = FrameClock(self._next_due_ns, self)
        self._bridge = Bridge(services.store, services.log, self._frames, self)
        self._lag = LoopLag()
        self._status_clock = QTimer(self, interval=STATUS_MS)
        self._build()
        self.responses = Responses(library, self.editor, self.undo, self)
        self.response_keeper = ResponseKeeper(self.editor, services, self._tasks, self.undo, self)
        self.shape_desk = ShapeDesk(self.feel.shape, services, self.undo, self._tasks, self)
        self.keeper = StateKeeper(self.state, self)
        self._lay_out()
        panes = (self.stage.preview, self.compare.pane)
        self.presenting = Presenting(self, self.tabs, panes, self.strip, self._aside)
        others = (self.stage.gaps, self.stage.measured, self._lower)
        self._compare_place = ComparePlace(self.tabs, self.compare.pane, self.presenting, others)
        self._connect()
        self.commands = WindowCommands(self)
        self.tray = Tray(QApplication.windowIcon(), self.commands.tray_actions, self)
        self.tray.show_asked.connect(self.take_call)
        self._memory.restore(state)
        self.show_colours()

    async def start(self, host: str, port: int) -> None:
        """Serves on an address, and shows it."""
        self._show_settings(self.services.store.snapshot)
        self.editor.setFocus()
        self._lag.start()
        self._status_clock.start()
        await self.compare.start()
        self.life_place.arrange()
        await self.host.start(host, port)

    async def stop(self) -> None:
        """Ends what the window itself runs, and writes down what to remember."""
        self._lag.stop()
        self._status_clock.stop()
        self.tray.hide()
        self.response_keeper.take_text()
        self.shape_desk.forecaster.stop()
        self.scrub_desk.scrubbing.stop()
        self.life.close()
        await self.sound.clicker.close()
        await self.sharing.close()
        await self.stage.close()
        await self.compare.close()
        await self.keeper.close()
        self._frames.stop()
        self._bridge.close()
        self.profiles.close()
        self.services.faults.changed.disconnect(self._show_fault, missing_ok=True)
        await self._tasks.cancel_all()

    def state(self) -> WindowState:
        """What to remember until the next start."""
        return self._memory.state()

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

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Profiles and captures may be dropped anywhere; texts go to the editor."""
        if files_for_the_window(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Opens what was dropped."""
        paths = files_for_the_window(event.mimeData())
        if len(paths) == 1:
            self.open_file(paths[0])
        elif paths:
            self.life.import_files(paths)

    def open_file(self, path: Path) -> None:
        """A TOML file is a profile, one that holds a recorded answer a capture, any other a response."""
        if path.suffix.lower() == ".toml":
            self.profiles.import_file(path)
        elif holds_capture(path):
            self.life.import_files([path])
        else:
            self.tabs.setCurrentWidget(self.editor)
            self.editor.load_file(path)

    def _build(self) -> None:
        self.server_bar = ServerBar()
        self.profile_bar, self.strip = self.profile_desk.bar, self.profile_desk.strip
        self.copying = SettingsCopying(self.services.store, lambda: self.host.base_url, self.told, self)
        if (menu := self.profile_bar.more.menu()) is not None:
            self.copying.add_to(menu)
        self.feel = FeelPanel()
        self.trouble = TroubleRow()
        self.editor = ResponseEditor()
        self.stage = Stage(self.host, self.editor, self._frames, self)
        self.compare = CompareDesk(self.host, self._frames, self.told, self.run, self)
        desk = self.request_desk
        self.scrub_desk = ScrubDesk(self.stage, desk, self.services.tokenizer.tokenize, self.run, self.told, self)
        self.sharing = self._make_sharing()
        self.sound = SoundDesk(self.stage, self.scrub_desk.scrubbing, self.told, self)
        self.life = LifeDesk(self.services, self.profiles, self.told, self._tasks, self)
        self.requests, self.detail, self.timing = desk.view, desk.detail, desk.timing
        self.status = StatusLine()
        self.palette_button, self.present_button = QToolButton(), QToolButton()
        for button, name in ((self.palette_button, "Commands (Ctrl+K)"), (self.present_button, "Present (F11)")):
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.setProperty("bar", True)

    def _make_sharing(self) -> ShareDesk:
        stage, desk, scrubbing = self.stage, self.request_desk, self.scrub_desk.scrubbing
        made = ShareDesk(
            lambda: scrubbing.record or stage.played,
            lambda: desk.chosen,
            lambda record: self.profiles.name if record is stage.played else "",
            self.services.tokenizer.tokenize,
            self.told,
            self,
        )
        stage.preview.share.show_actions([*made.preview.actions, made.dark])
        desk.detail.share.show_actions([*made.request.actions, made.dark])
        return made

    def _lay_out(self) -> None:
        self.setMinimumSize(960, 640)
        self.resize(1280, 800)
        self.setAcceptDrops(True)
        self.tabs = PageTabs()
        self.tabs.tabBar().setAccessibleName("Response, preview, comparison and captures")
        self.tabs.addTab(self.editor, "Response")
        self.tabs.addTab(self.stage.preview, "Preview")
        self.tabs.addTab(self.stage.wire, "Wire")
        self.tabs.addTab(self.compare.pane, "Compare")
        self.tabs.addTab(self.life.pane, "Captures")
        controls = Row(self.server_bar, self.profile_bar, self.palette_button, self.present_button)
        top = Column(controls, self.server_bar.line, space=SPACE[0])
        self._left = left = Scrolling(Column(self.feel, self.trouble))
        self.trouble.setContentsMargins(SPACE[2], 0, SPACE[2], SPACE[2])  # in line with the settings above
        played = GivingColumn(self.stage.gaps, self.stage.measured)
        self.life_place = LifePlace(self.tabs, self.life, played, self.stage)
        shown = Column(self.tabs, played)
        self._upper = splitter(Qt.Orientation.Horizontal, "upper", left, shown, stretch=(0, 1))
        self._lower = splitter(Qt.Orientation.Horizontal, "lower", self.requests, self.detail, stretch=(3, 2))
        self._whole = splitter(Qt.Orientation.Vertical, "whole", self._upper, self._lower, stretch=(3, 2))
        central = Column(top, self.strip, self.life.sign, self.notice, self._whole, self.status, stretched=4)
        central.box.setContentsMargins(SPACE[2], SPACE[1], SPACE[2], 0)
        self.setCentralWidget(central)
        self._aside = (self.menuBar(), top, left, self._lower, self.status, self.stage.gaps, self.stage.measured)

    def _connect(self) -> None:
        self._connect_server()
        self._connect_settings()
        self._connect_responses()
        self._connect_requests()
        self._connect_choices()
        self._connect_captures()
        self.profile_desk.shown.connect(self._show_profiles)
        self.stage.began.connect(self._show_stage)
        self.scrub_desk.opened.connect(lambda: self.tabs.setCurrentWidget(self.stage.preview))
        self.compare.stage.began.connect(self.response_keeper.take_text)
        self.compare.touched.connect(self.keeper.touch)
        self.keeper.told.connect(self.status.show_saved)
        self._status_clock.timeout.connect(self._show_status)
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _: self.show_colours())

    def _connect_server(self) -> None:
        bar = self.server_bar
        bar.start_asked.connect(lambda host, port: self.run(self.host.start(host, port), "start"))
        bar.stop_asked.connect(lambda: self.run(self.host.stop(), "stop"))
        bar.next_port_asked.connect(self._use_next_port)
        self.host.changed.connect(self._show_server)

    def _connect_settings(self) -> None:
        self.feel.edited.connect(self.edit)
        self.feel.shape.toggled.connect(self.keeper.touch)
        self._bridge.settings_changed.connect(lambda settings, _names: self._show_settings(settings))
        self.trouble.armed.connect(self.services.faults.arm)
        self.trouble.disarmed.connect(self.services.faults.disarm)
        self.services.faults.changed.connect(self._show_fault)
        self.response_keeper.taken.connect(self.keeper.touch)

    def _connect_responses(self) -> None:
        editor, responses = self.editor, self.responses
        editor.open_asked.connect(
            lambda: ask_for_file(self, "Open a response", "Texts (*.md *.txt);;All files (*)", self.open_file)
        )
        responses.told.connect(self.told.refuse)
        responses.undoable.connect(self.told.offer_undo)

    def _connect_requests(self) -> None:
        self.request_desk.listen(self._bridge)
        self._bridge.requests_changed.connect(self.stage.show_records)
        self._bridge.requests_changed.connect(self.compare.stage.show_records)
        self.requests.replay_asked.connect(self.stage.replay)

    def _connect_captures(self) -> None:
        self.requests.capture_asked.connect(self.life.keep_record)
        self._bridge.requests_changed.connect(self.life.source.show_records)
        self.life.source.touched.connect(self.keeper.touch)
        self.life_place.serve(self.feel.shape, self.shape_desk)

    def _connect_choices(self) -> None:
        """What is remembered is written down soon after it changed."""
        preview = self.stage.preview
        for changed in (
            *(
                self._upper.splitterMoved,
                self._lower.splitterMoved,
                self._whole.splitterMoved,
                self.tabs.currentChanged,
            ),
            *(preview.smoothing_chosen, preview.markdown_toggled, preview.zoom_chosen, preview.loop_toggled),
            self.sound.chosen,
            preview.protocol_chosen,
        ):
            changed.connect(lambda *_: self.keeper.touch())

    def show_colours(self, scheme: Scheme | None = None) -> None:
        """Dresses the window in a scheme, or again in its own."""
        self.scheme = scheme or self.scheme
        chosen = theme.colours(self.scheme)
        if chosen is self._colours:  # dressing takes a tenth of a second, in which streams stand
            return
        self._colours = chosen
        dress(self, chosen)
        self.keeper.touch()

    def show_reduced_motion(self, calm: bool) -> None:
        """Whether what moves changes four times a second only."""
        self.calm = calm
        frame_ms = theme.CALM_FRAME_MS if calm else theme.FRAME_MS
        self._frames.show_frame(frame_ms)
        self.stage.show_frame(frame_ms)
        self.shape_desk.forecaster.show_frame(frame_ms)
        self.scrub_desk.scrubbing.show_frame(frame_ms)
        self.keeper.touch()

    def show_shape(self, wanted: bool) -> None:
        """Opens the section and goes there, or closes it."""
        shape = self.feel.shape
        shape.show_open(wanted)
        if wanted:
            shape.heading.setFocus(Qt.FocusReason.ShortcutFocusReason)
            QTimer.singleShot(0, self, lambda: scroll_to(self._left, shape))  # when it is laid out

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

    def _next_due_ns(self) -> int | None:
        pacer = getattr(self.services, "pacer", None)  # there is none before the services have started
        return None if pacer is None else pacer.next_due_ns

    def _show_settings(self, settings: StreamSettings) -> None:
        self.feel.show_settings(settings)
        self.response_keeper.show_settings(settings)
        self.shape_desk.refresh()
        self.life.show_settings(settings)
        self.keeper.touch()

    def _show_profiles(self) -> None:
        profile = self.profiles.profile
        self.commands.show_places([shown.name for shown in self.profile_desk.places])
        self.compare.show_profiles(self.profiles.own, self.profiles.built_in)
        self.feel.show_reference(values_of(profile) if profile else {})
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
        self.request_desk.show_base_url(host.base_url if serving else "")
        if serving:
            self.keeper.touch()

    def _use_next_port(self) -> None:
        port = next_free_port(self.host.host, self.host.port)
        self.run(self.host.start(self.host.host, port), "start")

    def _show_fault(self, fault: Fault | None) -> None:
        self.trouble.show_fault(fault)
        if fault is not None:
            QTimer.singleShot(0, self, lambda: self._left.ensureWidgetVisible(self.trouble))  # when it is laid out

    def _show_stage(self) -> None:
        """What is being played is in sight."""
        self.response_keeper.take_text()
        if self.tabs.currentWidget() in (self.editor, self.compare.pane):
            self.tabs.setCurrentWidget(self.stage.preview)

    def _show_status(self) -> None:
        self.status.show_lag(self._lag.worst_ms)
        self.status.show_requests(len(self.services.live), self.services.log.total)
