"""The forecast in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from mockpanel.core.forecast import STAND_IN, foreseen
from mockpanel.core.tokens import tokenize
from mockpanel.gui.widgets.forecast_words import REPLAYED_WORDS, STAND_IN_WORDS, ForecastWords, told
from tests.core.plans import settings_with

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

TOKENS = tokenize(STAND_IN, "cl100k_base")


def test_first_token_length_and_even_gap_are_told() -> None:
    forecast = foreseen(settings_with(tokens_per_second=50.0, time_to_first_token=0.9, jitter=1.0), TOKENS)

    lines = told(forecast).replace("\u202f", " ").split("\n")

    assert lines == ["First token 900.0 ms, 412 tokens in 9.1 s.", "Without a shape, each gap is 20.0 ms."]


def test_behind_reasoning_the_first_token_is_the_answers_as_it_will_be_measured() -> None:
    settings = settings_with(tokens_per_second=50.0, time_to_first_token=0.35, reasoning_tokens_per_second=100)

    words = told(foreseen(settings, TOKENS, thinking=19)).replace("\u202f", " ")

    assert words.startswith("First token 540.0 ms, 412 tokens in ")


def test_pauses_that_do_not_fit_into_the_rate_are_said_to_be_cut() -> None:
    fitting = foreseen(settings_with(tokens_per_second=10.0, burst_pause=0.1), TOKENS)
    cut = foreseen(settings_with(tokens_per_second=45.0, burst_pause=0.3), TOKENS)

    assert "cut" not in told(fitting)
    assert told(cut).split("\n")[1].replace("\u202f", " ") == "Even gaps: 22.2 ms. Pauses cut to 45 % to fit."


def test_an_unpaced_stream_is_said_to_have_no_rhythm() -> None:
    forecast = foreseen(settings_with(tokens_per_second=0.0, time_to_first_token=0.9), tokenize("a", "cl100k_base"))

    lines = told(forecast).replace("\u202f", " ").split("\n")

    assert lines[0] == "First token 900.0 ms, then 1 token as fast as the client reads."


def test_a_text_that_is_none_of_the_user_s_own_is_owned_up_to(qtbot: QtBot) -> None:
    words = ForecastWords()
    qtbot.addWidget(words)

    words.show_forecast(foreseen(settings_with(), TOKENS), stand_in=True)

    assert words.text().endswith(STAND_IN_WORDS)


def test_numbers_change_no_faster_than_they_can_be_read(qtbot: QtBot) -> None:
    words = ForecastWords()
    qtbot.addWidget(words)

    for rate in (50.0, 25.0, 10.0):
        words.show_forecast(foreseen(settings_with(tokens_per_second=rate), TOKENS), stand_in=False)
    at_once = words.text()

    assert "20.0" in at_once
    qtbot.waitUntil(lambda: "100.0" in words.text())


def test_of_a_replay_it_says_that_speed_and_shape_have_no_say() -> None:
    forecast = replace(foreseen(settings_with(tokens_per_second=50.0), TOKENS), replays=True)

    assert told(forecast).endswith(REPLAYED_WORDS)
