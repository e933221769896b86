"""The icon: at every size there is something to see, with clear corners, on light and on dark."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QGuiApplication, QImage

from resources.packaging.icons import APPLE_SIZES, DRAWINGS, SIZES, WINDOWS_SIZES, drawing, render

ACCENT = "#2f5bea"
CARET = "#ffffff"


def colours(image: QImage) -> set[str]:
    """All opaque colours."""
    size = range(image.width())
    points = (image.pixelColor(x, y) for x in size for y in size)
    return {point.name() for point in points if point.alpha() == 255}


def luminance(colour: str) -> float:
    """Of light that a colour gives, 0 to 1 (WCAG 2)."""
    made = QColor(colour)
    linear = [float(((part + 0.055) / 1.055) ** 2.4) for part in (made.redF(), made.greenF(), made.blueF())]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("size", SIZES)
def test_the_square_and_the_caret_are_sharp_at_every_size(size: int, qapp: QGuiApplication) -> None:
    image = render(size)

    assert (image.width(), image.height()) == (size, size)
    assert {ACCENT, CARET} <= colours(image)
    assert image.pixelColor(0, 0).alpha() < 128
    assert image.pixelColor(size // 2, 0).alpha() == 255


@pytest.mark.parametrize("background", ["#f7f7f5", "#161618"])
def test_the_square_stands_out_on_light_and_on_dark(background: str) -> None:
    dark, light = sorted((luminance(ACCENT), luminance(background)))

    assert (light + 0.05) / (dark + 0.05) >= 3


def test_all_sizes_that_windows_and_macos_ask_for_are_drawn() -> None:
    assert set(WINDOWS_SIZES) | set(APPLE_SIZES) <= set(SIZES)
    assert {path.name for path in DRAWINGS.glob("*.svg")} == {drawing(size).name for size in SIZES}
