"""The button with the menu of what can be shared."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from mockpanel.gui.theme import DARK
from mockpanel.gui.widgets.share_button import ShareButton

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


def test_its_menu_offers_what_it_was_given(qtbot: QtBot) -> None:
    button = ShareButton()
    qtbot.addWidget(button)
    actions = [QAction("One", button), QAction("Two", button)]

    button.show_actions(actions)
    button.show_colours(DARK)

    menu = button.menu()
    assert isinstance(menu, QMenu)
    assert menu.actions() == actions
    assert not button.icon().isNull()
