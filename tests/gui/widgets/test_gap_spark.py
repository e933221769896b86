"""The small picture of one shape."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from mockpanel.core.forecast import STAND_IN, foreseen
from mockpanel.core.tokens import tokenize
from mockpanel.gui.theme import DARK, LIGHT
from mockpanel.gui.widgets.gap_spark import GapSpark
from tests.core.plans import settings_with

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

TOKENS = tokenize(STAND_IN, "cl100k_base")


@pytest.fixture
def spark(qtbot: QtBot) -> GapSpark:
    spark = GapSpark("Bursts")
    qtbot.addWidget(spark)
    spark.resize(300, spark.sizeHint().height())
    spark.show_colours(LIGHT)
    spark.show()
    return spark


def bars(spark: GapSpark, colour: str) -> int:
    image = spark.grab().toImage()
    wanted = QColor(colour).rgb()
    return sum(any(image.pixel(x, y) == wanted for y in range(15)) for x in range(image.width()))


def test_pauses_are_seen_as_bars_apart_and_told_in_numbers(spark: GapSpark) -> None:
    spark.show_forecast(foreseen(settings_with(tokens_per_second=45.0), TOKENS))
    even = bars(spark, LIGHT.accent)
    spark.show_forecast(foreseen(settings_with(tokens_per_second=45.0, clump_interval=1.0), TOKENS))
    clumped = bars(spark, LIGHT.accent)

    assert even > 200
    assert 8 <= clumped <= 11
    assert spark.accessibleDescription().replace("\u202f", " ") == "Alone: p50 0.00 ms · p95 0.00 ms · max 1 000 ms"


def test_an_unpaced_stream_has_no_numbers(spark: GapSpark) -> None:
    spark.show_forecast(foreseen(settings_with(tokens_per_second=0.0), TOKENS))

    assert spark.accessibleDescription() == "Alone: as fast as the client reads"


def test_another_width_and_another_scheme_draw_it_again(spark: GapSpark) -> None:
    spark.show_forecast(foreseen(settings_with(tokens_per_second=45.0), TOKENS))
    spark.grab()

    spark.show_colours(DARK)
    spark.resize(120, spark.height())

    assert 80 < bars(spark, DARK.accent) <= 120
