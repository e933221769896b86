"""A fit is made in slices, so that the loop is never held for long."""

from __future__ import annotations

import time

import pytest
from pytestqt.qtbot import QtBot

from mockpanel.core.capture_examples import examples
from mockpanel.core.fitting import Fit, fit, fitted
from mockpanel.core.tokens import tokenize
from mockpanel.gui.captures.fitter import Fitter
from tests.core.replays import timed_capture

LAPTOP = next(capture for capture in examples() if capture.name == "Stalling laptop")
TOKENS = tokenize(LAPTOP.text, "cl100k_base")


@pytest.fixture
def fitter(qtbot: QtBot) -> Fitter:
    return Fitter()


def test_the_fit_is_the_one_that_is_made_without_a_stop(qtbot: QtBot, fitter: Fitter) -> None:
    made: list[Fit] = []
    fitter.made.connect(made.append)

    fitter.start(fit(LAPTOP, TOKENS))
    qtbot.waitUntil(lambda: made != [])

    assert made == [fitted(LAPTOP, TOKENS)]


def test_others_have_their_turn_meanwhile(qtbot: QtBot, fitter: Fitter) -> None:
    slices = 0

    def slow() -> object:
        nonlocal slices
        for _ in range(30):
            time.sleep(0.0002)
            slices += 1
            yield None

    fitter.start(slow())  # type: ignore[arg-type]
    qtbot.wait(3)
    soon = slices
    fitter.stop()

    assert soon < 30


def test_why_there_is_none_is_told(qtbot: QtBot, fitter: Fitter) -> None:
    short = timed_capture((0.5, "Hi"), (0.6, " you"))

    with qtbot.waitSignal(fitter.refused) as told:
        fitter.start(fit(short, tokenize(short.text, "cl100k_base")))

    assert told.args == ["a capture must have at least 3 chunks to be fitted, got 2."]


def test_another_fit_takes_the_place_of_one_that_is_under_way(qtbot: QtBot, fitter: Fitter) -> None:
    made: list[Fit] = []
    fitter.made.connect(made.append)

    fitter.start(iter([None] * 100_000))
    qtbot.wait(5)
    fitter.start(fit(LAPTOP, TOKENS))
    qtbot.waitUntil(lambda: made != [])

    assert len(made) == 1


def test_it_stops(qtbot: QtBot, fitter: Fitter) -> None:
    fitter.start(fit(LAPTOP, TOKENS))
    fitter.stop()

    with qtbot.assertNotEmitted(fitter.made, wait=30):
        pass
