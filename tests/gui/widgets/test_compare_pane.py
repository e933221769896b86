"""The pane of a comparison: it asks, shows what it is told, and hides what a blind round must not tell."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mockpanel.core.play_state import PlayState
from mockpanel.core.profiles import Profile, built_in
from mockpanel.core.tally import Preferred
from mockpanel.gui.theme import DARK
from mockpanel.gui.widgets.compare_pane import ComparePane
from mockpanel.gui.widgets.compare_side import Veil

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

OWN = Profile("Mine", {}, {})


@pytest.fixture
def pane(qtbot: QtBot) -> ComparePane:
    made = ComparePane()
    qtbot.addWidget(made)
    made.show_profiles([OWN], list(built_in().values()), ("", "Painful"))
    made.resize(600, 400)
    made.show()
    return made


def test_each_side_shows_and_chooses_its_profile(pane: ComparePane, qtbot: QtBot) -> None:
    left, right = (side.combo for side in pane.sides)

    with qtbot.waitSignal(pane.chosen) as chosen:
        right.activated.emit(right.findData("Mine"))

    assert (left.currentText(), right.currentText()) == ("Current settings", "Painful")
    assert chosen.args == [1, "Mine"]


@pytest.mark.parametrize(
    ("state", "words", "button"),
    [
        (PlayState.IDLE, "Ready", "Play both"),
        (PlayState.WAITING, "Waiting for the first token", "Pause"),
        (PlayState.PLAYING, "Playing", "Pause"),
        (PlayState.PAUSED, "Paused", "Go on"),
        (PlayState.FINISHED, "Ended", "Play both"),
    ],
)
def test_the_buttons_say_how_it_stands(pane: ComparePane, state: PlayState, words: str, button: str) -> None:
    pane.buttons.show_state(state)

    assert (pane.buttons.state.text(), pane.buttons.play.text()) == (words, button)


def test_a_blind_side_tells_neither_name_nor_figures_until_it_is_revealed(pane: ComparePane) -> None:
    side = pane.sides[0]

    side.show_veil(Veil.BLIND, "Painful")
    hidden = [side.title.text(), side.combo.isVisible(), side.gaps.isVisible(), side.measured.isVisible()]
    side.show_veil(Veil.REVEALED, "Painful")

    assert hidden == ["Left", False, False, False]
    assert [side.title.text(), side.combo.isVisible(), side.gaps.isVisible()] == ["Left: Painful", False, True]


def test_votes_are_asked_for_in_blind_rounds_only_and_taken_once_both_play(pane: ComparePane, qtbot: QtBot) -> None:
    votes: list[Preferred] = []
    pane.vote.voted.connect(votes.append)
    open_pane = pane.vote.isVisible()
    pane.show_blind(True)
    pane.vote.buttons[Preferred.LEFT].click()
    pane.vote.ask(ready=True)
    for preferred in Preferred:
        pane.vote.buttons[preferred].click()

    assert not open_pane
    assert votes == list(Preferred)


def test_keys_vote_in_a_blind_round_and_are_the_windows_otherwise(pane: ComparePane, qtbot: QtBot) -> None:
    votes: list[Preferred] = []
    chosen: list[bool] = []
    pane.vote.voted.connect(votes.append)
    action = QAction("Choose", pane)
    action.setShortcut(QKeySequence("1"))
    action.triggered.connect(lambda: chosen.append(True))
    pane.addAction(action)
    pane.activateWindow()
    pane.buttons.play.setFocus()
    qtbot.waitUntil(pane.buttons.play.hasFocus)

    QTest.keyClick(pane.buttons.play, Qt.Key.Key_1)
    pane.show_blind(True)
    QTest.keyClick(pane.buttons.play, Qt.Key.Key_1)
    pane.vote.ask(ready=True)
    for key in (Qt.Key.Key_1, Qt.Key.Key_0, Qt.Key.Key_2):
        QTest.keyClick(pane.buttons.play, key)

    assert votes == [Preferred.LEFT, Preferred.NEITHER, Preferred.RIGHT]
    assert len(chosen) == 1


def test_a_result_stands_in_the_questions_place_with_the_way_on(pane: ComparePane, qtbot: QtBot) -> None:
    pane.show_blind(True)
    pane.vote.ask(ready=True)

    pane.vote.show_result("A left, B right: A preferred.")
    with qtbot.waitSignal(pane.vote.next_asked):
        pane.vote.next.click()

    assert pane.vote.words.text() == "A left, B right: A preferred."
    assert not any(button.isVisible() for button in pane.vote.buttons.values())


def test_both_texts_have_one_size_and_one_look(pane: ComparePane, qtbot: QtBot) -> None:
    points = pane.sides[0].view.font().pointSizeF()

    with qtbot.waitSignal(pane.zoom.chosen) as chosen:
        pane.zoom.larger.click()
    with qtbot.waitSignal(pane.markdown_toggled):
        pane.markdown.click()

    assert chosen.args == [110]
    assert [side.view.font().pointSizeF() for side in pane.sides] == pytest.approx([points * 1.1] * 2)


def test_an_audience_sees_names_in_large_type_and_nothing_to_choose(pane: ComparePane) -> None:
    pane.sides[1].show_veil(Veil.OPEN, "Painful")
    pane.show_large(175)
    during = [pane.sides[1].title.isVisible(), pane.sides[1].combo.isVisible(), pane.tally.isVisible()]
    pane.show_large(None)

    assert pane.sides[1].title.text() == "B: Painful"
    assert during == [True, False, False]
    assert [pane.sides[1].title.isVisible(), pane.sides[1].combo.isVisible()] == [False, True]


def test_everything_that_can_be_used_has_a_name(pane: ComparePane) -> None:
    pane.show_colours(DARK)
    pane.models[0].show_model("mock-a", "Painful")
    controls = (
        *(pane.swap, pane.zoom.smaller, pane.zoom.larger, pane.tally.menu, pane.models[0]),
        *(pane.buttons.step, pane.buttons.restart, pane.buttons.loop, *pane.vote.buttons.values()),
        *(part for side in pane.sides for part in (side.combo, side.view, side.gaps, side.measured)),
    )

    assert all(control.accessibleName() for control in controls)
    assert len({control.accessibleName() for control in controls}) == len(controls)


def test_an_error_stands_above_the_texts(pane: ComparePane) -> None:
    pane.show_error("The server is stopped; start it to play.")
    shown = pane.error.isVisible()
    pane.show_error("")

    assert (shown, pane.error.isVisible()) == (True, False)
