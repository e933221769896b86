"""The library's menu offers all entries, and asks for names; it keeps none."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from mockpanel.core.response_library import Entry
from mockpanel.gui.theme import LIGHT
from mockpanel.gui.widgets.library_menu import LibraryMenu

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

OWN = [Entry("Fish & chips", False, 4), Entry("Greeting", False, 5)]
SAMPLES = [Entry("Welcome", True, 200), Entry("Short answer", True, 73)]


@pytest.fixture
def button(qtbot: QtBot) -> LibraryMenu:
    made = LibraryMenu()
    qtbot.addWidget(made)
    made.show_colours(LIGHT)
    made.show_library([*OWN, *SAMPLES], "Greeting")
    made.show()
    return made


def menu(button: LibraryMenu) -> QMenu:
    found = button.menu()
    assert found is not None
    return found


def items(button: LibraryMenu) -> list[QAction]:
    return [action for action in menu(button).actions() if not action.isSeparator()]


def item(button: LibraryMenu, text: str) -> QAction:
    return next(action for action in items(button) if action.text() == text)


def test_own_entries_stand_before_samples_and_then_what_can_be_done(button: LibraryMenu) -> None:
    assert [action.text() for action in items(button)] == [
        *("Yours", "Fish && chips", "Greeting"),
        *("Samples", "Welcome", "Short answer"),
        *("Save response as …", "Rename response …", "Delete response"),
    ]
    assert [action.text() for action in items(button) if not action.isEnabled()] == ["Yours", "Samples"]


def test_the_current_one_is_ticked(button: LibraryMenu) -> None:
    assert [action.text() for action in items(button) if action.isChecked()] == ["Greeting"]


def test_a_choice_tells_the_plain_name(button: LibraryMenu, qtbot: QtBot) -> None:
    with qtbot.waitSignal(button.chosen) as told:
        item(button, "Fish && chips").trigger()

    assert told.args == ["Fish & chips"]


def test_a_choice_may_show_another_library_at_once(button: LibraryMenu) -> None:
    button.chosen.connect(lambda name: button.show_library([*OWN, *SAMPLES], name))

    item(button, "Welcome").trigger()

    assert [action.text() for action in items(button) if action.isChecked()] == ["Welcome"]


def test_showing_again_leaves_no_old_items(button: LibraryMenu) -> None:
    def children() -> int:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        return len(menu(button).findChildren(QAction))

    before = children()
    for _ in range(3):
        button.show_library([*OWN, *SAMPLES], "Greeting")

    assert children() == before


@pytest.mark.parametrize(("current", "own"), [("Greeting", True), ("Welcome", False), ("", False)])
def test_only_the_users_own_can_be_renamed_and_deleted(button: LibraryMenu, current: str, own: bool) -> None:
    button.show_library([*OWN, *SAMPLES], current)

    assert (button.rename.isEnabled(), button.delete.isEnabled()) == (own, own)
    assert button.save.isEnabled()


def test_without_own_entries_there_is_no_heading_for_them(button: LibraryMenu) -> None:
    button.show_library(SAMPLES, "")

    assert [action.text() for action in items(button)][:2] == ["Samples", "Welcome"]


def test_files_of_no_use_are_listed_apart_and_cannot_be_chosen(button: LibraryMenu) -> None:
    button.show_library([*OWN, *SAMPLES], "", ['the file "a&b.md" is not UTF-8 text'])

    told = item(button, 'The file "a&&b.md" is not UTF-8 text')
    assert not told.isEnabled()
    assert not item(button, "Cannot be used").isEnabled()


@pytest.mark.parametrize(("current", "suggestion"), [("Greeting", "Greeting"), ("Welcome", ""), ("", "")])
def test_saving_asks_for_a_name_and_suggests_an_own_one(
    button: LibraryMenu, qtbot: QtBot, current: str, suggestion: str
) -> None:
    button.show_library([*OWN, *SAMPLES], current)

    button.save.trigger()
    assert button.popup.line.text() == suggestion

    QTest.keyClicks(button.popup.line, "Hello")
    with qtbot.waitSignal(button.save_asked) as told:
        QTest.keyClick(button.popup.line, Qt.Key.Key_Return)
    assert told.args == ["Hello"]
    assert not button.popup.isVisible()


def test_renaming_tells_both_names_and_stays_open_when_refused(button: LibraryMenu) -> None:
    told: list[tuple[str, str]] = []
    button.rename_asked.connect(lambda old, new: told.append((old, new)))
    button.rename_asked.connect(lambda *_: button.show_error("It is taken."))

    button.rename.trigger()
    QTest.keyClicks(button.popup.line, "Fish & chips")
    QTest.keyClick(button.popup.line, Qt.Key.Key_Return)

    assert told == [("Greeting", "Fish & chips")]
    assert button.popup.isVisible()
    assert button.popup.error.text() == "It is taken."


def test_deleting_tells_the_current_name(button: LibraryMenu, qtbot: QtBot) -> None:
    with qtbot.waitSignal(button.delete_asked) as told:
        button.delete.trigger()

    assert told.args == ["Greeting"]


def test_it_has_a_name_and_a_tooltip(button: LibraryMenu) -> None:
    assert button.accessibleName() == "Library of responses"
    assert button.toolTip()
