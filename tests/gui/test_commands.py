"""One list of commands: menus, shortcuts and groups are made of it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from mockpanel.gui.commands import Commands
from mockpanel.gui.models.command_rows import MENU

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_commands_stand_in_their_menus_in_order(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    commands, done = Commands(window), []

    play = commands.add("&Play", "Play", "F5", lambda: done.append("play"))
    commands.add("&View", "Wire", "", lambda: done.append("wire"))
    commands.take("&Play", QAction("Step", window))
    play.trigger()

    assert [action.text() for action in window.menuBar().actions()] == ["&Play", "&View"]
    assert [action.text() for action in commands.groups["Play"]] == ["Play", "Step"]
    assert [action.text() for action in commands] == ["Play", "Step", "Wire"]
    assert play.property(MENU) == "Play"
    assert done == ["play"]


def test_a_command_may_have_several_keys_and_works_without_the_menu_bar(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)

    action = Commands(window).add("&Profile", "Choose profile 1", "1 Ctrl+1", lambda: None)

    assert [keys.toString() for keys in action.shortcuts()] == ["1", "Ctrl+1"]
    assert action in window.actions()


def test_a_switch_tells_how_it_stands(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    told: list[bool] = []

    switch = Commands(window).add_switch("&View", "Present", "F11", told.append)
    switch.trigger()
    switch.trigger()

    assert told == [True, False]
