"""The actions of the request list, as bar, menus and keys share them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mockpanel.core.snippets import Snippet
from mockpanel.gui.widgets.request_actions import RequestActions


def test_every_action_has_its_keys_and_says_what_it_does(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)

    found = RequestActions(owner)

    keys = [action.shortcut().toString() for action in owner.actions()]
    assert len(set(keys)) == len(keys) == 12
    assert all(f"({key})" in action.toolTip() for action, key in zip(owner.actions(), keys, strict=True))
    assert found.copy[Snippet.CURL].toolTip() == "Copy as cURL (Ctrl+Alt+C)"
    assert found.follow.isChecked()


def test_the_menu_of_a_request_has_what_concerns_it_and_then_what_concerns_all(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    actions = RequestActions(owner)

    menu = actions.row_menu()

    shown = [action for action in menu.actions() if not action.isSeparator()]
    assert shown == [*actions.of_one, *actions.export.values()]
    assert actions.replay in actions.of_one
    assert actions.clear not in shown
