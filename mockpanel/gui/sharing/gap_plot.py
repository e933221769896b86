"""Draws the gaps of a stream as a picture that explains itself: title, legend, figures, axes. Knows no file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from mockpanel.core.gaps import GapFigures, LogScale
from mockpanel.core.ledger import Sent
from mockpanel.core.measures import duration, grouped
from mockpanel.gui.gap_drawing import LANE_PX, Axes, GapDrawing, small, span_of
from mockpanel.gui.theme import SPACE, Colours

WIDTH, HEIGHT = 1120, 400
"""In pixels at 100 %: wide enough for a slide or a page."""

ACROSS = "time since the request"
UP = "gap before the chunk (logarithmic)"


@dataclass(frozen=True, slots=True)
class GapPlot:
    """One stream's rows under a title."""

    title: str
    rows: Sequence[Sent]
    colours: Colours
    font: QFont

    def draw(self, painter: QPainter, size: QSizeF, ratio: float = 1.0) -> None:
        """All of it; `ratio` is how many pixels the device has for one of ours."""
        figures = GapFigures()
        figures.add(self.rows)
        painter.fillRect(QRectF(QPointF(0, 0), size), QColor(self.colours.surface))
        plot = self._plot(size)
        start, end = span_of(self.rows[0].sent_ns, self.rows[-1].sent_ns)
        axes = Axes(plot, ratio, start, end, LogScale.fitting(figures.typical_ns, figures.longest_ns))
        drawing = GapDrawing(axes, self.colours, self.font)
        drawing.draw_axes(painter, self.rows[0].sent_ns)
        drawing.draw_rows(painter, self.rows, figures.stall_ns)
        self._draw_title(painter)
        self._draw_legend(painter)
        self._draw_figures(painter, figures, plot.right())
        self._draw_names(painter, plot, size.height())

    def _plot(self, size: QSizeF) -> QRectF:
        line, label = QFontMetricsF(self.font).height(), QFontMetricsF(small(self.font))
        left = SPACE[3] + label.height() + label.horizontalAdvance("100 ms") + SPACE[1]
        top = SPACE[3] + 2 * line + SPACE[2] + SPACE[1]
        below = LANE_PX + SPACE[0] + 2 * label.height() + SPACE[2]
        return QRectF(left, top, size.width() - left - SPACE[3], size.height() - top - below)

    def _draw_title(self, painter: QPainter) -> None:
        bold = QFont(self.font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(QColor(self.colours.text))
        painter.drawText(QPointF(SPACE[3], SPACE[3] + QFontMetricsF(bold).ascent()), self.title)

    @property
    def _second_line(self) -> float:
        metrics = QFontMetricsF(self.font)
        return SPACE[3] + metrics.height() + SPACE[1] + metrics.ascent()

    def _draw_legend(self, painter: QPainter) -> None:
        colours, metrics = self.colours, QFontMetricsF(small(self.font))
        painter.setFont(small(self.font))
        left, base = float(SPACE[3]), self._second_line
        middle = base - metrics.xHeight() / 2
        for words, colour, height in (
            ("sent", colours.accent, 8.0),
            ("planned", colours.text, 1.0),
            ("stall", colours.warning, 8.0),
        ):
            painter.fillRect(QRectF(left, middle - height / 2, SPACE[2], height), QColor(colour))
            painter.setPen(QColor(colours.muted))
            painter.drawText(QPointF(left + SPACE[2] + SPACE[0], base), words)
            left += SPACE[2] + SPACE[0] + metrics.horizontalAdvance(words) + SPACE[3]

    def _draw_figures(self, painter: QPainter, figures: GapFigures, right: float) -> None:
        told = [("p50", figures.percentile_ns(50)), ("p95", figures.percentile_ns(95)), ("max", figures.longest_ns)]
        words = [f"{name} {duration(ns)}" for name, ns in told if ns is not None]
        words.insert(0, _counted(sum(row.chunks for row in self.rows), "chunk"))
        if figures.stalls:
            words.append(_counted(figures.stalls, "stall"))
        text = "   ".join(words)
        painter.setFont(self.font)
        painter.setPen(QColor(self.colours.text))
        width = QFontMetricsF(self.font).horizontalAdvance(text)
        painter.drawText(QPointF(right - width, self._second_line), text)

    def _draw_names(self, painter: QPainter, plot: QRectF, bottom: float) -> None:
        metrics = QFontMetricsF(small(self.font))
        painter.setFont(small(self.font))
        painter.setPen(QColor(self.colours.muted))
        foot = QRectF(plot.left(), bottom - SPACE[1] - metrics.height(), plot.width(), metrics.height())
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, ACROSS)
        painter.save()
        painter.translate(SPACE[1] + metrics.ascent(), plot.bottom())
        painter.rotate(-90)
        painter.drawText(QPointF(0, 0), UP)
        painter.restore()


def _counted(count: int, noun: str) -> str:
    return f"{grouped(count)} {noun}{'' if count == 1 else 's'}"
