"""The command palette: found by typing, run by Enter or a click."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow, QPlainTextEdit
from pytestqt.qtbot import QtBot

from mockpanel.gui.theme import DARK
from mockpanel.gui.widgets.command_palette import MOST_RECENT, MOST_ROWS, CommandPalette

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

NAMES = ("&Open a response …", "Quit", "Undo", "Redo", "Copy the base URL", "Cut && paste", "Reduced motion")


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    editor = QPlainTextEdit()
    window.setCentralWidget(editor)
    window.resize(960, 640)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    editor.setFocus()
    qtbot.waitUntil(editor.hasFocus)
    return window


@pytest.fixture
def actions(window: QMainWindow) -> list[QAction]:
    actions = [QAction(name, window) for name in NAMES]
    actions[1].setShortcut(QKeySequence("Ctrl+Q"))
    actions[1].setProperty("menu", "File")
    actions[-1].setCheckable(True)
    return actions


@pytest.fixture
def palette(window: QMainWindow, actions: list[QAction]) -> CommandPalette:
    palette = CommandPalette(window)
    palette.open(actions)
    return palette


def press(palette: CommandPalette, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(palette.field, key)


def chosen(palette: CommandPalette) -> str:
    assert palette.chosen is not None
    return palette.chosen.text()


def spoken(palette: CommandPalette) -> list[str]:
    model = palette.list.model()
    return [str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())]


def test_only_commands_that_can_be_run_and_have_a_name_are_there(
    palette: CommandPalette, actions: list[QAction], window: QMainWindow
) -> None:
    palette.close()
    actions[2].setEnabled(False)
    actions[3].setVisible(False)
    palette.open([*actions, QAction("", window)])

    assert palette.shown == [actions[0], actions[1], *actions[4:]]


def test_a_screen_reader_reads_menu_name_state_and_shortcut(palette: CommandPalette, actions: list[QAction]) -> None:
    actions[-1].setChecked(True)
    actions[4].setData("Server")
    palette.open(actions)

    assert spoken(palette) == [
        "Open a response …",
        f"File: Quit {actions[1].shortcut().toString(QKeySequence.SequenceFormat.NativeText)}",
        "Undo",
        "Redo",
        "Server: Copy the base URL",
        "Cut & paste",
        "Reduced motion, on",
    ]


def test_typing_finds_by_name_and_menu_with_the_best_first(palette: CommandPalette) -> None:
    QTest.keyClicks(palette.field, "red")
    by_name = [action.text() for action in palette.shown]
    palette.field.clear()
    QTest.keyClicks(palette.field, "FILE")

    assert by_name[:2] == ["Redo", "Reduced motion"]
    assert [action.text() for action in palette.shown] == ["Quit"]


def test_keys_move_and_stop_at_the_ends(palette: CommandPalette) -> None:
    seen = []
    for key in ("Down", "Up", "Up", "PageDown", "Down", "PageUp", "End", "Home"):
        press(palette, getattr(Qt.Key, f"Key_{key}"))
        seen.append(chosen(palette))

    first, second, last = NAMES[0], NAMES[1], NAMES[-1]
    assert seen == [second, first, first, last, last, first, last, first]


def test_home_with_shift_selects_what_was_typed(palette: CommandPalette) -> None:
    QTest.keyClicks(palette.field, "un")
    QTest.keyClick(palette.field, Qt.Key.Key_Home, Qt.KeyboardModifier.ShiftModifier)

    assert palette.field.selectedText() == "un"


def test_enter_runs_the_chosen_command_after_closing(palette: CommandPalette, actions: list[QAction]) -> None:
    open_when_run: list[bool] = []
    actions[3].triggered.connect(lambda: open_when_run.append(palette.isVisible()))

    QTest.keyClicks(palette.field, "redo")
    press(palette, Qt.Key.Key_Return)

    assert open_when_run == [False]


def test_a_click_runs_the_command_under_it(qtbot: QtBot, palette: CommandPalette, actions: list[QAction]) -> None:
    place = palette.list.visualRect(palette.list.model().index(2, 0)).center()

    with qtbot.waitSignal(actions[2].triggered):
        QTest.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert not palette.isVisible()


def test_escape_closes_runs_nothing_and_gives_the_focus_back(
    qtbot: QtBot, palette: CommandPalette, window: QMainWindow, actions: list[QAction]
) -> None:
    run: list[QAction] = []
    for action in actions:
        action.triggered.connect(lambda _=False, action=action: run.append(action))
    qtbot.waitUntil(palette.field.hasFocus)

    press(palette, Qt.Key.Key_Escape)

    editor = window.centralWidget()
    assert editor is not None
    qtbot.waitUntil(editor.hasFocus)
    assert not palette.isVisible()
    assert run == []


def test_what_was_used_last_comes_first_next_time(palette: CommandPalette, actions: list[QAction]) -> None:
    for name in ("undo", "quit", "undo"):
        QTest.keyClicks(palette.field, name)
        press(palette, Qt.Key.Key_Return)
        palette.open(actions)

    assert [action.text() for action in palette.shown] == ["Undo", "Quit", NAMES[0], *NAMES[3:]]


def test_a_few_are_remembered_even_while_they_cannot_be_run(palette: CommandPalette, actions: list[QAction]) -> None:
    for action in actions:
        palette.open([action])
        press(palette, Qt.Key.Key_Return)
    actions[-1].setEnabled(False)
    palette.open(actions)
    without = palette.shown[0]
    actions[-1].setEnabled(True)

    palette.open(actions)

    assert without is actions[-2]
    assert palette.shown == [*actions[: -MOST_RECENT - 1 : -1], *actions[:-MOST_RECENT]]


def test_a_command_that_moves_the_focus_keeps_it(
    qtbot: QtBot, palette: CommandPalette, window: QMainWindow, actions: list[QAction]
) -> None:
    other = QLineEdit(window)
    other.show()
    actions[1].triggered.connect(lambda _checked: other.setFocus())
    qtbot.waitUntil(palette.field.hasFocus)

    QTest.keyClicks(palette.field, "quit")
    press(palette, Qt.Key.Key_Return)

    qtbot.waitUntil(other.hasFocus)
    assert not palette.isVisible()


def test_nothing_found_is_said_and_enter_runs_nothing(palette: CommandPalette) -> None:
    QTest.keyClicks(palette.field, " zzz")
    press(palette, Qt.Key.Key_Down, Qt.Key.Key_Return)

    assert palette.none.text() == "No command matches “zzz”"
    assert not palette.none.isHidden()
    assert palette.isVisible()
    assert palette.chosen is None


def test_it_stands_at_the_top_in_the_middle_and_is_at_most_twelve_rows_high(
    palette: CommandPalette, window: QMainWindow
) -> None:
    few = palette.list.height()
    palette.open([QAction(f"Command {number}", window) for number in range(40)])

    area = window.frameGeometry()
    assert abs(palette.geometry().center().x() - area.center().x()) <= 1
    assert area.contains(palette.geometry())
    assert palette.list.height() * len(NAMES) == few * MOST_ROWS


def picture(palette: CommandPalette, change: Callable[[], object]) -> bool:
    before = palette.grab().toImage()
    change()
    return palette.grab().toImage() != before


def test_a_checked_command_and_other_colours_are_seen(palette: CommandPalette, actions: list[QAction]) -> None:
    assert picture(palette, lambda: actions[-1].setChecked(True))
    assert picture(palette, lambda: palette.show_colours(DARK))
