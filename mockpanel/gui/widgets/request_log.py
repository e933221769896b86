"""The list of requests: filter line, follow, the table, and what can be done with a request."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QItemSelectionModel, QPoint, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFontMetrics, QGuiApplication, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mockpanel.core.errors import InvalidValue
from mockpanel.core.request_filter import EXAMPLE, HELP, compile_filter
from mockpanel.core.request_log import RequestRecord
from mockpanel.core.snippets import Snippet, first_request, snippet
from mockpanel.gui.models.request_cells import COLUMNS, Column, grouped
from mockpanel.gui.models.request_delegate import MARGIN, ROW_HEIGHT, RequestDelegate
from mockpanel.gui.models.request_table import RequestFilter, RequestTable
from mockpanel.gui.theme import CONTROL_HEIGHT, LIGHT, SPACE, Colours, number_font

TYPING_MS = 150
"""The filter waits for so long a pause in typing."""

COPIED_MS = 1500
WIDEST_COMMAND = 720

_SHORTCUTS = {
    Snippet.CURL: "Ctrl+Alt+C",
    Snippet.PYTHON: "Ctrl+Alt+P",
    Snippet.JAVASCRIPT: "Ctrl+Alt+J",
    Snippet.RAW: "Ctrl+Alt+H",
}
_EXPORTS = {"jsonl": ("JSON Lines …", "Ctrl+Shift+E"), "har": ("HAR …", "Ctrl+Alt+E")}
_WIDTHS = {
    Column.TIME: ("00:00:00", "00:00:00"),
    Column.PATH: ("/v1…tions", "/v1/chat/completions"),
    Column.MODEL: ("gpt…mini", "gpt-4o-mini-2024"),
    Column.STREAM: ("stream", "stream"),
    Column.OVERRIDES: ("Speed …", "Speed 45 → 200 · Chunk"),
    Column.STATUS: ("200 client gone", "200 client gone"),
    Column.FIRST: ("1 000.6", "10 000 → 10 000.6"),
    Column.RATE: ("100.98", "unpaced → 5 120"),
    Column.TOKENS: ("1 000", "1 000 / 10 000"),
}
"""For each column, contents that it can just do with, and contents that have all the room they want."""

_GROWING = {Column.MODEL: 0.15, Column.OVERRIDES: 0.35}
"""Who gets how much of the room that is left over; the path takes the rest."""

ROUNDING = 2
"""Advances are rounded to pixels; without this a text that just fits would be elided."""

_FIRST_TO_GO = (Column.STREAM, Column.OVERRIDES, Column.MODEL)
"""Columns that a narrow window leaves out; the tooltips and the detail have it all."""


class RequestLogPanel(QWidget):
    """Shows requests as they come; asks for replays, exports and clearing. Copies by itself."""

    chosen = Signal(object)
    """The record that is now chosen, or None."""
    clear_asked = Signal()
    replay_asked = Signal(object)
    """A record."""
    export_asked = Signal(str)
    """`jsonl` or `har`; `shown_records` says what to export."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._base_url = ""
        self._chosen: RequestRecord | None = None
        self.table = RequestTable(self)
        self.shown = RequestFilter(self.table, self)
        self.delegate = RequestDelegate(self)
        self.filter = QLineEdit()
        self.error = QLabel()
        self.count = QLabel()
        self.follow = QCheckBox()
        self.copy = QToolButton()
        self.replay = QToolButton()
        self.export = QToolButton()
        self.clear = QToolButton()
        self.view = _Table()
        self.pages = QStackedWidget()
        self.first = FirstRequest()
        self.no_match = _NoMatch()
        self.copy_actions = {kind: self._action(f"Copy as {kind}", keys) for kind, keys in _SHORTCUTS.items()}
        self.replay_action = self._action("Replay", "Ctrl+Alt+R", "Send this request again")
        self.export_actions = {
            kind: self._action(f"Export as {name}", keys, f"Write the requests shown to a file, as {name}")
            for kind, (name, keys) in _EXPORTS.items()
        }
        self.follow_action = self._action("Follow", "Ctrl+Alt+F", "Keep the newest request in sight")
        self.clear_action = self._action("Clear", "Ctrl+Alt+Backspace", "Forget all requests that are over")
        self.find_action = self._action("Filter requests", "Ctrl+Shift+F")
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._told = QTimer(self, singleShot=True, interval=COPIED_MS)
        self._build_actions()
        self._build_bar()
        self._build_view()
        self._lay_out()
        self.show_colours(LIGHT)
        self._show_count()
        self._show_chosen()

    def show_records(self, records: list[RequestRecord]) -> None:
        """Takes a batch of new and changed records, in order of number."""
        before = self.shown.rowCount()
        self.table.show_records(records)
        self._show_count()
        if self.follow_action.isChecked() and self.shown.rowCount() != before:
            self._scroll_to_newest()

    def show_cleared(self) -> None:
        """The log was cleared: what is over goes, what runs stays."""
        self.table.clear()
        self._show_count()

    def show_base_url(self, url: str) -> None:
        """The address that copied requests go to."""
        self._base_url = url
        self.first.show_base_url(url)

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.delegate.show_colours(colours)
        self.view.viewport().update()

    def shown_records(self) -> Sequence[RequestRecord]:
        """The records that match the filter, in the order shown."""
        return list(self.shown.records)

    @property
    def chosen_record(self) -> RequestRecord | None:
        """The chosen record."""
        return self._chosen

    def _action(self, text: str, keys: str, help_text: str = "") -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{help_text or text} ({shown})")
        self.addAction(action)
        return action

    def _build_actions(self) -> None:
        for kind, action in self.copy_actions.items():
            action.triggered.connect(lambda _=False, kind=kind: self._copy(kind))
        for name, action in self.export_actions.items():
            action.triggered.connect(lambda _=False, name=name: self.export_asked.emit(name))
        self.replay_action.triggered.connect(self._replay)
        self.clear_action.triggered.connect(self.clear_asked)
        self.follow_action.setCheckable(True)
        self.follow_action.setChecked(True)
        self.follow_action.toggled.connect(self._followed)
        self.find_action.triggered.connect(self._find)

    def _build_bar(self) -> None:
        self.filter.setPlaceholderText(f"Filter: words, or {EXAMPLE}")
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName("Filter requests")
        self.filter.setAccessibleDescription(HELP)
        self.filter.setToolTip(f"<p>{self.find_action.toolTip()}</p><p>{_escaped(HELP)}</p>")
        self.filter.textChanged.connect(lambda _text: self._typing.start())
        self.filter.returnPressed.connect(self._filter)
        self._typing.timeout.connect(self._filter)
        self.error.setProperty("role", "error")
        self.error.setWordWrap(True)
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        self.error.setAccessibleName("What is wrong with the filter")
        self.error.hide()
        self.count.setProperty("role", "muted")
        self.count.setAccessibleName("Number of requests")
        self._told.timeout.connect(self._show_count)
        self.follow.setText("Follow")
        self.follow.setChecked(True)
        self.follow.setAccessibleName("Follow")
        self.follow.setToolTip(self.follow_action.toolTip())
        self.follow.toggled.connect(self.follow_action.setChecked)
        self.follow_action.toggled.connect(self.follow.setChecked)
        self.replay.setDefaultAction(self.replay_action)
        self.replay.setAccessibleName("Replay")
        self.clear.setDefaultAction(self.clear_action)
        self.clear.setAccessibleName("Clear requests")
        self.copy.setText("Copy as")
        self.copy.setAccessibleName("Copy the chosen request as")
        self.copy.setToolTip("Copy the chosen request as cURL, Python, JavaScript or raw HTTP (Ctrl+Alt+C: cURL)")
        self.copy.setMenu(self._menu(list(self.copy_actions.values())))
        self.export.setText("Export")
        self.export.setAccessibleName("Export the requests shown")
        self.export.setToolTip("Export the requests shown as JSON Lines or HAR (Ctrl+Shift+E: JSON Lines)")
        self.export.setMenu(self._menu(list(self.export_actions.values())))
        self.filter.setFixedHeight(CONTROL_HEIGHT)
        for button in (self.copy, self.replay, self.export, self.clear):
            button.setFixedHeight(CONTROL_HEIGHT)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        for button in (self.copy, self.export):
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _menu(self, actions: list[QAction]) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.addActions(actions)
        return menu

    def _build_view(self) -> None:
        view = self.view
        view.setObjectName("requests")
        view.setAccessibleName("Requests")
        view.setToolTip("")
        view.setModel(self.shown)
        view.setItemDelegate(self.delegate)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._open_menu)
        rows = view.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        self._build_header(view.horizontalHeader())
        view.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        self.shown.modelReset.connect(self._restore)
        view.verticalScrollBar().actionTriggered.connect(lambda _action: QTimer.singleShot(0, self, self._scrolled))

    def _build_header(self, header: QHeaderView) -> None:
        header.setObjectName("request columns")
        header.setAccessibleName("Columns of the requests")
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        header.setSectionsMovable(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.view.setSortingEnabled(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.PATH, QHeaderView.ResizeMode.Stretch)
        self.view.watch_columns()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(SPACE[1])
        bar.addWidget(self.filter, 1)
        for widget in (self.count, self.follow, self.copy, self.replay, self.export, self.clear):
            bar.addWidget(widget)
        for page in (self.view, self.first, self.no_match):
            self.pages.addWidget(page)
        self.no_match.clear.clicked.connect(self._clear_filter)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACE[1])
        box.addLayout(bar)
        box.addWidget(self.error)
        box.addWidget(self.pages, 1)
        order: list[QWidget] = [self.filter, self.follow, self.copy, self.replay, self.export, self.clear]
        order += [self.view, self.first.command, self.first.copy, self.no_match.clear]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _filter(self) -> None:
        """Applies the line; a wrong one leaves the table as it is and says why."""
        self._typing.stop()
        try:
            predicate = compile_filter(self.filter.text())
        except InvalidValue as wrong:
            self.error.setText(str(wrong))
            self.error.show()
            return
        self.error.hide()
        self.shown.show_filter(predicate)
        self._show_count()

    def _clear_filter(self) -> None:
        self.filter.clear()
        self._filter()
        self.filter.setFocus()

    def _find(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def _show_count(self) -> None:
        total, shown = self.table.rowCount(), self.shown.rowCount()
        noun = "request" if total == 1 else "requests"
        if not self._told.isActive():
            self.count.setText(
                f"{grouped(total)} {noun}" if shown == total else f"{grouped(shown)} of {grouped(total)}"
            )
        self.pages.setCurrentWidget(self.view if shown else self.no_match if total else self.first)
        for action in (*self.export_actions.values(), self.clear_action):
            action.setEnabled(total > 0)
        self.export.setEnabled(total > 0)

    def _show_chosen(self) -> None:
        for action in (*self.copy_actions.values(), self.replay_action):
            action.setEnabled(self._chosen is not None)
        self.copy.setEnabled(self._chosen is not None)

    def _choose(self) -> None:
        rows = self.view.selectionModel().selectedRows()
        record = self.shown.record(rows[0].row()) if rows else None
        if record is self._chosen:
            return
        self._chosen = record
        self._show_chosen()
        self.chosen.emit(record)

    def _restore(self) -> None:
        """Chooses the same record again after the rows were made anew, if it is still among them."""
        row = None if self._chosen is None else self.shown.row_of(self._chosen)
        if row is not None:
            flags = QItemSelectionModel.SelectionFlag
            self.view.selectionModel().setCurrentIndex(self.shown.index(row, 0), flags.ClearAndSelect | flags.Rows)
        self._choose()

    def _copy(self, kind: Snippet) -> None:
        if self._chosen is None:
            return
        QGuiApplication.clipboard().setText(snippet(kind, self._chosen, self._base_url))
        self.count.setText(f"Copied as {kind}")
        self._told.start()

    def _replay(self) -> None:
        if self._chosen is not None:
            self.replay_asked.emit(self._chosen)

    def _open_menu(self, place: QPoint) -> None:
        if self._chosen is None:
            return
        menu = self._menu([*self.copy_actions.values(), self.replay_action])
        menu.addSeparator()
        menu.addActions(list(self.export_actions.values()))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(place))

    def _followed(self, on: bool) -> None:
        if on:
            self._scroll_to_newest()

    def _scroll_to_newest(self) -> None:
        if not self.shown.by_arrival:
            return
        if self.shown.newest_first:
            self.view.scrollToTop()
        else:
            self.view.scrollToBottom()

    def _scrolled(self) -> None:
        """Whoever scrolls away reads; whoever comes back to the end follows again."""
        if not self.shown.by_arrival:
            return
        bar = self.view.verticalScrollBar()
        end = bar.minimum() if self.shown.newest_first else bar.maximum()
        self.follow_action.setChecked(bar.value() == end)


