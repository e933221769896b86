"""The list of requests, as somebody uses it."""

from __future__ import annotations

import shlex

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from mockpanel.core.snippets import Snippet, snippet
from mockpanel.gui.models.request_cells import Column
from mockpanel.gui.theme import DARK, LIGHT
from mockpanel.gui.widgets.request_log import RequestLogView
from tests.core.records import BASE_URL, record_of, running

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


@pytest.fixture
def panel(qtbot: QtBot) -> RequestLogView:
    """An empty list of a server that serves."""
    panel = RequestLogView()
    qtbot.addWidget(panel)
    panel.show_base_url(BASE_URL)
    panel.resize(1000, 400)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def clipboard() -> str:
    """What was copied last."""
    return QGuiApplication.clipboard().text()


def type_filter(panel: RequestLogView, qtbot: QtBot, line: str) -> None:
    """Types a filter and presses Enter."""
    panel.filter.clear()
    QTest.keyClicks(panel.filter, line)
    QTest.keyClick(panel.filter, Qt.Key.Key_Return)


def test_without_requests_a_command_shows_how_to_make_one(panel: RequestLogView, qtbot: QtBot) -> None:
    QTest.mouseClick(panel.first.copy, Qt.MouseButton.LeftButton)

    assert panel.pages.currentWidget() is panel.first_page
    assert shlex.split(clipboard())[2] == f"{BASE_URL}/chat/completions"
    assert panel.first.copy.text() == "Copied"
    qtbot.waitUntil(lambda: panel.first.copy.text() == "Copy")


def test_without_a_server_the_empty_list_says_so(panel: RequestLogView) -> None:
    panel.show_base_url("")

    assert panel.first.words.text() == "Start the server to see a first request."
    assert not panel.first.command.isVisible()
    assert not panel.first.copy.isVisible()


def test_requests_fill_the_table_and_are_counted(panel: RequestLogView, qtbot: QtBot) -> None:
    panel.show_records([record_of(1)])
    one = panel.count.text()
    panel.show_records([record_of(2), running(3)])

    assert panel.pages.currentWidget() is panel.view
    assert one == "1 request"
    qtbot.waitUntil(lambda: panel.count.text() == "3 requests")


def test_clearing_is_asked_for_and_then_shown(panel: RequestLogView, qtbot: QtBot) -> None:
    panel.show_records([record_of(1)])

    with qtbot.waitSignal(panel.clear_asked):
        QTest.mouseClick(panel.clear, Qt.MouseButton.LeftButton)
    before = panel.table.rowCount()
    panel.show_cleared()

    assert (before, panel.table.rowCount()) == (1, 0)
    assert panel.pages.currentWidget() is panel.first_page


def test_a_filter_shows_what_matches(panel: RequestLogView, qtbot: QtBot) -> None:
    panel.show_records([record_of(1), record_of(2, model="claude"), record_of(3)])

    type_filter(panel, qtbot, "model:claude")

    assert [record.number for record in panel.shown_records()] == [2]
    assert panel.count.text() == "1 of 3"


def test_typing_filters_after_a_pause(panel: RequestLogView, qtbot: QtBot) -> None:
    panel.show_records([record_of(1), record_of(2, model="claude")])

    QTest.keyClicks(panel.filter, "claude")

    qtbot.waitUntil(lambda: panel.shown.rowCount() == 1)


def test_a_wrong_filter_says_why_and_leaves_the_table(panel: RequestLogView, qtbot: QtBot) -> None:
    panel.show_records([record_of(1)])

    type_filter(panel, qtbot, "colour:red")

    assert panel.error.isVisible()
    assert "colour:red" in panel.error.text()
    assert panel.shown.rowCount() == 1
    type_filter(panel, qtbot, "gpt")
    assert not panel.error.isVisible()


def test_where_nothing_matches_one_click_shows_all(panel: RequestLogView, qtbot: QtBot) -> None:
    panel.show_records([record_of(1)])
    type_filter(panel, qtbot, "nothing")
    assert panel.pages.currentWidget() is panel.no_match

    QTest.mouseClick(panel.no_match.clear, Qt.MouseButton.LeftButton)

    assert panel.pages.currentWidget() is panel.view
    assert panel.filter.text() == ""


def test_choosing_a_row_tells_the_record(panel: RequestLogView, qtbot: QtBot) -> None:
    record = record_of(2)
    panel.show_records([record_of(1), record])

    with qtbot.waitSignal(panel.chosen) as told:
        panel.view.selectRow(1)

    assert told.args == [record]
    assert panel.chosen_record is record


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier], ids=str)
def test_home_and_end_choose_the_first_and_the_last(
    panel: RequestLogView, qtbot: QtBot, modifier: Qt.KeyboardModifier
) -> None:
    panel.show_records([record_of(number) for number in range(1, 80)])
    panel.view.selectRow(5)
    panel.view.setFocus()

    QTest.keyClick(panel.view, Qt.Key.Key_End, modifier)
    last = panel.chosen_record
    for _ in range(2):
        QTest.keyClick(panel.view, Qt.Key.Key_Home, modifier)

    assert (last, panel.chosen_record) == (panel.shown.record(78), panel.shown.record(0))


