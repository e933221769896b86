"""The forecast's strip: the same axis always, the numbers of the whole answer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mockpanel.core.forecast import STAND_IN, foreseen
from mockpanel.core.tokens import tokenize
from mockpanel.gui.widgets.forecast_strip import ForecastStrip
from tests.core.plans import settings_with

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

TOKENS = tokenize(STAND_IN, "cl100k_base")


@pytest.fixture
def strip(qtbot: QtBot) -> ForecastStrip:
    strip = ForecastStrip()
    qtbot.addWidget(strip)
    strip.resize(336, 132)
    strip.show()
    return strip


def test_it_tells_the_gaps_before_anything_is_played(strip: ForecastStrip) -> None:
    before = strip.figures()
    strip.show_forecast(foreseen(settings_with(tokens_per_second=50.0), TOKENS))

    assert before == []
    assert strip.accessibleDescription().replace("\u202f", " ") == "p50 20.0 ms, p95 20.0 ms, max 20.0 ms"


def test_each_shape_looks_different(strip: ForecastStrip) -> None:
    shapes: list[dict[str, float]] = [{}, {"jitter": 0.5}, {"burst_pause": 0.3}, {"reasoning_seconds": 3.0}]
    pictures = []
    for shape in shapes:
        strip.show_forecast(foreseen(settings_with(tokens_per_second=45.0, **shape), TOKENS))
        pictures.append(strip.grab().toImage())

    assert all(one != other for place, one in enumerate(pictures) for other in pictures[place + 1 :])


def test_the_keys_go_from_chunk_to_chunk_and_tell_when_it_is_due(strip: ForecastStrip) -> None:
    strip.show_forecast(foreseen(settings_with(tokens_per_second=50.0, time_to_first_token=1.0), TOKENS))
    pointed: list[int] = []
    strip.token_pointed.connect(pointed.append)

    QTest.keyClick(strip, Qt.Key.Key_Home)
    QTest.keyClick(strip, Qt.Key.Key_Right)

    assert pointed == [1, 2]
    assert strip.tip(1).replace("\u202f", " ").split("\n") == ["Token 2", "due 1 020 ms", "gap 20.0 ms"]


def test_of_an_unpaced_stream_no_gap_is_foretold(strip: ForecastStrip) -> None:
    strip.show_forecast(foreseen(settings_with(tokens_per_second=0.0, time_to_first_token=0.5), TOKENS))

    assert strip.figures() == []
    assert strip.tip(0).replace("\u202f", " ") == "From 500.0 ms on, as fast as the client reads"
    assert not strip.grab().isNull()


def test_the_text_may_be_empty(strip: ForecastStrip) -> None:
    strip.show_forecast(foreseen(settings_with(), tokenize("", "cl100k_base")))

    assert strip.figures() == []
    assert not strip.grab().isNull()
