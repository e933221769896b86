"""The menu offers what it was shown, and asks; only the user's own can be renamed and deleted."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from mockpanel.core.response_library import Entry
from mockpanel.gui.widgets.library_menu import LibraryMenu

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ENTRIES = [Entry("Mine & yours", False, 3), Entry("Welcome", True, 9)]


@pytest.fixture
def menu(qtbot: QtBot) -> LibraryMenu:
    made = LibraryMenu()
    qtbot.addWidget(made)
    made.show()
    return made


def entry(menu: LibraryMenu, text: str) -> QAction:
    shown = menu.menu()
    assert shown is not None
    return next(action for action in shown.actions() if action.text() == text)


def test_an_entry_is_chosen_by_its_name(menu: LibraryMenu, qtbot: QtBot) -> None:
    menu.show_library(ENTRIES, "")

    with qtbot.waitSignal(menu.chosen) as told:
        entry(menu, "Mine && yours").trigger()

    assert told.args == ["Mine & yours"]


def test_the_one_in_the_editor_is_marked(menu: LibraryMenu) -> None:
    menu.show_library(ENTRIES, "Welcome")

    assert entry(menu, "Welcome").isChecked()
    assert not entry(menu, "Mine && yours").isChecked()


@pytest.mark.parametrize(("current", "possible"), [("Mine & yours", True), ("Welcome", False), ("", False)])
def test_only_the_users_own_can_be_renamed_and_deleted(menu: LibraryMenu, current: str, possible: bool) -> None:
    menu.show_library(ENTRIES, current)

    assert menu.rename.isEnabled() is menu.delete.isEnabled() is possible
    assert menu.save.isEnabled()


def test_a_name_is_asked_for_in_place_and_a_refused_one_stays(menu: LibraryMenu, qtbot: QtBot) -> None:
    menu.show_library(ENTRIES, "Mine & yours")
    menu.save_asked.connect(lambda _name: menu.show_error("that name is taken"))

    menu.save.trigger()
    suggestion = menu.popup.line.text()
    with qtbot.waitSignal(menu.save_asked) as told:
        menu.popup.line.setText("Other")
        menu.popup.done.click()

    assert suggestion == "Mine & yours"
    assert told.args == ["Other"]
    assert menu.popup.isVisible()
    assert menu.popup.error.text() == "that name is taken"
    menu.popup.close()


def test_renaming_tells_both_names(menu: LibraryMenu, qtbot: QtBot) -> None:
    menu.show_library(ENTRIES, "Mine & yours")

    menu.rename.trigger()
    with qtbot.waitSignal(menu.rename_asked) as told:
        menu.popup.line.setText("Ours")
        menu.popup.done.click()

    assert told.args == ["Mine & yours", "Ours"]
    assert not menu.popup.isVisible()
