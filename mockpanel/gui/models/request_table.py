"""The requests as a table: a bounded model in order of arrival, filled batch by batch."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from mockpanel.core.request_record import RequestRecord
from mockpanel.gui.models.request_cells import COLUMNS, Column, progress, sort_key, tone

Index = QModelIndex | QPersistentModelIndex
Orientation = Qt.Orientation
Role = Qt.ItemDataRole

ROW_LIMIT = 10_000
RECORD_ROLE = Role.UserRole
SORT_ROLE = Role.UserRole + 1
TONE_ROLE = Role.UserRole + 2
PROGRESS_ROLE = Role.UserRole + 3

_BY_PLACE = tuple(Column)
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RequestTable(QAbstractTableModel):
    """Holds the latest requests; beyond the limit the oldest that are over go first, as in the log itself."""

    rows_changed = Signal(list)
    """Records that changed, exactly; dataChanged tells one range around them."""

    leaving = Signal(list)
    """Records that are about to be removed, all at once; rowsAboutToBeRemoved tells run by run."""

    def __init__(self, parent: QObject | None = None, limit: int = ROW_LIMIT) -> None:
        super().__init__(parent)
        self._limit = limit
        self._records: list[RequestRecord] = []
        self._numbers: list[int] = []

    def show_records(self, records: Iterable[RequestRecord]) -> None:
        """Takes one batch in order of number: new records are inserted at once, known ones reported as one range."""
        last = self._numbers[-1] if self._numbers else -1
        batch = list(records)
        new = [record for record in batch if record.number > last]
        known = [row for record in batch if record.number <= last and (row := self.row_of(record)) is not None]
        if known:
            self.dataChanged.emit(
                self.index(min(known), Column.MODEL), self.index(max(known), len(COLUMNS) - 1), [Role.DisplayRole]
            )
            self.rows_changed.emit([self._records[row] for row in known])
        self._append(new)
        self._trim()

    def clear(self) -> None:
        """Forgets the requests that are over; running ones stay, as in the log."""
        self._keep([record for record in self._records if not record.outcome.over])

    def show_all(self, records: Sequence[RequestRecord]) -> None:
        """Shows these, in order of number, and no others."""
        self._keep(list(records)[-self._limit :])

    def show_limit(self, limit: int) -> None:
        """How many requests to hold at most."""
        self._limit = limit
        self._trim()

    def row_of(self, record: RequestRecord) -> int | None:
        """The record's row, None for one that is not here."""
        row = bisect_left(self._numbers, record.number)
        return row if row < len(self._records) and self._records[row].number == record.number else None

    @property
    def records(self) -> Sequence[RequestRecord]:
        """All rows, in order of arrival."""
        return self._records

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows; none below a row."""
        return 0 if parent is not None and parent.isValid() else len(self._records)

    def columnCount(self, parent: Index | None = None) -> int:
        """Columns; none below a row."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """What a cell holds."""
        if not index.isValid():
            return None
        return cell_data(self._records[index.row()], _BY_PLACE[index.column()], role)

    def headerData(self, section: int, orientation: Orientation, role: int = Role.DisplayRole) -> Any:
        """A column's heading, sentence and alignment."""
        if orientation is not Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[Column(section)]
        match role:
            case Role.DisplayRole:
                return column.title
            case Role.ToolTipRole:
                return column.help
            case Role.TextAlignmentRole:
                return _RIGHT if column.number and section != Column.TIME else _LEFT
        return None

    def _append(self, new: list[RequestRecord]) -> None:
        new = new[-self._limit :] if all(record.outcome.over for record in new) else new
        if not new:
            return
        first = len(self._records)
        self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
        self._records += new
        self._numbers += [record.number for record in new]
        self.endInsertRows()

    def _trim(self) -> None:
        """Removes the oldest requests that are over, in runs."""
        excess = len(self._records) - self._limit
        if excess <= 0:
            return
        rows = list(islice((row for row, record in enumerate(self._records) if record.outcome.over), excess))
        self.leaving.emit([self._records[row] for row in rows])
        for start, end in runs(rows):
            self.beginRemoveRows(QModelIndex(), start, end)
            del self._records[start : end + 1], self._numbers[start : end + 1]
            self.endRemoveRows()

    def _keep(self, records: list[RequestRecord]) -> None:
        self.beginResetModel()
        self._records = records
        self._numbers = [record.number for record in records]
        self.endResetModel()


def runs(rows: list[int]) -> list[tuple[int, int]]:
    """Ascending rows as first and last row of each unbroken run, the last run first: the order to remove them in."""
    found: list[tuple[int, int]] = []
    for row in reversed(rows):
        if found and found[-1][0] == row + 1:
            found[-1] = (row, found[-1][1])
        else:
            found.append((row, row))
    return found


def cell_data(record: RequestRecord, column: Column, role: int) -> Any:
    """What a cell holds in a role."""
    cells = COLUMNS[column]
    if role == RECORD_ROLE:
        return record
    if role == Role.DisplayRole:
        return cells.text(record)
    if role == Role.TextAlignmentRole:
        return _RIGHT if cells.number and column is not Column.TIME else _LEFT
    if role in (Role.ToolTipRole, Role.AccessibleDescriptionRole):
        return (cells.tip(record) if cells.tip else cells.text(record)) or None
    if role == SORT_ROLE:
        return sort_key(record, column)
    if role == TONE_ROLE:
        return str(tone(record, column))
    if role == PROGRESS_ROLE and column is Column.TOKENS:
        return progress(record)
    return None
