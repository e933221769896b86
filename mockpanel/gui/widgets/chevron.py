"""A small arrow head, painted: sharp at every scale and in any colour, which a style sheet's images are not."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

HALF_WIDTH = 4.0
HALF_HEIGHT = 2.0
STROKE = 1.5


def paint_chevron(widget: QWidget, place: QRect, colour: QColor, *, up: bool = False, aside: bool = False) -> None:
    """Paints it in the middle of a place in the widget, downwards unless said otherwise; for use in its paintEvent."""
    middle = QRectF(place).center()
    rise = -HALF_HEIGHT if up else HALF_HEIGHT
    tips = [QPointF(-HALF_WIDTH, -rise), QPointF(0, rise), QPointF(HALF_WIDTH, -rise)]
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, STROKE)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF([middle + (tip.transposed() if aside else tip) for tip in tips]))
    painter.end()
