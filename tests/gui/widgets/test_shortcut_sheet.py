"""The sheet of keyboard shortcuts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mockpanel.gui.theme import DARK, LIGHT
from mockpanel.gui.widgets.shortcut_sheet import ShortcutSheet

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

EXTRA = {"While a slider has the focus": [("← →", "Step by the last digit")]}


@pytest.fixture
def sheet(qtbot: QtBot) -> ShortcutSheet:
    sheet = ShortcutSheet()
    qtbot.addWidget(sheet)
    return sheet


def action(sheet: ShortcutSheet, text: str, *keys: str) -> QAction:
    made = QAction(text, sheet)
    made.setShortcuts([QKeySequence(key) for key in keys])
    return made


def lines(sheet: ShortcutSheet) -> list[str]:
    """Each cell's words, with caps parted by single spaces."""
    return [" ".join(line.split()) for line in sheet.text().splitlines() if line.strip()]


def screen_lines(sheet: ShortcutSheet, words: str) -> list[str]:
    """The lines on the screen of each paragraph with these words."""
    found = []
    block = sheet.sheet.document().begin()
    while block.isValid():
        layout = block.layout()
        if words in block.text():
            lines = [layout.lineAt(place) for place in range(layout.lineCount())]
            found += [block.text()[line.textStart() : line.textStart() + line.textLength()] for line in lines]
        block = block.next()
    return found


def show(sheet: ShortcutSheet) -> None:
    groups = {
        "File": [action(sheet, "&Open & close", "Ctrl+O"), action(sheet, "Without keys")],
        "Edit": [action(sheet, "Redo <all>", "Ctrl+Shift+Z", "Ctrl+Y")],
        "View": [action(sheet, "Larger", "Ctrl++"), action(sheet, "Settings", "Ctrl+,")],
        "Empty": [action(sheet, "Nothing here")],
    }
    sheet.show_shortcuts(groups, EXTRA)


def test_groups_commands_and_keys_are_there_and_what_has_no_key_is_not(sheet: ShortcutSheet) -> None:
    show(sheet)

    found = lines(sheet)
    assert {"File", "Edit", "View", "While a slider has the focus", "Redo <all>", "Step by the last digit"} <= set(
        found
    )
    assert {"Ctrl O", "Ctrl Shift Z or Ctrl Y", "Ctrl +", "Ctrl ,", "← →"} <= set(found)
    assert not {"Without keys", "Empty", "Nothing here"} & set(found)


@pytest.mark.parametrize(
    ("typed", "left"), [("redo", "Edit"), ("shift+z", "Edit"), ("DIGIT", "While a slider has the focus")]
)
def test_words_or_keys_find_a_shortcut_and_its_group(sheet: ShortcutSheet, typed: str, left: str) -> None:
    show(sheet)

    QTest.keyClicks(sheet.field, typed)

    headings = {"File", "Edit", "View", *EXTRA}
    assert headings & set(lines(sheet)) == {left}


def test_nothing_found_is_said_and_goes_when_the_sheet_is_opened_again(sheet: ShortcutSheet) -> None:
    show(sheet)
    QTest.keyClicks(sheet.field, "zzz")
    said = (sheet.none.isHidden(), sheet.none.text())
    show(sheet)

    assert said == (False, "No shortcut matches “zzz”")
    assert sheet.none.isHidden()
    assert "File" in lines(sheet)


def test_it_stops_nothing_and_escape_closes_it(sheet: ShortcutSheet) -> None:
    show(sheet)
    modal = sheet.isModal()

    QTest.keyClick(sheet.field, Qt.Key.Key_Escape)

    assert not modal
    assert not sheet.isVisible()


def test_many_shortcuts_scroll_and_fit_the_smallest_window(sheet: ShortcutSheet) -> None:
    sheet.show_shortcuts({"Many": [action(sheet, f"Command {number}", f"Ctrl+{number % 10}") for number in range(60)]})

    assert sheet.sheet.verticalScrollBar().maximum() > 0
    assert sheet.sheet.horizontalScrollBar().maximum() == 0
    assert (sheet.width(), sheet.height()) <= (960, 640)


def test_other_colours_are_seen(sheet: ShortcutSheet) -> None:
    show(sheet)
    sheet.show_colours(LIGHT)
    light = sheet.sheet.grab().toImage()

    sheet.show_colours(DARK)

    assert sheet.sheet.grab().toImage() != light


def test_keys_stay_on_one_line_and_the_words_beside_them_give_way(sheet: ShortcutSheet) -> None:
    keys = action(sheet, "A long and longer name of a thing to do", "Ctrl+Shift+Z", "Ctrl+Y")

    sheet.show_shortcuts({"Edit": [keys], "File": [keys]})
    sheet.resize(480, 400)

    assert [" ".join(line.split()) for line in screen_lines(sheet, "Shift")] == ["Ctrl Shift Z or Ctrl Y"] * 2
