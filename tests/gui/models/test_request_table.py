"""The table of requests and its proxy: whole batches, right rows, right order, whatever happens."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from mockpanel.core.request_filter import compile_filter
from mockpanel.core.request_record import Outcome, RequestRecord
from mockpanel.gui.models.request_cells import COLUMNS, Column, sort_key
from mockpanel.gui.models.request_proxy import RequestFilter
from mockpanel.gui.models.request_table import (
    PROGRESS_ROLE,
    RECORD_ROLE,
    SORT_ROLE,
    TONE_ROLE,
    RequestTable,
    runs,
)
from tests.core.records import record_of, running

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
ASCENDING, DESCENDING = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@pytest.fixture
def table(qapp: object) -> RequestTable:
    """An empty table that Qt's own tester watches."""
    table = RequestTable(limit=20)
    QAbstractItemModelTester(table, FATAL, table)
    return table


@pytest.fixture
def shown(table: RequestTable) -> RequestFilter:
    """The table's proxy, watched as well."""
    shown = RequestFilter(table, table)
    QAbstractItemModelTester(shown, FATAL, shown)
    return shown


def numbers(model: RequestTable | RequestFilter) -> list[int]:
    """The numbers of the requests in each row."""
    return [model.index(row, 0).data(RECORD_ROLE).number for row in range(model.rowCount())]


def test_a_batch_is_inserted_at_once(table: RequestTable, qtbot: QtBot) -> None:
    inserted: list[tuple[int, int]] = []
    table.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))

    table.show_records([record_of(number) for number in (1, 2, 3)])

    assert inserted == [(0, 2)]
    assert numbers(table) == [1, 2, 3]


def test_changed_records_are_one_range(table: RequestTable, qtbot: QtBot) -> None:
    records = [running(number) for number in range(1, 7)]
    table.show_records(records)
    changed: list[tuple[int, int]] = []
    table.dataChanged.connect(lambda top, bottom, _roles: changed.append((top.row(), bottom.row())))

    table.show_records([records[1], records[4], record_of(7)])

    assert changed == [(1, 4)]
    assert table.rowCount() == 7


def test_beyond_the_limit_the_oldest_that_are_over_go(table: RequestTable, shown: RequestFilter) -> None:
    table.show_records([running(1), record_of(2), running(3)])

    table.show_records([record_of(number) for number in range(4, 25)])

    assert numbers(table) == [1, 3, *range(7, 25)]
    assert numbers(shown) == numbers(table)


def test_a_smaller_limit_takes_effect_at_once(table: RequestTable) -> None:
    table.show_records([record_of(number) for number in range(1, 11)])

    table.show_limit(4)

    assert numbers(table) == [7, 8, 9, 10]


def test_clearing_keeps_what_runs(table: RequestTable, shown: RequestFilter) -> None:
    table.show_records([running(1), record_of(2)])

    table.clear()

    assert (numbers(table), numbers(shown)) == ([1], [1])


def test_a_cell_tells_text_tooltip_tone_order_and_progress(shown: RequestFilter, table: RequestTable) -> None:
    record = running(1)
    table.show_records([record])
    cell = shown.index(0, Column.TOKENS)

    assert cell.data() == "1 / 4"
    assert cell.data(Qt.ItemDataRole.ToolTipRole).startswith("1 of 4 tokens sent")
    assert cell.data(PROGRESS_ROLE) == 0.25
    assert tuple(cell.data(SORT_ROLE)) == sort_key(record, Column.TOKENS)
    assert shown.index(0, Column.STATUS).data(TONE_ROLE) == "running"
    assert cell.data(Qt.ItemDataRole.DecorationRole) is None
    assert shown.data(shown.index(5, 5)) is None


def test_headings_have_sentences(shown: RequestFilter) -> None:
    for column, cells in COLUMNS.items():
        assert shown.headerData(column, Qt.Orientation.Horizontal) == cells.title
        assert shown.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) == cells.help
    assert shown.headerData(0, Qt.Orientation.Vertical) is None


def test_a_filter_shows_what_matches_and_what_comes_to_match(table: RequestTable, shown: RequestFilter) -> None:
    first, second = running(1), running(2)
    table.show_records([first, second, record_of(3)])
    shown.show_filter(compile_filter("outcome:completed"))
    before = numbers(shown)

    first.outcome = Outcome.COMPLETED
    table.show_records([first, second])
    shown.settle()

    assert (before, numbers(shown)) == ([3], [1, 3])


