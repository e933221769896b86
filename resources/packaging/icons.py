"""The app's icon in all sizes and forms, from two drawings: one on the pixels of 16 and its multiples, one on 24."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWINGS = Path(__file__).parents[2] / "mockpanel" / "resources" / "icons"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
"""What desktops ask for, in pixels (freedesktop.org, Icon Theme Specification)."""

APPLE_SIZES = (16, 32, 64, 128, 256, 512)
WINDOWS_SIZES = (16, 24, 32, 48, 64, 128, 256)


def drawing(size: int) -> Path:
    """The drawing that is sharpest at a size."""
    return DRAWINGS / ("mockpanel-24.svg" if size in (22, 24) else "mockpanel.svg")


def render(size: int) -> QImage:
    """The icon, a square of so many pixels; needs a QGuiApplication."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(drawing(size))).render(painter)
    painter.end()
    return image


def write_icons(folder: Path) -> None:
    """mockpanel-16.png … mockpanel-512.png, mockpanel.ico and mockpanel.icns in a folder."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _app = QGuiApplication.instance() or QGuiApplication([])  # lives while icons are drawn
    folder.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        render(size).save(str(picture(folder, size)))
    _join(folder, WINDOWS_SIZES, "mockpanel.ico")
    _join(folder, APPLE_SIZES, "mockpanel.icns")


def picture(folder: Path, size: int) -> Path:
    """Where a size's PNG file is."""
    return folder / f"mockpanel-{size}.png"


def _join(folder: Path, sizes: tuple[int, ...], name: str) -> None:
    from PIL import Image

    *others, largest = [Image.open(picture(folder, size)) for size in sizes]
    largest.save(folder / name, sizes=[(size, size) for size in sizes], append_images=others)
