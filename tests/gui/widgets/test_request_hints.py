"""The empty list of requests teaches how to make one, as soon as there is a server."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mockpanel.gui.widgets.request_hints import FirstRequest

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

LOWER_PANE = 176
"""What a window of 1280 by 800 has for it."""


@pytest.fixture
def first(qtbot: QtBot) -> FirstRequest:
    made = FirstRequest()
    qtbot.addWidget(made)
    made.resize(840, LOWER_PANE)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_before_a_server_serves_there_is_nothing_to_copy(first: FirstRequest) -> None:
    assert first.words.text() == "Start the server to see a first request."
    assert not first.command.isVisible()
    assert not first.copy.isVisible()


def test_a_server_brings_the_command_and_its_end_takes_it_away(first: FirstRequest) -> None:
    first.show_base_url("http://127.0.0.1:8000/v1")
    shown = (first.command.isVisible(), first.copy.isVisible(), first.command.toPlainText())
    first.show_base_url("")

    assert shown[:2] == (True, True)
    assert "http://127.0.0.1:8000/v1/chat/completions" in shown[2]
    assert not first.command.isVisible()
    assert not first.copy.isVisible()


def test_it_fits_the_lower_pane(first: FirstRequest, qtbot: QtBot) -> None:
    first.show_base_url("http://127.0.0.1:8000/v1")

    qtbot.waitUntil(lambda: first.command.height() > first.copy.height())
    assert first.minimumSizeHint().height() <= LOWER_PANE
    assert first.copy.geometry().bottom() < first.command.geometry().top()  # in sight, however low the pane is
