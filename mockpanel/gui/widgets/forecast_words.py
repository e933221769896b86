"""What a forecast comes to, in words below its picture: first token, length, and what the gaps would be without it."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from mockpanel.core.forecast import Forecast
from mockpanel.core.measures import THIN, duration, grouped, long_time
from mockpanel.core.pacing import SECOND_NS
from mockpanel.gui.widgets.words import Words

READABLE_MS = 150
"""Numbers that change more often cannot be read, and another text makes Qt lay out the column again."""

REPLAYED_WORDS = "As captured: speed and shape have no say."
STAND_IN_WORDS = "Of a stand-in text, since the response is empty."


class ForecastWords(Words):
    """Two lines, and a third where the text is none of the user's own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("muted", parent)
        self._told = ""
        self._timer = QTimer(self, singleShot=True, interval=READABLE_MS)
        self._timer.timeout.connect(self._render)
        self.setAccessibleName("Forecast in words")

    def show_forecast(self, forecast: Forecast, *, stand_in: bool) -> None:
        """Tells of it, soon."""
        self._told = told(forecast) + (f"\n{STAND_IN_WORDS}" if stand_in else "")
        if not self._timer.isActive():
            self._render()
            self._timer.start()

    def _render(self) -> None:
        if self.text() != self._told:
            self.setText(self._told)


def told(forecast: Forecast) -> str:
    """First token, tokens and length; then an even stream's gap, to compare with, and whether the pauses fit in."""
    tokens = "1 token" if forecast.tokens == 1 else f"{grouped(forecast.tokens)} tokens"
    first = f"First token {duration(forecast.pace.wait_ns)}"
    if forecast.unpaced and not forecast.replays:
        return f"{first}, then {tokens} as fast as the client reads.\nAn unpaced stream has no rhythm to shape."
    length = f"{first}, {tokens} in {long_time(forecast.last_ns / SECOND_NS)}."
    if forecast.replays:
        return f"{length}\n{REPLAYED_WORDS}"
    even = duration(forecast.even_gap_ns)
    if forecast.fits < 1:  # still one line, so that nothing below it moves while somebody drags
        return f"{length}\nEven gaps: {even}. Pauses cut to {_percent(forecast.fits)} to fit."
    return f"{length}\nWithout a shape, each gap is {even}."


def _percent(share: float) -> str:
    percent = share * 100
    return f"{grouped(percent, 0 if percent >= 1 else 2)}{THIN}%"
