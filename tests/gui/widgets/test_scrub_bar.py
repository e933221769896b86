"""The controls of a record: what they ask for, and what they tell."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mockpanel.core.scrub import SPEEDS
from mockpanel.gui.icons import Icon
from mockpanel.gui.theme import DARK
from mockpanel.gui.widgets.scrub_bar import ScrubBar

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


@pytest.fixture
def bar(qtbot: QtBot) -> ScrubBar:
    made = ScrubBar()
    qtbot.addWidget(made)
    made.show_record("Request 7 · gpt-4o", "It was answered in one piece.", 2_000_000_000, 900_000_000)
    made.show()
    return made


def test_it_says_which_record_stands_where(bar: ScrubBar) -> None:
    bar.show_position(1_250_000_000, 12, 40)

    assert bar.badge.text() == "Recorded"
    assert bar.name.text() == "Request 7 · gpt-4o · It was answered in one piece."
    assert bar.time.text().replace("\u202f", " ") == "1.25 / 2.00 s"
    assert bar.time.toolTip() == "12 of 40 chunks"


def test_there_is_no_way_beyond_the_ends(bar: ScrubBar) -> None:
    bar.show_position(0, 0, 40)
    start = bar.back.isEnabled(), bar.step.isEnabled()
    bar.show_position(2_000_000_000, 40, 40)

    assert start == (False, True)
    assert (bar.back.isEnabled(), bar.step.isEnabled()) == (True, False)


def test_its_buttons_ask(bar: ScrubBar) -> None:
    asked: list[object] = []
    for signal in (bar.stepped, bar.moved_to, bar.speed_chosen):
        signal.connect(asked.append)
    bar.play_asked.connect(lambda: asked.append("play"))
    bar.leave_asked.connect(lambda: asked.append("leave"))
    bar.show_position(1_000_000_000, 2, 40)

    for button in (bar.play, bar.back, bar.step, bar.restart, bar.leave):
        button.click()
    bar.speed.setCurrentText("0.25×")

    assert asked == ["play", -1, 1, 0.0, "leave", 0.25]


def test_every_speed_is_offered_and_a_shown_one_is_not_asked_for(bar: ScrubBar) -> None:
    asked: list[float] = []
    bar.speed_chosen.connect(asked.append)

    bar.show_speed(10.0)

    assert tuple(bar.speed.itemData(place) for place in range(bar.speed.count())) == SPEEDS
    assert bar.speed.currentText() == "10×"
    assert asked == []


def test_its_tooltips_name_the_keys(bar: ScrubBar) -> None:
    bar.show_keys({Icon.PLAY: "F5", Icon.STEP: "F6", Icon.RESTART: "Shift+F5"})
    bar.show_colours(DARK)
    bar.show_playing(True)

    assert bar.play.text() == "Pause"
    assert bar.play.toolTip() == "Pause the record (F5)"
    assert [button.toolTip() for button in (bar.back, bar.step, bar.restart, bar.leave)] == [
        "One chunk back (Shift+F6)",
        "One chunk on (F6)",
        "Back to the request (Home)",
        "Leave the record (Esc)",
    ]
