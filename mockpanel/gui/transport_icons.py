"""Icons for playing: drawn from paths, in any colour and at any scale."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

GRID = 16
"""Paths are drawn on a square of so many units."""

SIZES = (16, 24, 32, 48, 64)
STROKE = 1.6


class Transport(StrEnum):
    """The icons."""

    PLAY = "play"
    PAUSE = "pause"
    STEP = "step"
    RESTART = "restart"
    LOOP = "loop"
    SMALLER = "smaller"
    LARGER = "larger"


def icon(name: Transport, colour: str, disabled: str) -> QIcon:
    """The icon in a colour, and in another where its button is disabled."""
    made = QIcon()
    for size in SIZES:
        made.addPixmap(_pixmap(name, colour, size), QIcon.Mode.Normal)
        made.addPixmap(_pixmap(name, disabled, size), QIcon.Mode.Disabled)
    return made


def _pixmap(name: Transport, colour: str, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(size / GRID, size / GRID)
        solid, lines = _paths(name)
        painter.fillPath(solid, QColor(colour))
        round_ends = (Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(lines, QPen(QColor(colour), STROKE, *round_ends))
    return pixmap


def _paths(name: Transport) -> tuple[QPainterPath, QPainterPath]:
    """What is filled, and what is a line."""
    solid, lines = QPainterPath(), QPainterPath()
    match name:
        case Transport.PLAY:
            _polygon(solid, (4, 2.5), (13.5, 8), (4, 13.5))
        case Transport.PAUSE:
            solid.addRoundedRect(QRectF(3.5, 2.5, 3.2, 11), 0.8, 0.8)
            solid.addRoundedRect(QRectF(9.3, 2.5, 3.2, 11), 0.8, 0.8)
        case Transport.STEP:
            _polygon(solid, (3, 2.5), (10.5, 8), (3, 13.5))
            solid.addRoundedRect(QRectF(11, 2.5, 2.4, 11), 0.8, 0.8)
        case Transport.RESTART:
            lines.arcMoveTo(QRectF(2.5, 2.5, 11, 11), 130)
            lines.arcTo(QRectF(2.5, 2.5, 11, 11), 130, 290)
            _polygon(solid, (2.2, 1.2), (7.2, 3.0), (3.2, 6.4))
        case Transport.LOOP:
            lines.moveTo(2.5, 7.5)
            lines.cubicTo(2.5, 4.6, 3.6, 4, 6, 4)
            lines.lineTo(11, 4)
            lines.moveTo(13.5, 8.5)
            lines.cubicTo(13.5, 11.4, 12.4, 12, 10, 12)
            lines.lineTo(5, 12)
            _polygon(solid, (10.4, 1.2), (14.2, 4), (10.4, 6.8))
            _polygon(solid, (5.6, 9.2), (1.8, 12), (5.6, 14.8))
        case Transport.SMALLER | Transport.LARGER:
            lines.moveTo(3.5, 8)
            lines.lineTo(12.5, 8)
            if name is Transport.LARGER:
                lines.moveTo(8, 3.5)
                lines.lineTo(8, 12.5)
    return solid, lines


def _polygon(path: QPainterPath, *points: tuple[float, float]) -> None:
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    path.closeSubpath()
