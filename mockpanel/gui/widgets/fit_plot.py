"""Captured and fitted gaps over each other, from the shortest to the longest, on a logarithmic scale. Knows a Fit."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from mockpanel.core.fit_lines import line_of, scale_of
from mockpanel.core.fitting import Fit
from mockpanel.core.gaps import LogScale
from mockpanel.gui.gap_drawing import decade_words, small
from mockpanel.gui.theme import LIGHT, SPACE, Colours

CAPTURED, FITTED = "captured", "fitted"
KEY_PX = 24.0
"""The length of a line in the legend."""

ACROSS = ("shortest gap", "median", "longest gap")


class FitPlot(QWidget):
    """The captured gaps are a thick line in the accent's colour, the fitted ones dashed in the text's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = LIGHT
        self._fit: Fit | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Captured and fitted gaps")

    def show_fit(self, fit: Fit | None, words: str = "") -> None:
        """Draws it; `words` say the same to who does not see it."""
        self._fit = fit
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self.update()

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._colours = colours
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the strip of gaps that it stands in for."""
        return QSize(320, 112)

    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(240, 96)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Legend, scale and two lines."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._colours.surface))
        painter.setFont(small(self.font()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = self._plot()
        self._paint_legend(painter)
        if self._fit is not None:
            scale = scale_of(self._fit.captured, self._fit.fitted)
            self._paint_scale(painter, plot, scale)
            self._paint_line(painter, plot, scale, self._fit.captured, self._pens()[CAPTURED])
            self._paint_line(painter, plot, scale, self._fit.fitted, self._pens()[FITTED])
        painter.end()

    def _pens(self) -> dict[str, QPen]:
        captured, fitted = QPen(QColor(self._colours.accent), 3), QPen(QColor(self._colours.text), 1.5)
        fitted.setStyle(Qt.PenStyle.DashLine)
        return {CAPTURED: captured, FITTED: fitted}

    def _plot(self) -> QRectF:
        metrics = QFontMetricsF(small(self.font()))
        left = SPACE[2] + metrics.horizontalAdvance("100 ms") + SPACE[1]
        top, below = SPACE[1] + metrics.height() + SPACE[2], metrics.height() + SPACE[1]
        width, height = self.width() - left - SPACE[2], self.height() - top - below
        return QRectF(left, top, max(width, 1.0), max(height, 1.0))

    def _paint_legend(self, painter: QPainter) -> None:
        metrics, left = QFontMetricsF(painter.font()), float(SPACE[2])
        base = SPACE[1] + metrics.ascent()
        for words, pen in self._pens().items():
            middle = base - metrics.xHeight() / 2
            painter.setPen(pen)
            painter.drawLine(QPointF(left, middle), QPointF(left + KEY_PX, middle))
            painter.setPen(QColor(self._colours.muted))
            painter.drawText(QPointF(left + KEY_PX + SPACE[0], base), words)
            left += KEY_PX + SPACE[0] + metrics.horizontalAdvance(words) + SPACE[3]

    def _paint_scale(self, painter: QPainter, plot: QRectF, scale: LogScale) -> None:
        metrics = QFontMetricsF(painter.font())
        for ns in scale.decades_ns:
            y = round(plot.bottom() - scale.fraction(ns) * plot.height())
            painter.fillRect(QRectF(plot.left(), y, plot.width(), 1), QColor(self._colours.hairline))
            painter.setPen(QColor(self._colours.muted))
            words = QRectF(0, y - metrics.height() / 2, plot.left() - SPACE[1], metrics.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, decade_words(ns))
        foot = QRectF(plot.left(), plot.bottom() + SPACE[0], plot.width(), metrics.height())
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
        for name, side in zip(ACROSS, sides, strict=True):
            painter.drawText(foot, side, name)

    def _paint_line(
        self, painter: QPainter, plot: QRectF, scale: LogScale, sample: tuple[float, ...], pen: QPen
    ) -> None:
        if not sample:
            return
        columns = max(int(plot.width()), 2)
        heights = line_of(sample, columns)
        step = plot.width() / (columns - 1)
        points = [
            QPointF(plot.left() + place * step, plot.bottom() - scale.fraction(gap_ns) * plot.height())
            for place, gap_ns in enumerate(heights)
        ]
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(points))
