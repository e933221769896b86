"""Every icon is in the font, and has its colour."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication

from mockpanel.gui.icons import Icon, icon


@pytest.mark.parametrize("name", list(Icon))
def test_an_icon_is_drawn_in_its_colour(qapp: QApplication, name: Icon) -> None:
    image = icon(name, "#ff0000", "#0000ff").pixmap(32, 32).toImage()

    drawn = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
    solid = [colour for colour in drawn if colour.alpha() > 200]
    assert solid
    assert all(colour.red() > 200 and colour.blue() < 60 for colour in solid)


def test_a_disabled_icon_has_the_other_colour(qapp: QApplication) -> None:
    image = icon(Icon.PLAY, "#ff0000", "#0000ff").pixmap(32, 32, QIcon.Mode.Disabled).toImage()

    assert QColor(image.pixelColor(14, 16)).blue() > 200
