"""Copying the settings: what is on the clipboard, and what is said."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from mockpanel.core.setting_snippets import SettingsForm
from mockpanel.core.settings import StreamSettings
from mockpanel.core.store import Store
from mockpanel.gui.settings_copying import SettingsCopying
from mockpanel.gui.undo_notice import UndoNotice
from tests.core.records import BASE_URL

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


def copying(qtbot: QtBot, settings: StreamSettings) -> tuple[SettingsCopying, UndoNotice, QObject]:
    parent = QObject()
    notice = UndoNotice(parent)
    qtbot.addWidget(notice.bar)
    return SettingsCopying(Store(settings), lambda: BASE_URL, notice, parent), notice, parent


def test_what_was_changed_is_copied_and_said(qtbot: QtBot) -> None:
    made, notice, _parent = copying(qtbot, StreamSettings(tokens_per_second=45.0))

    made.actions_of[SettingsForm.BODY].trigger()

    assert json.loads(QGuiApplication.clipboard().text()) == {"tokens_per_second": 45.0}
    assert notice.bar.sentence.text() == "Copied the settings as request body."


def test_all_are_copied_when_asked_for(qtbot: QtBot) -> None:
    made, _notice, _parent = copying(qtbot, StreamSettings(tokens_per_second=45.0))

    made.whole.setChecked(True)
    made.actions_of[SettingsForm.HEADERS].trigger()

    assert "X-Mock-Tokenizer-Model: gpt-4" in QGuiApplication.clipboard().text()


def test_where_nothing_differs_it_says_so(qtbot: QtBot) -> None:
    made, notice, _parent = copying(qtbot, StreamSettings())

    made.actions_of[SettingsForm.BODY].trigger()

    assert notice.bar.sentence.text().endswith("none differs from the defaults.")


def test_a_menu_offers_them_all(qtbot: QtBot) -> None:
    made, _notice, _parent = copying(qtbot, StreamSettings())
    menu = QMenu()
    qtbot.addWidget(menu)

    made.add_to(menu)

    offered = menu.actions()[0].menu()
    assert isinstance(offered, QMenu)
    assert [action for action in offered.actions() if not action.isSeparator()] == made.actions
