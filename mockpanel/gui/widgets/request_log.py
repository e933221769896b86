"""The list of requests: filter line, follow, the table, and what can be done with a request."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mockpanel.core.errors import InvalidValue
from mockpanel.core.measures import grouped
from mockpanel.core.request_filter import EXAMPLE, HELP, compile_filter
from mockpanel.core.request_record import RequestRecord
from mockpanel.core.snippets import Snippet, snippet
from mockpanel.gui.layout import Scrolling, tab_through
from mockpanel.gui.models.request_delegate import RequestDelegate
from mockpanel.gui.models.request_proxy import RequestFilter
from mockpanel.gui.models.request_table import RequestTable
from mockpanel.gui.theme import CONTROL_HEIGHT, LIGHT, SPACE, Colours
from mockpanel.gui.widgets.clear_action import ClearAction
from mockpanel.gui.widgets.request_actions import RequestActions
from mockpanel.gui.widgets.request_hints import COPIED_MS, FirstRequest, NoMatch
from mockpanel.gui.widgets.request_view import RequestView

TYPING_MS = 150
"""The filter waits for so long a pause in typing."""

COUNT_MS = 200
"""The number of requests changes at most so often: another text makes Qt lay out the window again."""


class RequestLogView(QWidget):
    """Shows requests as they come; asks for replays, exports and clearing. Copies by itself."""

    chosen = Signal(object)
    """The record that is now chosen, or None."""
    clear_asked = Signal()
    replay_asked = Signal(object)
    """A record."""
    scrub_asked = Signal(object)
    """A record."""
    capture_asked = Signal(object)
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
        self.view = RequestView()
        self.pages = QStackedWidget()
        self.first = FirstRequest()
        self.first_page = Scrolling(self.first)
        self.no_match = NoMatch()
        self.commands = RequestActions(self)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._counting = QTimer(self, singleShot=True, interval=COUNT_MS)
        self._counting.timeout.connect(self._show_count)
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
        if before == 0 or not self._counting.isActive():
            self._show_count()
            self._counting.start()
        if self.commands.follow.isChecked() and self.shown.rowCount() != before:
            self._scroll_to_newest()

    def show_cleared(self) -> None:
        """The log was cleared: what is over goes, what runs stays."""
        self.table.clear()
        self._show_count()

    def show_all(self, records: Sequence[RequestRecord]) -> None:
        """All that are in the log, in order of number."""
        self.table.show_all(records)
        self._show_count()

    def show_limit(self, limit: int) -> None:
        """How many requests are kept."""
        self.table.show_limit(limit)

    def show_base_url(self, url: str) -> None:
        """The address that copied requests go to."""
        self._base_url = url
        self.first.show_base_url(url)

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.delegate.show_colours(colours)
        self._cross.show_colours(colours)
        self.view.viewport().update()

    def shown_records(self) -> Sequence[RequestRecord]:
        """The records that match the filter, in the order shown."""
        return list(self.shown.records)

    @property
    def chosen_record(self) -> RequestRecord | None:
        """The chosen record."""
        return self._chosen

    def _build_actions(self) -> None:
        for kind, action in self.commands.copy.items():
            action.triggered.connect(lambda _=False, kind=kind: self._copy(kind))
        for name, action in self.commands.export.items():
            action.triggered.connect(lambda _=False, name=name: self.export_asked.emit(name))
        self.commands.replay.triggered.connect(self._replay)
        self.commands.scrub.triggered.connect(self._scrub)
        self.commands.capture.triggered.connect(self._capture)
        self.commands.clear.triggered.connect(self.clear_asked)
        self.commands.follow.toggled.connect(self._followed)
        self.commands.find.triggered.connect(self._find)

    def _build_bar(self) -> None:
        self.filter.setPlaceholderText(f"Filter: words, or {EXAMPLE}")
        self._cross = ClearAction(self.filter)
        self.filter.setAccessibleName("Filter requests")
        self.filter.setAccessibleDescription(HELP)
        self.filter.setToolTip(f"<p>{self.commands.find.toolTip()}</p><p>{_escaped(HELP)}</p>")
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
        self.follow.setToolTip(self.commands.follow.toolTip())
        self.follow.toggled.connect(self.commands.follow.setChecked)
        self.commands.follow.toggled.connect(self.follow.setChecked)
        self.replay.setDefaultAction(self.commands.replay)
        self.replay.setAccessibleName("Replay")
        self.clear.setDefaultAction(self.commands.clear)
        self.clear.setAccessibleName("Clear requests")
        self.copy.setText("Copy as")
        self.copy.setAccessibleName("Copy the chosen request as")
        self.copy.setToolTip("Copy the chosen request as cURL, Python, JavaScript or raw HTTP (Ctrl+Alt+C: cURL)")
        self.copy.setMenu(self.commands.menu(self.commands.copy.values()))
        self.export.setText("Export")
        self.export.setAccessibleName("Export the requests shown")
        self.export.setToolTip("Export the requests shown as JSON Lines or HAR (Ctrl+Shift+E: JSON Lines)")
        self.export.setMenu(self.commands.menu(self.commands.export.values()))
        self.filter.setFixedHeight(CONTROL_HEIGHT)
        for button in (self.copy, self.replay, self.export, self.clear):
            button.setFixedHeight(CONTROL_HEIGHT)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        for button in (self.copy, self.export):
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _build_view(self) -> None:
        view = self.view
        view.setModel(self.shown)
        view.setItemDelegate(self.delegate)
        view.follow_the_width()
        view.customContextMenuRequested.connect(self._open_menu)
        view.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        self.shown.modelReset.connect(self._restore)
        view.verticalScrollBar().actionTriggered.connect(lambda _action: QTimer.singleShot(0, self, self._scrolled))

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(SPACE[1])
        bar.addWidget(self.filter, 1)
        for widget in (self.count, self.follow, self.copy, self.replay, self.export, self.clear):
            bar.addWidget(widget)
        for page in (self.view, self.first_page, self.no_match):
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
        tab_through(order)

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
        self.pages.setCurrentWidget(self.view if shown else self.no_match if total else self.first_page)
        self.commands.clear.setEnabled(total > 0)
        for action in self.commands.export.values():
            action.setEnabled(shown > 0)
        self.export.setEnabled(shown > 0)

    def _show_chosen(self) -> None:
        for action in self.commands.of_one:
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

    def _scrub(self) -> None:
        if self._chosen is not None:
            self.scrub_asked.emit(self._chosen)

    def _capture(self) -> None:
        if self._chosen is not None:
            self.capture_asked.emit(self._chosen)

    def _open_menu(self, place: QPoint) -> None:
        if self._chosen is None:
            return
        menu = self.commands.row_menu()
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
        self.commands.follow.setChecked(bar.value() == end)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
