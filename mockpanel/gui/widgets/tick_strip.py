"""One line of ticks along a time axis, a tick for each chunk: the rhythm of one way to shape a stream, at a glance."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mockpanel.core.forecast import Forecast
from mockpanel.core.measures import duration
from mockpanel.gui import theme

HEIGHT = 14


class TickStrip(QWidget):
    """Shows the next ten seconds of a stream with nothing but this shape; empty until it is given one."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._colours = theme.colours()
        self._forecast: Forecast | None = None
        self._shares: list[float] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{title} alone")

    def show_forecast(self, forecast: Forecast) -> None:
        """Draws when its chunks are due; the tooltip has the numbers."""
        begins_ns, span_ns = forecast.begins_ns, forecast.ends_ns - forecast.begins_ns
        self._forecast = forecast
        self._shares = [(row.planned_ns - begins_ns) / span_ns for row in forecast.pictured]
        told = f"{self._title} alone, the next 10 s"
        gaps = [forecast.figures.percentile_ns(percent) for percent in (50, 95, 100)]
        if not forecast.unpaced and gaps[0] is not None:
            named = zip(("p50", "p95", "max"), gaps, strict=True)
            told += ": " + ", ".join(f"{name} {duration(gap_ns or 0)}" for name, gap_ns in named)
        self.setToolTip(told)
        self.setAccessibleDescription(told)
        self.update()

    def show_colours(self, colours: theme.Colours) -> None:
        """Paints in these from now on."""
        self._colours = colours
        self.update()

    def sizeHint(self) -> QSize:
        """A low line."""
        return QSize(240, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(120, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A ground line, and one tick a pixel at most."""
        painter = QPainter(self)
        width, height = self.width() - 1, self.height()
        painter.setPen(QColor(self._colours.hairline))
        painter.drawLine(0, height - 1, self.width(), height - 1)
        painter.setPen(QPen(QColor(self._colours.accent), 1))
        places = sorted({round(share * width) for share in self._shares})
        painter.drawLines([QLineF(x + 0.5, 1, x + 0.5, height - 2) for x in places])
        painter.end()