def test_a_filter_drops_what_no_longer_matches(table: RequestTable, shown: RequestFilter) -> None:
    records = [running(number) for number in range(1, 5)]
    table.show_records(records)
    shown.show_filter(compile_filter("outcome:running"))

    records[0].outcome = records[1].outcome = records[3].outcome = Outcome.CUT
    table.show_records(records)

    assert numbers(shown) == [3]
    shown.show_filter(None)
    assert numbers(shown) == [1, 2, 3, 4]


def test_newest_first_puts_new_rows_on_top(table: RequestTable, shown: RequestFilter) -> None:
    shown.sort(Column.TIME, DESCENDING)

    table.show_records([record_of(1), record_of(2)])
    table.show_records([record_of(3)])

    assert shown.newest_first
    assert numbers(shown) == [3, 2, 1]


def test_the_chosen_row_stays_with_its_record_when_rows_move(table: RequestTable, shown: RequestFilter) -> None:
    table.show_records([record_of(1, model="c"), record_of(2, model="a"), record_of(3, model="b")])
    held = QPersistentModelIndex(shown.index(0, 2))

    shown.sort(Column.MODEL, ASCENDING)

    assert numbers(shown) == [2, 3, 1]
    assert (held.row(), held.column()) == (2, 2)


def test_what_moves_is_put_in_order_after_a_while(table: RequestTable, shown: RequestFilter, qtbot: QtBot) -> None:
    shown.sort(Column.MODEL, ASCENDING)
    table.show_records([record_of(1, model="b")])

    with qtbot.waitSignal(shown.layoutChanged):
        table.show_records([record_of(2, model="a")])

    assert numbers(shown) == [2, 1]


def test_rows_map_to_the_table_and_back(table: RequestTable, shown: RequestFilter) -> None:
    table.show_records([record_of(1), running(2), record_of(3)])
    shown.show_filter(compile_filter("completed"))

    there = shown.mapToSource(shown.index(1, 4))

    assert (there.row(), there.column()) == (2, 4)
    assert shown.mapFromSource(there) == shown.index(1, 4)
    assert not shown.mapFromSource(table.index(1, 0)).isValid()


@given(st.sets(st.integers(0, 40)))
def test_runs_cover_exactly_the_rows_from_the_last_to_the_first(rows: set[int]) -> None:
    found = runs(sorted(rows))

    assert {row for start, end in found for row in range(start, end + 1)} == rows
    assert all(later[0] > earlier[1] + 1 for later, earlier in pairwise(found))


Step = Callable[[RequestTable, RequestFilter, list[RequestRecord], int], Any]


def arrive(table: RequestTable, shown: RequestFilter, records: list[RequestRecord], luck: int) -> None:
    last = records[-1].number if records else 0
    new = [running(last + place + 1) for place in range(luck % 4)]
    for record in new:
        record.model = "abc"[luck % 3]
    records += new
    table.show_records(new)


def end(table: RequestTable, shown: RequestFilter, records: list[RequestRecord], luck: int) -> None:
    some = [record for record in records if not record.outcome.over][luck % 3 :: 2]
    for record in some:
        record.outcome, record.status = [(Outcome.COMPLETED, 200), (Outcome.REJECTED, 429)][luck % 2]
    table.show_records(some)


def clear(table: RequestTable, shown: RequestFilter, records: list[RequestRecord], luck: int) -> None:
    table.clear()


def sift(table: RequestTable, shown: RequestFilter, records: list[RequestRecord], luck: int) -> None:
    shown.show_filter(compile_filter(["", "outcome:running", "status:429", "model:a"][luck % 4]))


def order(table: RequestTable, shown: RequestFilter, records: list[RequestRecord], luck: int) -> None:
    shown.sort([-1, Column.TIME, Column.MODEL, Column.STATUS][luck % 4], [ASCENDING, DESCENDING][luck // 4 % 2])


STEPS = st.lists(st.tuples(st.sampled_from([arrive, arrive, end, clear, sift, order]), st.integers(0, 99)), max_size=25)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_happens_the_rows_are_the_matching_records_in_order(
    qapp: object, steps: list[tuple[Step, int]]
) -> None:
    table = RequestTable(limit=12)
    shown = RequestFilter(table, table)
    testers = [QAbstractItemModelTester(model, FATAL, model) for model in (table, shown)]
    records: list[RequestRecord] = []

    for step, luck in steps:
        step(table, shown, records, luck)

        matching = {record.number for record in table.records if shown._matches(record)}
        assert sorted(numbers(shown)) == sorted(matching)
        assert numbers(table) == sorted(numbers(table))

    shown.settle()
    assert shown.records == shown._ordered(shown.records)
    assert len(testers) == 2
    table.deleteLater()
