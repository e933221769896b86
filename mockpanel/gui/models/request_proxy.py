"""The requests that match the filter, sorted: a proxy over the table of all."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QAbstractProxyModel, QModelIndex, QObject, Qt, QTimer

from mockpanel.core.request_filter import Predicate
from mockpanel.core.request_record import RequestRecord
from mockpanel.gui.models.request_cells import COLUMNS, Column, SortKey, sort_key
from mockpanel.gui.models.request_table import Index, Orientation, RequestTable, Role, cell_data, runs

SETTLE_MS = 500
"""A table sorted by something that moves is put in order again this often, so that it can be read."""

_BY_PLACE = tuple(Column)
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


class RequestFilter(QAbstractProxyModel):
    """The rows that match, sorted. All in Python lists: QSortFilterProxyModel would ask Python a million times.

    New and changed rows are filtered at once; the order is mended every SETTLE_MS.
    """

    def __init__(self, source: RequestTable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table = source
        self._predicate: Predicate | None = None
        self._column: Column | None = None
        self._descending = False
        self._rows: list[RequestRecord] = []
        self._places: dict[int, int] | None = None
        self._keys: dict[int, tuple[SortKey, int]] = {}
        self._timer = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._timer.timeout.connect(self.settle)
        self.setSourceModel(source)
        source.rows_changed.connect(self._changed)
        source.rowsInserted.connect(self._inserted)
        source.leaving.connect(self._leave)
        source.modelReset.connect(self._renew)
        self._renew()

    def show_filter(self, predicate: Predicate | None) -> None:
        """Shows only the records that match; None shows all."""
        self._predicate = predicate
        self._renew()

    def record(self, row: int) -> RequestRecord:
        """The record in a row."""
        return self._rows[row]

    @property
    def records(self) -> Sequence[RequestRecord]:
        """The rows as shown."""
        return self._rows

    def row_of(self, record: RequestRecord) -> int | None:
        """The record's row, None for one that is not shown."""
        if self._column is None:
            row = bisect_left(self._rows, record.number, key=lambda shown: shown.number)
            if row < len(self._rows) and self._rows[row].number == record.number:
                return row
            if not self._timer.isActive():  # all is in order, so it is not here
                return None
        if self._places is None:
            self._places = {shown.number: row for row, shown in enumerate(self._rows)}
        return self._places.get(record.number)

    @property
    def newest_first(self) -> bool:
        """Whether new rows come in at the top."""
        return self._column is Column.TIME and self._descending

    @property
    def by_arrival(self) -> bool:
        """Whether the order is that of arrival, in either direction."""
        return self._column in (None, Column.TIME)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts by a column; by arrival for none."""
        self._column = Column(column) if 0 <= column < len(COLUMNS) else None
        self._descending = order is Qt.SortOrder.DescendingOrder
        self._keys = {}
        self.settle()

    def settle(self) -> None:
        """Puts the rows in order now; the selection stays with its records."""
        self._timer.stop()
        ordered = self._ordered(self._rows)
        if ordered == self._rows:  # records compare by identity, so this is cheap
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [(self._rows[index.row()], index.column()) for index in before]
        self._rows, self._places = ordered, None
        after = [self.index(self._place(record), column) for record, column in held]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows; none below a row."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Columns; none below a row."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        """The index of a cell."""
        inside = 0 <= row < len(self._rows) and 0 <= column < len(COLUMNS)
        return self.createIndex(row, column) if inside and not (parent and parent.isValid()) else QModelIndex()

    def parent(self, _index: Index | None = None) -> Any:
        """Nothing: a table is no tree."""
        return QModelIndex()

    def sibling(self, row: int, column: int, _index: Index) -> QModelIndex:
        """The cell in another place of the table."""
        return self.index(row, column)

    def mapToSource(self, index: Index) -> QModelIndex:
        """The cell in the table of all requests."""
        if not index.isValid() or index.row() >= len(self._rows):
            return QModelIndex()
        row = self._table.row_of(self._rows[index.row()])
        return QModelIndex() if row is None else self._table.index(row, index.column())

    def mapFromSource(self, index: Index) -> QModelIndex:
        """The cell here of one in the table of all requests."""
        if not index.isValid():
            return QModelIndex()
        row = self.row_of(self._table.records[index.row()])
        return QModelIndex() if row is None else self.index(row, index.column())

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """What a cell holds."""
        if not index.isValid():
            return None
        return cell_data(self._rows[index.row()], _BY_PLACE[index.column()], role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be chosen."""
        return _FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def headerData(self, section: int, orientation: Orientation, role: int = Role.DisplayRole) -> Any:
        """A column's heading, sentence and alignment."""
        return self._table.headerData(section, orientation, role)

    def _matches(self, record: RequestRecord) -> bool:
        return self._predicate is None or self._predicate(record)

    def _ordered(self, records: Iterable[RequestRecord]) -> list[RequestRecord]:
        column, keys = self._column, self._keys
        if column is None:
            return sorted(records, key=lambda record: record.number)

        def key(record: RequestRecord) -> tuple[SortKey, int]:
            known = keys.get(record.number)
            if known is None:
                known = keys[record.number] = (sort_key(record, column), record.number)
            return known

        return sorted(records, key=key, reverse=self._descending)

    def _place(self, record: RequestRecord) -> int:
        row = self.row_of(record)
        assert row is not None
        return row

    def _renew(self) -> None:
        """Filters everything anew."""
        self.beginResetModel()
        self._keys = {}
        self._rows = self._ordered(
            filter(self._predicate, self._table.records) if self._predicate else self._table.records
        )
        self._places = None
        self.endResetModel()

    def _inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._add([record for record in self._table.records[first : last + 1] if self._matches(record)])

    def _changed(self, records: list[RequestRecord]) -> None:
        for record in records:
            self._keys.pop(record.number, None)
        gone = [row for record in records if (row := self.row_of(record)) is not None and not self._matches(record)]
        self._drop(gone)
        shown, came = [], []
        for record in records:
            row = self.row_of(record)
            if row is not None:
                shown.append(row)
            elif self._matches(record):
                came.append(record)
        if shown:
            self.dataChanged.emit(
                self.index(min(shown), Column.MODEL), self.index(max(shown), len(COLUMNS) - 1), [Role.DisplayRole]
            )
            self._settle_soon(moved=not self.by_arrival)
        self._add(came)

    def _leave(self, records: list[RequestRecord]) -> None:
        for record in records:
            self._keys.pop(record.number, None)
        self._drop([row for record in records if (row := self.row_of(record)) is not None])

    def _add(self, records: list[RequestRecord]) -> None:
        """Inserts in one piece, at the end where new rows come in; what belongs elsewhere moves when it settles."""
        if not records:
            return
        at = 0 if self.newest_first else len(self._rows)
        self.beginInsertRows(QModelIndex(), at, at + len(records) - 1)
        self._rows[at:at] = reversed(records) if self.newest_first else records
        self._places = None
        self.endInsertRows()
        around = self._rows[max(0, at - 1) : at + len(records) + 1]
        steps = [after.number - before.number for before, after in pairwise(around)]
        in_order = all(step < 0 for step in steps) if self.newest_first else all(step > 0 for step in steps)
        self._settle_soon(moved=not self.by_arrival or not in_order)

    def _drop(self, rows: list[int]) -> None:
        for start, end in runs(sorted(rows)):
            self.beginRemoveRows(QModelIndex(), start, end)
            del self._rows[start : end + 1]
            self._places = None
            self.endRemoveRows()

    def _settle_soon(self, *, moved: bool) -> None:
        if moved and not self._timer.isActive():
            self._timer.start()
