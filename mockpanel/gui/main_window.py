"""Builds, places and connects the widgets; nothing else. The only file that knows both the widgets and the server."""

from __future__ import annotations

import logging
import time
from base64 import b64decode, b64encode
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from mockpanel.core.errors import InvalidValue
from mockpanel.core.exports import har, json_lines
from mockpanel.core.profiles import built_in_names, find_profile
from mockpanel.core.request_log import RequestRecord
from mockpanel.core.settings import STREAM_NAMES, StreamSettings
from mockpanel.core.smoothing import Smoothing, smoother
from mockpanel.core.tokens import Tokens
from mockpanel.gui import theme
from mockpanel.gui.bridge import Bridge
from mockpanel.gui.player import Player
from mockpanel.gui.state import WindowState
from mockpanel.gui.theme import SPACE, Scheme
from mockpanel.gui.widgets.feel_panel import FeelPanel
from mockpanel.gui.widgets.gap_strip import GapStrip
from mockpanel.gui.widgets.measured_bar import MeasuredBar
from mockpanel.gui.widgets.preview_pane import PreviewPane, PreviewState
from mockpanel.gui.widgets.request_detail import RequestDetail
from mockpanel.gui.widgets.request_log import RequestLogView
from mockpanel.gui.widgets.response_editor import ResponseEditor
from mockpanel.gui.widgets.server_bar import ServerBar
from mockpanel.gui.widgets.wire_pane import WirePane
from mockpanel.hosting import ServerHost, ServerState, next_free_port
from mockpanel.server.services import Services
from mockpanel.server.tasks import Tasks

log = logging.getLogger(__name__)

LOOP_MS = 800
"""The rest between two rounds of a looped preview."""

SMOOTHING_MS = 16
"""How often a client-side smoother hands out text, as a browser's frames do."""

TYPING_MS = 120
"""The editor's text becomes the default after so long without a key."""

SAMPLE = (
    "Streaming is a feeling before it is a number. The first token says: I heard you. The rhythm after it says whether "
    "to read along or to wait.\n\nMove the two sliders and play this text. Emoji 👩‍🚀, 漢字 and café arrive whole.\n"
)
"""What a first start plays; the tool is about text that appears, so there is some."""


