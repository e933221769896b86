"""Shortcuts, versions and errors are shown beside the window, and stop nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mockpanel import __version__
from mockpanel.gui.help import Help
from mockpanel.gui.theme import DARK

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def run_at_once(work: Coroutine[Any, Any, None], _name: str) -> None:
    asyncio.run(work)


def test_each_dialog_opens_beside_the_window(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    shown = Help(window, run_at_once)
    shown.show_colours(DARK)
    action = QAction("Do it", window)
    action.setShortcut("Ctrl+D")

    shown.show_shortcuts({"Menu": [action]}, {"Elsewhere": [("Home", "To the start")]})
    shown.show_about()
    shown.show_error("It failed.", "details of it")

    assert "Do it" in shown._sheet.text()
    assert f"mockpanel {__version__}" in shown._about.versions.text()
    assert shown._error.isVisible()
    assert not any(dialog.isModal() for dialog in (shown._sheet, shown._about, shown._error))
