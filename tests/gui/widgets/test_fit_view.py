"""A fit in the window: how near it is, what it found, and what can be done with it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mockpanel.core.fitting import Fit
from mockpanel.gui.theme import DARK
from mockpanel.gui.widgets.fit_view import FITTING, FitView, settings_in_words

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

FIT = Fit(
    "bursts, gamma jitter",
    {"time_to_first_token": 0.41234, "tokens_per_second": 43.219, "burst_tokens_min": 5},
    (0.01, 0.02, 1.0),
    (0.02, 0.02, 0.5),
    0.17,
)


@pytest.fixture
def view(qtbot: QtBot) -> FitView:
    made = FitView()
    qtbot.addWidget(made)
    return made


def test_the_settings_are_told_without_false_digits() -> None:
    assert settings_in_words(FIT) == "First token 412 ms, Speed 43.2 tokens/s, Burst from 5 tokens"


def test_a_fit_can_be_used_and_kept(qtbot: QtBot, view: FitView) -> None:
    view.show_fit(FIT, "Sea")
    with qtbot.waitSignal(view.use_asked):
        view.use.click()
    view.save.click()

    with qtbot.waitSignal(view.save_asked) as told:
        view.popup.done.click()

    assert told.args == ["Sea"]
    assert view.found.text().startswith("Bursts, gamma jitter: First token")
    assert view.nearness.text().startswith("A gap is off by 170.0")


def test_while_it_is_made_nothing_can_be_used(view: FitView) -> None:
    view.show_fit(FIT, "Sea")
    view.show_working()

    assert view.nearness.text() == FITTING
    assert not view.use.isEnabled()
    assert not view.save.isEnabled()


def test_where_there_is_none_it_says_why(view: FitView) -> None:
    view.show_nothing("a capture must have at least 3 chunks to be fitted, got 2.")

    assert not view.error.isHidden()
    assert view.error.text().endswith("got 2.")


def test_it_is_left_by_a_button_and_dressed(qtbot: QtBot, view: FitView) -> None:
    view.show_colours(DARK)

    with qtbot.waitSignal(view.left):
        view.back.click()
