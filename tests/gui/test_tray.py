"""The tray's icon: nothing where there is no tray, and the way back to the window where there is one."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtGui import QAction, QIcon, QPixmap
from PySide6.QtWidgets import QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from mockpanel.gui.tray import Tray

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "systemTrayWindowChanged")  # offscreen has none

Reason = QSystemTrayIcon.ActivationReason


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """What has a tray icon."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def icon(window: QWidget) -> QIcon:
    """A picture."""
    pixmap = QPixmap(16, 16)
    pixmap.fill("red")
    return QIcon(pixmap)


@pytest.fixture
def stop(window: QWidget) -> QAction:
    """A command of the window."""
    return QAction("Stop", window)


@pytest.fixture
def tray(window: QWidget, icon: QIcon, stop: QAction, monkeypatch: pytest.MonkeyPatch) -> Tray:
    """One on a desktop that has a place for it."""
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    return Tray(icon, [stop], window)


def shown(tray: Tray) -> QSystemTrayIcon:
    """The icon, which is there."""
    assert tray.icon is not None
    return tray.icon


def test_without_a_tray_nothing_is_shown_and_nothing_fails(window: QWidget, icon: QIcon, stop: QAction) -> None:
    tray = Tray(icon, [stop], window)

    tray.show_state("Serving")
    tray.hide()

    assert not tray.available
    assert tray.icon is None


def test_without_a_picture_there_is_no_icon(window: QWidget, stop: QAction, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)

    assert not Tray(QIcon(), [stop], window).available


def test_the_icon_tells_the_state(tray: Tray) -> None:
    before = shown(tray).toolTip()

    tray.show_state("Serving http://127.0.0.1:8000/v1")

    assert tray.available
    assert before == "mockpanel"
    assert shown(tray).toolTip() == "mockpanel – Serving http://127.0.0.1:8000/v1"


def test_the_menu_shows_the_window_and_has_the_commands(tray: Tray, stop: QAction, qtbot: QtBot) -> None:
    actions = shown(tray).contextMenu().actions()

    with qtbot.waitSignal(tray.show_asked):
        actions[0].trigger()

    assert [action.text() for action in actions] == ["Show mockpanel", "", "Stop"]
    assert actions[2] is stop


@pytest.mark.skipif(sys.platform == "darwin", reason="there a click opens the menu")
@pytest.mark.parametrize(("reason", "times"), [(Reason.Trigger, 1), (Reason.DoubleClick, 1), (Reason.Context, 0)])
def test_a_click_shows_the_window_and_one_for_the_menu_does_not(reason: Reason, times: int, tray: Tray) -> None:
    asked: list[None] = []
    tray.show_asked.connect(lambda: asked.append(None))

    shown(tray).activated.emit(reason)

    assert len(asked) == times


def test_a_tray_that_goes_is_no_place_to_hide_in(tray: Tray, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)

    assert not tray.available


def test_the_icon_can_be_taken_away(tray: Tray) -> None:
    tray.hide()

    assert not shown(tray).isVisible()