class MainWindow(QMainWindow):
    """The whole window over one server's services."""

    close_asked = Signal()

    def __init__(self, services: Services, host: ServerHost, state: WindowState) -> None:
        super().__init__()
        self._services = services
        self._host = host
        self._tasks = Tasks()
        self._profile_values: Mapping[str, Any] = {}
        self._tokens: Tokens | None = None
        self._chosen: RequestRecord | None = None
        self._scheme = state.scheme
        self._played = ""
        self._loop = False
        self._smoothing = Smoothing.RAW
        self._smoother = smoother(self._smoothing)
        self._bridge = Bridge(services.store, services.log, self)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._smoothing_clock = QTimer(self, interval=SMOOTHING_MS)
        self._build()
        self._lay_out()
        self._connect()
        self._add_actions()
        self._restore(state)
        self.show_colours()

    async def start(self, host: str, port: int) -> None:
        """Serves on an address, and shows it."""
        self._show_settings(self._services.store.snapshot)
        await self._host.start(host, port)

    async def stop(self) -> None:
        """Ends what the window itself runs."""
        self._loop = False
        self._smoothing_clock.stop()
        await self._player.close()
        self._bridge.close()
        await self._tasks.cancel_all()

    def state(self) -> WindowState:
        """What to remember until the next start."""
        layout = {"window": _packed(self.saveGeometry())}
        for splitter in self.findChildren(QSplitter):
            layout[splitter.objectName()] = _packed(splitter.saveState())
        return WindowState(
            settings=self._services.store.snapshot.model_dump(),
            host=self._host.host,
            port=self._host.port,
            profile=self.profiles.currentData() or "",
            scheme=self._scheme,
            layout=layout,
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """Asks for an orderly stop, which hides the window when it is done."""
        event.ignore()
        self.close_asked.emit()

    def _build(self) -> None:
        self.server_bar = ServerBar()
        self.profiles = QComboBox()
        self.profiles.setAccessibleName("Profile")
        self.profiles.setToolTip("Profile: a feel by name (Ctrl+1 to Ctrl+9)")
        for name in built_in_names():
            profile = find_profile(name)
            self.profiles.addItem(profile.name, name)
            about = profile.about
            tip = f"{about.get('source', '')} {about.get('date', '')}\n{about.get('trust', '')}".strip()
            self.profiles.setItemData(self.profiles.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.profiles.setCurrentIndex(-1)
        self.profiles.setPlaceholderText("Choose a profile")
        self.changed_mark = QLabel("*")
        self.changed_mark.setToolTip("The settings differ from the profile")
        self.changed_mark.setAccessibleName("Settings differ from the profile")
        self.feel = FeelPanel()
        self.editor = ResponseEditor()
        self.preview = PreviewPane()
        self.wire = WirePane()
        self.gaps = GapStrip()
        self.measured = MeasuredBar()
        self.requests = RequestLogView()
        self.detail = RequestDetail()
        self.timing = GapStrip()
        self.detail.set_timing_widget(self.timing)
        self._player = Player(self)
        self.live_status = QLabel("No request yet")
        self.live_status.setAccessibleName("Running and past requests")

    def _lay_out(self) -> None:
        self.setMinimumSize(960, 640)
        self.resize(1280, 800)
        profile = QLabel("Profile")
        profile.setBuddy(self.profiles)
        top = QHBoxLayout()
        top.setSpacing(SPACE[1])
        top.addWidget(self.server_bar, 1)
        for widget in (profile, self.profiles, self.changed_mark):
            top.addWidget(widget)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.editor, "Response")
        self.tabs.addTab(self.preview, "Preview")
        self.tabs.addTab(self.wire, "Wire")
        stage = _column(self.tabs, self.gaps, self.measured)
        self._upper = upper = _splitter(Qt.Orientation.Horizontal, "upper", self.feel, stage, stretch=(0, 1))
        self._lower = lower = _splitter(Qt.Orientation.Horizontal, "lower", self.requests, self.detail, stretch=(3, 2))
        self._whole = whole = _splitter(Qt.Orientation.Vertical, "whole", upper, lower, stretch=(3, 2))
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(SPACE[2], SPACE[1], SPACE[2], SPACE[1])
        column.setSpacing(SPACE[1])
        column.addLayout(top)
        column.addWidget(whole, 1)
        self.setCentralWidget(central)
        self.statusBar().addWidget(self.live_status)
        self.statusBar().setSizeGripEnabled(False)

    def _connect(self) -> None:
        self.server_bar.start_asked.connect(lambda host, port: self._run(self._host.start(host, port), "start"))
        self.server_bar.stop_asked.connect(lambda: self._run(self._host.stop(), "stop"))
        self.server_bar.next_port_asked.connect(self._use_next_port)
        self._host.changed.connect(self._show_server)
        self.profiles.activated.connect(self._choose_profile)
        self.feel.edited.connect(self._edit)
        self.editor.edited.connect(lambda _: self._typing.start())
        self._typing.timeout.connect(self._take_text)
        self._bridge.settings_changed.connect(lambda settings, _: self._show_settings(settings))
        self._bridge.requests_changed.connect(self._show_requests)
        self._bridge.requests_cleared.connect(self.requests.show_cleared)
        self.requests.clear_asked.connect(self._services.log.clear)
        self.requests.chosen.connect(self._choose_request)
        self.requests.replay_asked.connect(lambda _: self._play())
        self.requests.export_asked.connect(self._export)
        self.preview.play_asked.connect(self._play_or_go_on)
        self.preview.restart_asked.connect(self._play)
        self.preview.pause_asked.connect(self._pause)
        self.preview.step_asked.connect(self._player.step)
        self.preview.loop_toggled.connect(self._set_loop)
        self.preview.smoothing_chosen.connect(self._choose_smoothing)
        self._smoothing_clock.timeout.connect(self._show_smoothed)
        self._player.started.connect(self._show_started)
        self._player.text_came.connect(self._take_played)
        self._player.frames.connect(self.wire.add)
        self._player.finished.connect(self._show_finished)
        self._player.failed.connect(self._show_failed)

    def _add_actions(self) -> None:
        """One list feeds menus and shortcuts."""
        menus: dict[str, QMenu] = {}
        self.commands: list[QAction] = []
        for menu, text, keys, act in (
            ("&File", "Quit", "Ctrl+Q", self.close_asked.emit),
            ("&Server", "Start or stop", "Ctrl+R", self.server_bar.toggle),
            ("&Server", "Copy base URL", "Ctrl+Shift+C", self.server_bar.copy_url),
            ("&Play", "Play", "F5", self._play),
            ("&Play", "Cut all running answers", "Ctrl+Shift+X", self._cut_all),
            ("&View", "Response", "Alt+1", lambda: self.tabs.setCurrentIndex(0)),
            ("&View", "Preview", "Alt+2", lambda: self.tabs.setCurrentIndex(1)),
            ("&View", "Wire", "Alt+3", lambda: self.tabs.setCurrentIndex(2)),
            ("&View", "Speed", "Alt+S", self.feel.focus_speed),
            ("&View", "First token", "Alt+F", self.feel.focus_first_token),
            ("&View", "Colours of the system", "", lambda: self.show_colours(Scheme.SYSTEM)),
            ("&View", "Light", "", lambda: self.show_colours(Scheme.LIGHT)),
            ("&View", "Dark", "", lambda: self.show_colours(Scheme.DARK)),
        ):
            if menu not in menus:
                menus[menu] = self.menuBar().addMenu(menu)
            action = QAction(text, self)
            if keys:
                action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _=False, act=act: act())
            menus[menu].addAction(action)
            self.commands.append(action)
        for place in range(min(9, self.profiles.count())):
            action = QAction(f"Profile {self.profiles.itemText(place)}", self)
            action.setShortcut(QKeySequence(f"Ctrl+{place + 1}"))
            action.triggered.connect(lambda _=False, place=place: self._choose_profile(place))
            self.addAction(action)
            self.commands.append(action)
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _: self.show_colours())

    def show_colours(self, scheme: Scheme | None = None) -> None:
        """Dresses the window in a scheme, or again in its own."""
        self._scheme = scheme or self._scheme
        chosen = theme.colours(self._scheme)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, chosen)
        for widget in (
            self.server_bar,
            self.feel,
            self.editor,
            self.preview,
            self.wire,
            self.gaps,
            self.timing,
            self.measured,
            self.requests,
            self.detail,
        ):
            widget.show_colours(chosen)

    def _restore(self, state: WindowState) -> None:
        window = state.layout.get("window")
        if window:
            self.restoreGeometry(_unpacked(window))
        for splitter, sizes in ((self._upper, (360, 920)), (self._lower, (840, 420)), (self._whole, (480, 280))):
            splitter.setSizes(sizes)
        for splitter in self.findChildren(QSplitter):
            if saved := state.layout.get(splitter.objectName()):
                splitter.restoreState(_unpacked(saved))

    def _run(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._tasks.start(work, name)

    def _edit(self, name: str, value: object) -> None:
        """Takes an edited setting over, or says in its place why not."""
        try:
            self._services.store.update({name: value})
        except InvalidValue as error:
            self.feel.show_error(name, str(error))
        else:
            self.feel.show_error(name, "")

    def _take_text(self) -> None:
        self._edit_text(self.editor.text())

    def _edit_text(self, text: str) -> None:
        try:
            self._services.store.update({"mock_response": text})
        except InvalidValue as error:
            self.editor.show_error(str(error))
        else:
            self._run(self._split(text), "split the response")

    async def _split(self, text: str) -> None:
        """Has the text's tokens shown; the tokenizer's own process does the work."""
        settings = self._services.store.snapshot
        tokens = await self._services.tokenizer.tokenize(text, settings.encoding)
        if text == self._services.store.snapshot.mock_response:
            self._tokens = tokens
            self.editor.show_tokens(text, tokens)
            self._show_duration()

    def _show_duration(self) -> None:
        settings, tokens = self._services.store.snapshot, self._tokens
        if tokens is None:
            return
        rate = settings.tokens_per_second
        seconds = settings.time_to_first_token + (max(len(tokens) - 1, 0) / rate if rate else 0)
        self.editor.show_duration(f"{seconds:.1f} s" if rate else "as long as the client reads")

    def _show_settings(self, settings: StreamSettings) -> None:
        self.feel.show_settings(settings)
        if settings.mock_response != self.editor.text() and not self._typing.isActive():
            self.editor.show_text(settings.mock_response)
        if (
            self._tokens is None
            or self._tokens.text != settings.mock_response
            or self._tokens.encoding != settings.encoding
        ):
            self._run(self._split(settings.mock_response), "split the response")
        self._show_duration()
        differs = any(getattr(settings, name) != value for name, value in self._profile_values.items())
        self.changed_mark.setVisible(differs)

    def _choose_profile(self, place: int) -> None:
        with QSignalBlocker(self.profiles):
            self.profiles.setCurrentIndex(place)
        profile = find_profile(self.profiles.itemData(place))
        self._profile_values = {name: value for name, value in profile.values.items() if name in STREAM_NAMES}
        self.feel.show_reference(self._profile_values)
        self._services.store.update(self._profile_values)
        self._show_settings(self._services.store.snapshot)

    def _show_server(self) -> None:
        host = self._host
        self.server_bar.show_address(host.host, host.port)
        self.server_bar.show_state(host.state, host.base_url, host.sentence, open_to_network=host.open_to_network)
        if host.state is ServerState.SERVING:
            self.requests.show_base_url(host.base_url)

    def _use_next_port(self) -> None:
        port = next_free_port(self._host.host, self._host.port)
        self._run(self._host.start(self._host.host, port), "start")

    def _show_requests(self, records: list[RequestRecord]) -> None:
        self.requests.show_records(records)
        for record in records:
            if record.id == self._played:
                self._show_ledger(record)
            if record is self._chosen:
                self._choose_request(record)
        running = len(self._services.live)
        self.live_status.setText(f"{running} streaming · {self._services.log.total} requests · this machine only")

    def _choose_request(self, record: RequestRecord | None) -> None:
        self._chosen = record
        self.detail.show_record(record)
        self.timing.show_rows(list(record.ledger) if record is not None else [])

    def _show_ledger(self, record: RequestRecord) -> None:
        """The played request: its gaps, what was asked and measured, and the token just sent."""
        ledger, settings = record.ledger, record.settings
        self.gaps.show_rows(list(ledger), over=record.outcome.over)
        if settings is not None:
            asked_rate = settings.tokens_per_second
            self.measured.show_figures(
                asked_rate, ledger.tokens_per_second, settings.time_to_first_token, ledger.time_to_first_token
            )
        self.editor.show_lit(None if record.outcome.over or not ledger.tokens else ledger.tokens - 1)

    def _play_or_go_on(self) -> None:
        if self._player.paused:
            self._player.resume()
            self.preview.show_state(PreviewState.PLAYING)
        else:
            self._play()

    def _play(self) -> None:
        if self._host.state is not ServerState.SERVING:
            self.preview.show_error("The server is stopped; start it to play.")
            return
        self._take_text()
        self.preview.show_error("")
        self.preview.show_text("")
        self.wire.clear()
        self.gaps.clear()
        if self.tabs.currentWidget() is self.editor:
            self.tabs.setCurrentWidget(self.preview)
        self._smoother = smoother(self._smoothing)
        self._player.play(self._host.base_url, self._services.settings.api_key.get_secret_value())
        self.preview.show_state(PreviewState.WAITING)

    def _pause(self) -> None:
        self._player.pause()
        self.preview.show_state(PreviewState.PAUSED)

    def _set_loop(self, wanted: bool) -> None:
        self._loop = wanted

    def _choose_smoothing(self, kind: str) -> None:
        self._smoothing = Smoothing(kind)

    def _show_started(self, request_id: str) -> None:
        self._played = request_id

    def _take_played(self, text: str, _chunks: int) -> None:
        if not self._player.paused:
            self.preview.show_state(PreviewState.PLAYING)
        self._smoother.add(text, time.monotonic())
        self._show_smoothed()
        self._smoothing_clock.start()

    def _show_smoothed(self) -> None:
        if text := self._smoother.take(time.monotonic()):
            self.preview.append(text)
        if not self._smoother.behind and not self._player.playing:
            self._smoothing_clock.stop()

    def _show_finished(self, figures: dict[str, object]) -> None:
        self._smoother.finish()
        self._show_smoothed()
        if figures.get("outcome") == "stopped":
            return
        self.preview.show_state(PreviewState.FINISHED)
        if self._loop:
            QTimer.singleShot(LOOP_MS, self, self._play)

    def _show_failed(self, sentence: str) -> None:
        self._smoothing_clock.stop()
        self.preview.show_state(PreviewState.IDLE)
        self.preview.show_error(sentence)

    def _export(self, kind: str) -> None:
        """Asks for a file, without stopping the loop, and writes the shown requests to it."""
        har_wanted = "har" in kind.lower()
        dialog = QFileDialog(self, "Export requests", "requests.har" if har_wanted else "requests.jsonl")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        records = list(self.requests.shown_records())
        pieces = har(records, self._host.base_url) if har_wanted else json_lines(records)
        dialog.fileSelected.connect(lambda path: self._write(Path(path), "".join(pieces)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _write(self, path: Path, text: str) -> None:
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            self.statusBar().showMessage(f"{path} cannot be written: {error.strerror or error}", 10_000)

    def _cut_all(self) -> None:
        self._services.live.cut_all()


def _column(*widgets: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE[1])
    for place, widget in enumerate(widgets):
        column.addWidget(widget, 1 if place == 0 else 0)
    return box


def _splitter(way: Qt.Orientation, name: str, *widgets: QWidget, stretch: tuple[int, ...]) -> QSplitter:
    splitter = QSplitter(way)
    splitter.setObjectName(name)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(SPACE[1] + 1)
    for place, widget in enumerate(widgets):
        splitter.addWidget(widget)
        splitter.setStretchFactor(place, stretch[place])
    return splitter


def _packed(data: QByteArray) -> str:
    return b64encode(data.data()).decode()


def _unpacked(text: str) -> QByteArray:
    return QByteArray(b64decode(text))
