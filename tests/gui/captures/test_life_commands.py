"""Every command of captures stands in their menu, with words that say what it is about."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from mockpanel.core.profile_folder import ProfileFolder
from mockpanel.core.settings import Settings
from mockpanel.gui.captures.life_commands import LifeCommands
from mockpanel.gui.captures.life_desk import LifeDesk
from mockpanel.gui.commands import Commands
from mockpanel.gui.profiles import Profiles
from mockpanel.gui.undo_notice import UndoNotice
from mockpanel.gui.widgets.request_log import RequestLogView
from mockpanel.server.services import Services
from mockpanel.server.tasks import Tasks


def test_all_of_them_are_in_one_menu(qtbot: QtBot, tmp_path: Path) -> None:
    window, services = QMainWindow(), Services(Settings())
    qtbot.addWidget(window)
    told = UndoNotice(window)
    qtbot.addWidget(told.bar)
    profiles = Profiles(services.store, ProfileFolder(tmp_path), told.stack, window)
    life = LifeDesk(services, profiles, told, Tasks(), window)
    requests = RequestLogView()
    for widget in (life.pane, life.sign, requests):
        qtbot.addWidget(widget)
    commands = Commands(window)

    LifeCommands(commands, life, requests)

    texts = [action.text() for action in commands]
    assert list(commands.groups) == ["Captures"]
    assert {"Import a capture …", "Save as capture", "Stop replaying", "Capture from an API …"} <= set(texts)
    assert all("aptur" in text or "replay" in text.lower() for text in texts)
    life.close()
    profiles.close()
