"""As long as requests are passed on, the window says so."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mockpanel.gui.theme import DARK
from mockpanel.gui.widgets.capture_sign import CaptureSign

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


@pytest.fixture
def sign(qtbot: QtBot) -> CaptureSign:
    made = CaptureSign()
    qtbot.addWidget(made)
    return made


def test_it_is_there_while_there_is_a_host(sign: CaptureSign) -> None:
    hidden = sign.isHidden()
    sign.show_host("api.example.org", "It is not encrypted.")
    words = sign.words.text()
    shown = not sign.isHidden()
    sign.show_host("")

    assert (hidden, shown, sign.isHidden()) == (True, True, True)
    assert words == (
        "Capturing from api.example.org: every request is passed on there, the preview's too. It is not encrypted."
    )


def test_what_was_captured_last_can_be_looked_at(qtbot: QtBot, sign: CaptureSign) -> None:
    sign.show_host("api.example.org")
    sign.show_last("Bread & butter")

    with qtbot.waitSignal(sign.show_asked) as told:
        sign.last.click()

    assert told.args == ["Bread & butter"]
    assert sign.last.text() == "Show “Bread && butter”"


def test_another_time_begins_without_a_last_one(sign: CaptureSign) -> None:
    sign.show_host("api.example.org")
    sign.show_last("Sea")
    sign.show_host("")

    assert sign.last.isHidden()


def test_it_can_be_stopped(qtbot: QtBot, sign: CaptureSign) -> None:
    sign.show_colours(DARK)

    with qtbot.waitSignal(sign.stop_asked):
        sign.stop.click()
