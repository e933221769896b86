"""How a value slider looks and where its values lie in pixels: track, ticks, labels, reference, handle. No events."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from mockpanel.gui import theme
from mockpanel.gui.widgets.scale import Scale

HANDLE = 8
"""The handle's radius."""

MARGIN = 12
"""From the widget's edge to the ends of the track: room for the handle and its focus ring."""

OVERHANG = 10
"""How far the groove goes beyond the lowest and highest value: nearly to the edge, where texts begin."""

TRACK_Y = 13
LABELS_Y = 27
LABEL_GAP = 8
LABEL_SHARE = 0.85
"""The size of the labels, of the widget's own font."""


@dataclass(frozen=True, slots=True)
class Track:
    """One state of a slider, ready to be painted."""

    scale: Scale
    width: float
    value: float
    reference: float | None
    colours: theme.Colours
    enabled: bool = True
    focused: bool = False
    active: bool = False
    """Whether the pointer is on the handle's slider, or drags it."""

    def x(self, value: float) -> float:
        """Where a value lies, in pixels from the left."""
        return MARGIN + self.scale.position(value) * (self.width - 2 * MARGIN)

    def position(self, x: float) -> float:
        """The position on the scale, from 0 to 1, of a pixel."""
        return min(max((x - MARGIN) / max(self.width - 2 * MARGIN, 1), 0.0), 1.0)

    def paint(self, painter: QPainter, font: QFont) -> None:
        """All of it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_groove(painter)
        self._paint_ticks(painter)
        self._paint_labels(painter, label_font(font))
        if self.reference is not None and self.reference != self.value:
            self._paint_reference(painter, self.x(self.reference))
        self._paint_handle(painter, QPointF(self.x(self.value), TRACK_Y))

    @property
    def _live(self) -> str:
        return self.colours.accent if self.enabled else self.colours.border

    def _paint_groove(self, painter: QPainter) -> None:
        start = MARGIN - OVERHANG
        end = self.width - start if self.scale.stop is None else self.x(self.scale.high)
        handle = min(self.x(self.value), end)
        painter.setPen(_pen(self.colours.border, 2))
        painter.drawLine(QPointF(handle, TRACK_Y), QPointF(end, TRACK_Y))
        painter.setPen(_pen(self._live, 4))
        painter.drawLine(QPointF(start, TRACK_Y), QPointF(handle, TRACK_Y))

    def _paint_ticks(self, painter: QPainter) -> None:
        for mark in self.scale.marks:
            x = self.x(mark.value)
            if mark.value == self.scale.stop:
                painter.setPen(_pen(self.colours.border, 2))
                painter.setBrush(QColor(self.colours.surface))
                painter.drawEllipse(QPointF(x, TRACK_Y), 4, 4)
            else:
                painter.setPen(_pen(self.colours.border, 1))
                painter.drawLine(QPointF(round(x) + 0.5, TRACK_Y + 10), QPointF(round(x) + 0.5, TRACK_Y + 13))

    def _paint_labels(self, painter: QPainter, font: QFont) -> None:
        painter.setFont(font)
        painter.setPen(QColor(self.colours.muted))
        metrics = QFontMetricsF(font)
        taken: list[tuple[float, float]] = []
        for mark in self.scale.marks:
            width = metrics.horizontalAdvance(mark.text)
            left = min(max(self.x(mark.value) - width / 2, 0.0), self.width - width)
            if all(left + width + LABEL_GAP <= start or left >= end + LABEL_GAP for start, end in taken):
                taken.append((left, left + width))
                painter.drawText(QPointF(left, LABELS_Y + metrics.ascent()), mark.text)

    def _paint_reference(self, painter: QPainter, x: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colours.text))
        tip = TRACK_Y - 4
        painter.drawPolygon(QPolygonF([QPointF(x - 4, tip - 6), QPointF(x + 4, tip - 6), QPointF(x, tip)]))

    def _paint_handle(self, painter: QPainter, centre: QPointF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.focused:
            painter.setPen(_pen(self._live, 2))
            painter.drawEllipse(centre, HANDLE + 3, HANDLE + 3)
        painter.setPen(_pen(self._live, 2))
        painter.setBrush(QColor(self._live if self.active else self.colours.surface))
        painter.drawEllipse(centre, HANDLE - 1, HANDLE - 1)


def label_font(font: QFont) -> QFont:
    """The font of the labels below the track."""
    small = QFont(font)
    if font.pointSizeF() > 0:
        small.setPointSizeF(font.pointSizeF() * LABEL_SHARE)
    return small


def height(font: QFont) -> int:
    """The height of the whole slider."""
    return LABELS_Y + round(QFontMetricsF(label_font(font)).height())


def _pen(colour: str, width: float) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if width > 1 else Qt.PenCapStyle.FlatCap)
    return pen
