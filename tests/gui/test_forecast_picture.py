"""The picture of what is to come."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QFont, QImage
from pytestqt.qtbot import QtBot

from mockpanel.core.forecast import STAND_IN, foreseen
from mockpanel.core.gaps import LogScale
from mockpanel.core.tokens import tokenize
from mockpanel.gui.forecast_picture import ForecastPicture
from mockpanel.gui.gap_drawing import Axes
from mockpanel.gui.theme import LIGHT
from tests.core.plans import settings_with

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

TOKENS = tokenize(STAND_IN, "cl100k_base")


def picture(ratio: float = 1.0, **settings: object) -> ForecastPicture:
    forecast = foreseen(settings_with(tokens_per_second=45.0, time_to_first_token=1.0, **settings), TOKENS)
    axes = Axes(QRectF(40, 20, 250, 80), ratio, 0, float(forecast.ends_ns), LogScale(5, 9))
    made = ForecastPicture(QSizeF(300, 130), axes, LIGHT, QFont(), forecast)
    made.add(forecast.pictured, 10**10)
    return made


def width_of(image: QImage, colour: str, y: int) -> int:
    wanted = QColor(colour).rgb()
    return sum(image.pixel(x, y) == wanted for x in range(image.width()))


def test_the_wait_for_the_first_token_is_shaded_and_so_is_its_thinking(qtbot: QtBot) -> None:
    plain, thinking = picture(), picture(reasoning_seconds=2.0)

    widths = [width_of(made.pixmap.toImage(), LIGHT.window, 25) for made in (plain, thinking)]

    assert widths[0] == pytest.approx(25, abs=2)
    assert 60 <= widths[1] <= 76


def test_what_is_planned_is_not_drawn_as_something_sent(qtbot: QtBot) -> None:
    image = picture().pixmap.toImage()

    assert all(width_of(image, LIGHT.text, y) == 0 for y in range(20, 100))


def test_on_a_fine_screen_there_are_no_more_marks(qtbot: QtBot) -> None:
    fine, plain = picture(ratio=2.0), picture()

    assert fine.drawn == plain.drawn
    assert fine._drawing.mark_ns == plain._drawing.mark_ns