def test_the_choice_outlives_a_filter_that_keeps_it_and_no_other(panel: RequestLogView, qtbot: QtBot) -> None:
    record = record_of(2, model="claude")
    panel.show_records([record_of(1), record])
    panel.view.selectRow(1)
    told: list[object] = []
    panel.chosen.connect(told.append)

    type_filter(panel, qtbot, "claude")
    kept = (list(told), panel.chosen_record, panel.view.selectionModel().selectedRows()[0].row())
    type_filter(panel, qtbot, "gpt")

    assert kept == ([], record, 0)
    assert told == [None]


def test_the_choice_goes_with_its_request(panel: RequestLogView) -> None:
    panel.show_records([record_of(1), running(2)])
    panel.view.selectRow(0)

    panel.show_cleared()

    assert panel.chosen_record is None


@pytest.mark.parametrize("kind", list(Snippet))
def test_the_chosen_request_is_copied(panel: RequestLogView, kind: Snippet) -> None:
    record = record_of(1)
    panel.show_records([record])
    action = panel.commands.copy[kind]
    assert not action.isEnabled()

    panel.view.selectRow(0)
    action.trigger()

    assert clipboard().replace("\r\n", "\n") == snippet(kind, record, BASE_URL).replace("\r\n", "\n")
    assert panel.count.text() == f"Copied as {kind}"


def test_replay_and_export_are_asked_for(panel: RequestLogView, qtbot: QtBot) -> None:
    record = record_of(1)
    panel.show_records([record])
    panel.view.selectRow(0)

    with qtbot.waitSignal(panel.replay_asked) as replayed:
        QTest.mouseClick(panel.replay, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.export_asked) as exported:
        panel.commands.export["har"].trigger()

    assert (replayed.args, exported.args) == ([record], ["har"])


def test_the_menu_of_a_row_offers_what_can_be_done(panel: RequestLogView, qtbot: QtBot) -> None:
    panel.show_records([record_of(1)])
    panel.view.selectRow(0)

    panel.view.customContextMenuRequested.emit(panel.view.visualRect(panel.shown.index(0, 0)).center())

    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert [action.text() for action in menu.actions()][:5] == [
        *("Copy as cURL", "Copy as Python", "Copy as JavaScript", "Copy as raw HTTP", "Replay"),
    ]
    menu.close()


def test_following_keeps_the_newest_in_sight_until_somebody_scrolls_away(panel: RequestLogView, qtbot: QtBot) -> None:
    bar = panel.view.verticalScrollBar()
    panel.show_records([record_of(number) for number in range(1, 60)])
    at_end = bar.value() == bar.maximum() > 0

    bar.triggerAction(bar.SliderAction.SliderToMinimum)
    qtbot.waitUntil(lambda: not panel.follow.isChecked())
    panel.show_records([record_of(60)])
    stayed = bar.value() == 0
    QTest.mouseClick(panel.follow, Qt.MouseButton.LeftButton, pos=panel.follow.rect().center())
    panel.follow.setChecked(True)

    assert at_end
    assert stayed
    assert bar.value() == bar.maximum()


@pytest.mark.parametrize("width", [480, 640, 960, 1280, 2560])
def test_the_columns_fit_the_width(panel: RequestLogView, qtbot: QtBot, width: int) -> None:
    panel.show_records([record_of(1)])

    panel.resize(width, 400)

    qtbot.waitUntil(lambda: panel.view.horizontalScrollBar().maximum() == 0)
    assert panel.view.columnWidth(Column.PATH) >= 40


def test_a_dragged_column_keeps_its_width(panel: RequestLogView) -> None:
    panel.show_records([record_of(1)])
    panel.view.setColumnWidth(Column.MODEL, 321)

    panel.resize(1300, 400)

    assert panel.view.columnWidth(Column.MODEL) == 321


def test_it_paints_every_kind_of_request_in_both_schemes(panel: RequestLogView) -> None:
    panel.show_records([record_of(1), running(2), record_of(3, stream=False), record_of(4, settings=None)])
    panel.view.selectRow(1)

    for colours in (LIGHT, DARK):
        panel.show_colours(colours)
        assert not panel.grab().isNull()


def test_every_control_can_be_named_and_reached(panel: RequestLogView) -> None:
    controls: list[QWidget] = [panel.filter, panel.follow, panel.view, panel.first.command, panel.first.copy]
    controls += [panel.copy, panel.replay, panel.export, panel.clear]

    for control in controls:
        assert control.accessibleName()
        assert control.toolTip() or control is panel.view
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert all("(" in action.toolTip() for action in panel.actions())
    assert all(isinstance(button, QToolButton) for button in controls[-4:])
    shortcuts = [action.shortcut().toString() for action in panel.actions()]
    assert len(set(shortcuts)) == len(shortcuts)


def test_a_chosen_request_can_be_kept_as_a_capture(panel: RequestLogView, qtbot: QtBot) -> None:
    record = record_of()
    panel.show_records([record])
    before = panel.commands.capture.isEnabled()
    panel.view.selectRow(0)

    with qtbot.waitSignal(panel.capture_asked) as told:
        panel.commands.capture.trigger()

    assert not before
    assert told.args == [record]
