"""The table of requests as it is looked at: quiet rows, and columns that share out the width."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from mockpanel.gui.models.request_cells import COLUMNS, Column
from mockpanel.gui.models.request_delegate import MARGIN, ROW_HEIGHT
from mockpanel.gui.theme import number_font

_WIDTHS = {
    Column.TIME: ("00:00:00", "00:00:00"),
    Column.PATH: ("/cha…tions", "/chat/completions"),
    Column.MODEL: ("gpt…mini", "gpt-4o-mini-2024"),
    Column.STREAM: ("stream", "stream"),
    Column.OVERRIDES: ("Speed …", "Speed 45 → 200 · Chunk"),
    Column.STATUS: ("200 client gone", "200 client gone"),
    Column.FIRST: ("1 000.6", "10 000 → 10 000.6"),
    Column.RATE: ("100.98", "unpaced → 5 120"),
    Column.TOKENS: ("1 000", "338 / 340 206"),
}
"""For each column, contents that it can just do with, and contents that have all the room they want."""

_GROWING = {Column.MODEL: 0.15, Column.OVERRIDES: 0.35}
"""Who gets how much of the room that is left over; the path takes the rest."""

ROUNDING = 2
"""Advances are rounded to pixels; without this a text that just fits would be elided."""

_FIRST_TO_GO = (Column.STREAM, Column.OVERRIDES, Column.MODEL)
"""Columns that a narrow window leaves out; the tooltips and the detail have it all."""


class RequestView(QTableView):
    """A table whose columns fit its width, until somebody drags one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fitting = False
        self._dragged = False
        self.setObjectName("requests")
        self.setAccessibleName("Requests")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End choose the first and the last request; Qt would go to the ends of a row."""
        rows = self.model().rowCount() if self.model() is not None else 0
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: rows - 1}
        if rows and event.key() in ends and not event.modifiers() & ~Qt.KeyboardModifier.ControlModifier:
            self.selectRow(ends[Qt.Key(event.key())])
            self.scrollTo(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shares out the width."""
        super().resizeEvent(event)
        self.fit()

    def follow_the_width(self) -> None:
        """Shares out the width from now on; a dragged column ends that. To be called when the model is set."""
        header = self.horizontalHeader()
        header.setObjectName("request columns")
        header.setAccessibleName("Columns of the requests")
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        header.setSectionsMovable(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.PATH, QHeaderView.ResizeMode.Stretch)
        header.sectionResized.connect(self._resized)
        self.fit()

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
