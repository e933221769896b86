"""The choice of sound: a switch and a volume."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mockpanel.gui.theme import DARK
from mockpanel.gui.widgets.sound_button import SoundButton

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


def button(qtbot: QtBot) -> tuple[SoundButton, list[tuple[bool, int]]]:
    made = SoundButton()
    qtbot.addWidget(made)
    told: list[tuple[bool, int]] = []
    made.chosen.connect(lambda on, volume: told.append((on, volume)))
    return made, told


def test_it_is_silent_until_it_is_switched_on(qtbot: QtBot) -> None:
    made, told = button(qtbot)

    made.switch.trigger()
    made.volume.setValue(80)

    assert told == [(True, 50), (True, 80)]
    assert made.toolTip() == "Each chunk clicks"


def test_a_stored_choice_is_shown_and_not_told(qtbot: QtBot) -> None:
    made, told = button(qtbot)

    made.show_choice(on=True, volume=30)
    made.show_colours(DARK)

    assert told == []
    assert (made.on, made.loudness) == (True, 30)
