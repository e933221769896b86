"""Forecasts come in time, a little at a time, and also to one who never stops dragging."""

from __future__ import annotations

import time

import pytest
from pytestqt.qtbot import QtBot

from mockpanel.core.forecast import STAND_IN, Forecast
from mockpanel.core.shape_groups import GROUPS, ShapeGroup
from mockpanel.core.tokens import tokenize
from mockpanel.gui.forecaster import Forecaster, Subject
from tests.core.plans import settings_with

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

TOKENS = tokenize(STAND_IN, "cl100k_base")
LONG = tokenize(STAND_IN * 8, "cl100k_base")
JITTER, BURSTS = GROUPS[0], GROUPS[1]
SUBJECT = Subject(settings_with(tokens_per_second=45.0, jitter=0.4, burst_pause=0.3), TOKENS, 0)


@pytest.fixture
def made() -> list[tuple[ShapeGroup | None, Forecast]]:
    return []


@pytest.fixture
def forecaster(qtbot: QtBot, made: list[tuple[ShapeGroup | None, Forecast]]) -> Forecaster:
    forecaster = Forecaster()
    forecaster.made.connect(lambda group, forecast: made.append((group, forecast)))
    return forecaster


def test_what_is_wanted_is_made_once(
    qtbot: QtBot, forecaster: Forecaster, made: list[tuple[ShapeGroup | None, Forecast]]
) -> None:
    forecaster.want((None, BURSTS))
    forecaster.show_subject(SUBJECT)
    qtbot.waitUntil(lambda: len(made) == 2)
    forecaster.show_subject(Subject(*SUBJECT))
    qtbot.wait(80)

    assert [group for group, _ in made] == [None, BURSTS]
    whole, alone = made[0][1].figures, made[1][1].figures
    assert whole.longest_ns != alone.longest_ns


def test_nothing_is_made_while_nothing_is_in_sight(
    qtbot: QtBot, forecaster: Forecaster, made: list[tuple[ShapeGroup | None, Forecast]]
) -> None:
    forecaster.show_subject(SUBJECT)
    qtbot.wait(60)
    before = list(made)
    forecaster.want((None,))
    qtbot.waitUntil(lambda: made != [])

    assert before == []


def test_a_group_is_made_again_only_where_its_own_settings_changed(
    qtbot: QtBot, forecaster: Forecaster, made: list[tuple[ShapeGroup | None, Forecast]]
) -> None:
    forecaster.want((None, BURSTS, JITTER))
    forecaster.show_subject(SUBJECT)
    qtbot.waitUntil(lambda: len(made) == 3)

    forecaster.show_subject(SUBJECT._replace(settings=SUBJECT.settings.changed({"jitter": 0.8})))
    qtbot.waitUntil(lambda: len(made) == 5)
    qtbot.wait(60)

    assert [group for group, _ in made[3:]] == [None, JITTER]


def test_a_hand_that_never_rests_sees_at_most_a_picture_a_frame_and_the_last_one(
    qtbot: QtBot, forecaster: Forecaster, made: list[tuple[ShapeGroup | None, Forecast]]
) -> None:
    forecaster.want((None,))
    begun = time.monotonic()
    for step in range(60):
        settings = SUBJECT.settings.changed({"tokens_per_second": 40.0 + step})
        forecaster.show_subject(Subject(settings, LONG, 0))
        qtbot.wait(5)
    during, took = len(made), time.monotonic() - begun
    qtbot.waitUntil(lambda: made[-1][1].pace.tokens_per_second == 99)

    assert 2 <= during <= took / 0.033 + 1


def test_it_stops(qtbot: QtBot, forecaster: Forecaster, made: list[tuple[ShapeGroup | None, Forecast]]) -> None:
    forecaster.want((None,))
    forecaster.show_subject(SUBJECT)
    forecaster.stop()
    qtbot.wait(60)

    assert made == []
