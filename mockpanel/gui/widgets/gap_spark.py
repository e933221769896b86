"""The gaps of one way to shape a stream as a line of low bars, and in numbers: its rhythm at a glance."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mockpanel.core.forecast import Forecast
from mockpanel.core.gaps import LogScale, marks
from mockpanel.core.measures import duration
from mockpanel.gui import theme
from mockpanel.gui.gap_drawing import small
from mockpanel.gui.theme import SPACE

BARS = 16
"""The height of the bars; the numbers stand below them."""


class GapSpark(QWidget):
    """Shows the next seconds of a stream with nothing but this shape; empty until it is given one."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._colours = theme.colours()
        self._forecast: Forecast | None = None
        self._bars: list[QLineF] = []
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{title} alone")

    def show_forecast(self, forecast: Forecast) -> None:
        """Draws when its chunks are due; the tooltip has the numbers."""
        self._forecast = forecast
        self._bars = []
        self._words = _in_words(forecast)
        self.setToolTip(f"{self._title} and no other shape.\n{self._words}")
        self.setAccessibleDescription(self._words)
        self.update()

    def show_colours(self, colours: theme.Colours) -> None:
        """Paints in these from now on."""
        self._colours = colours
        self.update()

    def sizeHint(self) -> QSize:
        """Ticks and a line of words."""
        return QSize(240, self._height())

    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(120, self._height())

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Another width has other pixels."""
        self._bars = []

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A ground line, a bar a pixel at most, and the words."""
        painter = QPainter(self)
        painter.setPen(QColor(self._colours.border))
        painter.drawLine(0, BARS, self.width(), BARS)
        if self._forecast is not None:
            self._bars = self._bars or _bars(self._forecast, self.width())
        painter.setPen(QPen(QColor(self._colours.accent), 1))
        painter.drawLines(self._bars)
        painter.setFont(small(self.font()))
        painter.setPen(QColor(self._colours.muted))
        painter.drawText(self.rect().adjusted(0, BARS + SPACE[0], 0, 0), Qt.AlignmentFlag.AlignTop, self._words)
        painter.end()

    def _height(self) -> int:
        return BARS + SPACE[0] + round(QFontMetricsF(small(self.font())).height())


def _bars(forecast: Forecast, width: int) -> list[QLineF]:
    """As high as the longest gap before each pixel, on a logarithmic scale."""
    figures, begins_ns = forecast.figures, forecast.begins_ns
    scale = LogScale.fitting(figures.typical_ns, figures.longest_ns)
    column_ns = (forecast.ends_ns - begins_ns) / max(width, 1)
    bars = []
    for mark in marks(forecast.pictured, begins_ns, column_ns):
        x, height = (mark.sent_ns - begins_ns) // column_ns + 0.5, max(scale.fraction(mark.gap_ns) * BARS, 1)
        bars.append(QLineF(x, BARS - height, x, BARS - 1))
    return bars


def _in_words(forecast: Forecast) -> str:
    """The gaps as far as there are any."""
    gaps = [forecast.figures.percentile_ns(percent) for percent in (50, 95, 100)]
    if forecast.unpaced or None in gaps:
        return "Alone: as fast as the client reads"
    named = zip(("p50", "p95", "max"), gaps, strict=True)
    return "Alone: " + " · ".join(f"{name} {duration(gap_ns or 0)}" for name, gap_ns in named)
