"""The buttons that play, in their words and states."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mockpanel.core.play_state import PlayState
from mockpanel.gui.icons import Icon
from mockpanel.gui.widgets.compare_pane import BOTH
from mockpanel.gui.widgets.play_buttons import PlayButtons
from mockpanel.gui.widgets.preview_pane import ONE


@pytest.fixture
def buttons(qtbot: QtBot) -> PlayButtons:
    made = PlayButtons(BOTH)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    ("state", "text", "tip", "word"),
    [
        (PlayState.IDLE, "Play both", "Play both: left and right in step", "Ready"),
        (PlayState.WAITING, "Pause", "Pause: left and right in step", "Waiting for the first token"),
        (PlayState.PLAYING, "Pause", "Pause: left and right in step", "Playing"),
        (PlayState.PAUSED, "Go on", "Go on: left and right in step", "Paused"),
        (PlayState.FINISHED, "Play both", "Play both: left and right in step", "Ended"),
    ],
)
def test_the_first_button_says_what_it_does(
    buttons: PlayButtons, state: PlayState, text: str, tip: str, word: str
) -> None:
    buttons.show_state(state)

    assert (buttons.play.text(), buttons.play.toolTip(), buttons.state.text()) == (text, tip, word)


def test_what_cannot_be_done_is_disabled(buttons: PlayButtons) -> None:
    enabled = []
    for state in (PlayState.IDLE, PlayState.PLAYING, PlayState.FINISHED):
        buttons.show_state(state)
        enabled.append((buttons.step.isEnabled(), buttons.restart.isEnabled()))

    assert enabled == [(True, False), (True, True), (False, True)]


def test_each_button_asks_and_showing_the_loop_asks_for_nothing(qtbot: QtBot, buttons: PlayButtons) -> None:
    buttons.show_state(PlayState.PLAYING)

    for button, asked in (
        (buttons.play, buttons.play_asked),
        (buttons.step, buttons.step_asked),
        (buttons.restart, buttons.restart_asked),
        (buttons.loop, buttons.loop_toggled),
    ):
        with qtbot.waitSignal(asked):
            button.click()
    with qtbot.assertNotEmitted(buttons.loop_toggled):
        buttons.show_loop(False)
    assert not buttons.loop.isChecked()


def test_names_and_tooltips_are_the_callers_words_and_tell_the_keys(qtbot: QtBot) -> None:
    buttons = PlayButtons(ONE)
    qtbot.addWidget(buttons)

    buttons.show_keys({Icon.PLAY: "F5", Icon.LOOP: "Ctrl+L"})

    assert buttons.play.toolTip() == "Play the response (F5)"
    assert [button.toolTip() for button in buttons.stops[1:]] == [ONE.step, ONE.restart, f"{ONE.loop} (Ctrl+L)"]
    assert [button.accessibleName() for button in buttons.stops[1:]] == [ONE.step, ONE.restart, ONE.loop]
    assert buttons.state.accessibleName() == "State of the preview"
