"""The painted arrow head."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mockpanel.gui.widgets.chevron import paint_chevron

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


class _Arrow(QWidget):
    aside = False

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_chevron(self, QRect(0, 0, 20, 20), QColor("red"), aside=self.aside)


def reds_of(arrow: _Arrow) -> list[tuple[int, int]]:
    image = arrow.grab().toImage()
    return [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).red() > image.pixelColor(x, y).green() + 100
    ]


def test_it_is_painted_in_its_place_and_colour(qtbot: QtBot) -> None:
    arrow = _Arrow()
    qtbot.addWidget(arrow)
    arrow.resize(40, 40)

    reds = reds_of(arrow)

    assert reds
    assert all(x < 20 and y < 20 for x, y in reds)


def test_aside_it_is_higher_than_wide(qtbot: QtBot) -> None:
    arrow = _Arrow()
    qtbot.addWidget(arrow)
    arrow.resize(40, 40)
    arrow.aside = True

    across, down = zip(*reds_of(arrow), strict=True)

    assert max(down) - min(down) > max(across) - min(across)
