"""The foot of the window says in words what runs, how late it is, and who can reach it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mockpanel.gui.theme import DARK, LIGHT
from mockpanel.gui.widgets.status_line import StatusLine

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def line(qtbot: QtBot) -> StatusLine:
    made = StatusLine()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    ("running", "total", "words"),
    [
        (0, 0, "0 streaming · no request yet"),
        (1, 1, "1 streaming · 1 request"),
        (2, 1118, "2 streaming · 1\u202f118 requests"),
    ],
)
def test_requests_are_counted_in_words(line: StatusLine, running: int, total: int, words: str) -> None:
    line.show_requests(running, total)

    assert line.requests.text() == words


def test_a_busy_machine_is_told_of(line: StatusLine) -> None:
    line.show_lag(0.61)
    quiet = line.lag.text()
    line.show_lag(45.0)

    assert quiet == "loop lag  0.6 ms"
    assert line.lag.text().endswith("this machine is busy")


def test_reach_and_saving_are_told(line: StatusLine) -> None:
    line.show_reach(open_to_network=True)
    line.show_saved("unsaved")

    assert (line.reach.text(), line.saved.text()) == ("open to the network", "unsaved")


def test_the_dot_has_the_accent_while_something_runs(line: StatusLine) -> None:
    line.show_colours(DARK)
    line.show_requests(1, 1)
    assert DARK.accent in line.dot.styleSheet()

    line.show_colours(LIGHT)
    line.show_requests(0, 1)
    assert LIGHT.muted in line.dot.styleSheet()