class _Table(QTableView):
    """A table whose columns fit its width, until somebody drags one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fitting = False
        self._dragged = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shares out the width."""
        super().resizeEvent(event)
        self.fit()

    def watch_columns(self) -> None:
        """From now on, a dragged column ends the fitting."""
        self.horizontalHeader().sectionResized.connect(self._resized)

    def fit(self) -> None:
        """Gives every column what it needs; where room is short, each gives up the same part of what it can miss."""
        if self._dragged or self.model() is None:
            return
        least, best = self._wanted()
        room = self.viewport().width()
        gone = set()
        for column in _FIRST_TO_GO:
            if sum(least.values()) > room:
                gone.add(column)
                del least[column], best[column]
        spare = max(0, room - sum(best.values()))
        slack = sum(best.values()) - sum(least.values())
        part = min(1.0, max(0.0, (room - sum(least.values())) / slack)) if slack else 1.0
        self._fitting = True
        for column in Column:
            self.setColumnHidden(column, column in gone)
            if column in gone or column is Column.PATH:
                continue
            width = least[column] + int(part * (best[column] - least[column]) + _GROWING.get(column, 0) * spare)
            self.horizontalHeader().resizeSection(column, width)
        self._fitting = False

    def _wanted(self) -> tuple[dict[Column, int], dict[Column, int]]:
        plain, numbers = QFontMetrics(self.font()), QFontMetrics(number_font())
        least, best = {}, {}
        for column, samples in _WIDTHS.items():
            metrics = numbers if COLUMNS[column].number else plain
            title = plain.horizontalAdvance(COLUMNS[column].title) + 2
            least[column], best[column] = (
                max(metrics.horizontalAdvance(sample), title) + 2 * MARGIN + ROUNDING for sample in samples
            )
        return least, best

    def _resized(self, column: int, _before: int, _after: int) -> None:
        if not self._fitting and column != Column.PATH:
            self._dragged = True


