"""The next seconds of a stream that has not begun: a tick a chunk, its gaps as bars. Knows a forecast only."""

from __future__ import annotations

from PySide6.QtCore import QSize

from mockpanel.core.forecast import Forecast
from mockpanel.core.gaps import LogScale
from mockpanel.core.measures import duration, grouped
from mockpanel.gui.forecast_picture import ForecastPicture
from mockpanel.gui.gap_picture import GapPicture
from mockpanel.gui.widgets.gap_strip import GapStrip


class ForecastStrip(GapStrip):
    """Its axis stays as long while a shape is changed, so that it can be seen to change; its numbers are of the whole
    answer, also where that is longer."""

    empty_words = "The next seconds of the stream."
    heading = (("Forecast", "", 0.0),)

    def show_forecast(self, forecast: Forecast) -> None:
        """Draws what is due."""
        self._forget()
        self._forecast = forecast
        self._rows = forecast.pictured
        self._sent = [row.planned_ns for row in self._rows]
        self._figures = forecast.figures
        self._scale = LogScale.fitting(self._figures.typical_ns, self._figures.longest_ns)
        self._start_ns, self._end_ns = float(forecast.begins_ns), float(forecast.ends_ns)
        self.setAccessibleName("Forecast of the gaps between chunks")
        self._describe()
        self.update()

    def figures(self) -> list[tuple[str, str]]:
        """The numbers above the plot; an unpaced stream has none before it is sent."""
        return [] if not self._rows or self._forecast.unpaced else super().figures()

    def tip(self, place: int) -> str:
        """What is told about one chunk."""
        row = self._rows[place]
        if self._forecast.unpaced:
            return f"From {duration(row.planned_ns)} on, as fast as the client reads"
        lines = [f"Token {grouped(row.tokens)}", f"due {duration(row.planned_ns)}"]
        if place:
            lines.append(f"gap {duration(row.planned_ns - self._sent[place - 1])}")
        return "\n".join(lines)

    def sizeHint(self) -> QSize:
        """As wide as a column of settings."""
        return QSize(320, 132)

    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(240, 132)

    def _new_picture(self) -> GapPicture:
        return ForecastPicture(self.size().toSizeF(), self._axes(), self._colours, self.font(), self._forecast)
