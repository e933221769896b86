"""Writes a plot of gaps as PNG or SVG. Safe in a thread: it draws on images, never on the screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, QSizeF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from mockpanel.core.files import SHARED, write_whole
from mockpanel.gui.sharing.gap_plot import HEIGHT, WIDTH, GapPlot

SCALE = 2
"""A PNG has so many pixels for one: it is often shown large."""

INCH_M = 0.0254


def write_plot(path: Path, plot: GapPlot, dots_per_inch: float) -> None:
    """A file in the format that its ending says, PNG unless that is .svg; raises OSError.

    `dots_per_inch` is the screen's, by which fonts were measured.
    """
    data = svg(plot, dots_per_inch) if path.suffix.lower() == ".svg" else png(plot, dots_per_inch)
    write_whole(path, data, SHARED)


def png(plot: GapPlot, dots_per_inch: float) -> bytes:
    """The plot in pixels, twice as large as it is on a page."""
    image = QImage(WIDTH * SCALE, HEIGHT * SCALE, QImage.Format.Format_RGB32)
    dots = round(dots_per_inch / INCH_M)
    image.setDotsPerMeterX(dots)
    image.setDotsPerMeterY(dots)
    image.setDevicePixelRatio(SCALE)
    with QPainter(image) as painter:
        plot.draw(painter, QSizeF(WIDTH, HEIGHT), SCALE)
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # PySide6 6.11 wants bytes for the format and takes str
    return bytes(held.data())


def svg(plot: GapPlot, dots_per_inch: float) -> bytes:
    """The plot as vectors, its words as text."""
    held = QByteArray()
    buffer = QBuffer(held)
    made = QSvgGenerator()
    made.setOutputDevice(buffer)
    made.setSize(QSize(WIDTH, HEIGHT))
    made.setViewBox(QRect(0, 0, WIDTH, HEIGHT))
    made.setResolution(round(dots_per_inch))
    made.setTitle(plot.title)
    made.setDescription("Gaps between the chunks of a stream, planned and sent")
    with QPainter(made) as painter:
        plot.draw(painter, QSizeF(WIDTH, HEIGHT))
    family = plot.font.family().encode()
    return bytes(held.data()).replace(b'"%s"' % family, b'"%s, sans-serif"' % family)  # where that font is not known
