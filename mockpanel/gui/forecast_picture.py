"""Draws a forecast as a stream's gaps are drawn, but for one lane of ticks and its thinking. Knows no widget."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QFont, QPainter

from mockpanel.core.forecast import Forecast
from mockpanel.core.gaps import Mark
from mockpanel.core.ledger import Sent
from mockpanel.core.pacing import SECOND_NS
from mockpanel.gui.gap_drawing import LANE_PX, Axes, GapDrawing
from mockpanel.gui.gap_picture import GapPicture
from mockpanel.gui.theme import Colours


class ForecastDrawing(GapDrawing):
    """Nothing was sent yet, so that there is nothing to set beside the plan."""

    def __init__(self, axes: Axes, colours: Colours, font: QFont, thinking_ns: int) -> None:
        super().__init__(axes, colours, font)
        self._thinking_ns = thinking_ns

    @property
    def mark_ns(self) -> float:
        """A whole pixel's, on fine screens too: it is drawn while somebody drags, and must be done at once."""
        return self._axes.column_ns * self._axes.ratio

    def _draw_wait(self, painter: QPainter, first_ns: int) -> None:
        begun_ns = first_ns - self._thinking_ns
        super()._draw_wait(painter, begun_ns)
        if self._thinking_ns:
            self.draw_span(painter, "thinking", begun_ns, first_ns)

    def _draw_plan(self, painter: QPainter, mark: Mark, before_ns: int) -> None:
        """The bars are the plan."""

    def _draw_ticks(self, painter: QPainter, rows: Sequence[Sent], found: list[Mark]) -> None:
        axes = self._axes
        top, height = axes.plot.bottom() + 3, LANE_PX - 4
        colour = QColor(self._colours.accent)
        for mark in found:
            painter.fillRect(QRectF(axes.x(rows[mark.last].planned_ns), top, 1, height), colour)


class ForecastPicture(GapPicture):
    """A pixmap of what is to come."""

    def __init__(self, size: QSizeF, axes: Axes, colours: Colours, font: QFont, forecast: Forecast) -> None:
        self._thinking_ns = round(forecast.pace.thinking * SECOND_NS)
        super().__init__(size, axes, colours, font, forecast.first_ns)

    def _new_drawing(self, colours: Colours, font: QFont) -> GapDrawing:
        return ForecastDrawing(self._axes, colours, font, self._thinking_ns)