class FirstRequest(QWidget):
    """What stands where no request is yet: a command that makes one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QLabel("No requests yet")
        self.heading.setProperty("role", "heading")
        self.words = QLabel("Point a client at this server, or make a first request in a terminal:")
        self.words.setProperty("role", "muted")
        self.words.setWordWrap(True)
        self.command = QPlainTextEdit(readOnly=True)
        self.command.setFont(number_font())
        self.command.setFrameShape(QFrame.Shape.NoFrame)
        self.command.setTabChangesFocus(True)
        self.command.setAccessibleName("A command that makes a first request")
        self.command.setToolTip("A command for a terminal; Ctrl+A and Ctrl+C copy it")
        self.command.document().setDocumentMargin(SPACE[1])
        self.command.setMaximumWidth(WIDEST_COMMAND)
        self.command.document().documentLayout().documentSizeChanged.connect(self._grow)
        self.command.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.copy = QPushButton("Copy")
        self.copy.setShortcut(QKeySequence("Alt+C"))
        self.copy.setAccessibleName("Copy the command")
        self.copy.setToolTip("Copy the command (Alt+C)")
        self.copy.clicked.connect(self._copy)
        self._told = QTimer(self, singleShot=True, interval=COPIED_MS)
        self._told.timeout.connect(lambda: self.copy.setText("Copy"))
        self._lay_out()

    def show_base_url(self, url: str) -> None:
        """The address that the command calls; without one, it cannot be made yet."""
        self.words.setText(
            "Point a client at this server, or make a first request in a terminal:"
            if url
            else "The server is not serving. Start it, and its requests appear here."
        )
        self.command.setPlainText(first_request(url) if url else "")
        self.command.setVisible(bool(url))
        self.copy.setVisible(bool(url))

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(SPACE[4], SPACE[3], SPACE[4], SPACE[3])
        box.setSpacing(SPACE[1])
        box.addStretch(1)
        for widget in (self.heading, self.words, self.command):
            box.addWidget(widget)
        box.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(2)

    def _grow(self, size: QSizeF) -> None:
        """A narrow window wraps the command into more lines, and all of them stay in sight."""
        lines = QFontMetrics(self.command.font()).lineSpacing() * size.height()  # a plain text edit counts lines
        self.command.setFixedHeight(int(lines) + 2 * SPACE[1] + 4)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.command.toPlainText())
        self.copy.setText("Copied")
        self._told.start()


class _NoMatch(QWidget):
    """What stands where the filter leaves nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = QLabel("No request matches the filter")
        words.setProperty("role", "muted")
        self.clear = QPushButton("Show all requests")
        self.clear.setAccessibleName("Show all requests")
        self.clear.setToolTip("Empty the filter and show all requests (Alt+A)")
        self.clear.setShortcut(QKeySequence("Alt+A"))
        self.clear.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        box = QVBoxLayout(self)
        box.setSpacing(SPACE[1])
        box.addStretch(1)
        box.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
