"""The gaps of a captured answer, drawn as a stream's are; nothing was planned, so that there is one lane of ticks."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont

from mockpanel.core.measures import duration, grouped
from mockpanel.gui.forecast_picture import ForecastDrawing
from mockpanel.gui.gap_drawing import GapDrawing
from mockpanel.gui.gap_picture import GapPicture
from mockpanel.gui.theme import Colours
from mockpanel.gui.widgets.gap_strip import GapStrip


class CaptureStrip(GapStrip):
    """Shows a ledger whose rows were planned for when they came."""

    empty_words = "The gaps of the chosen capture."
    heading = (("Gaps", "", 0.0), ("captured", "accent", 6.0))

    def tip(self, place: int) -> str:
        """What is told about one chunk."""
        row = self._rows[place]
        lines = [f"Token {grouped(row.tokens)}", f"came {duration(row.sent_ns)}"]
        if place:
            lines.append(f"gap {duration(row.sent_ns - self._sent[place - 1])}")
        return "\n".join(lines)

    def sizeHint(self) -> QSize:
        """The largest part of what is told of a capture."""
        return QSize(320, 128)

    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(240, 96)

    def _new_picture(self) -> GapPicture:
        return CapturePicture(self.size().toSizeF(), self._axes(), self._colours, self.font(), self._sent[0])


class CapturePicture(GapPicture):
    """A pixmap of what came."""

    def _new_drawing(self, colours: Colours, font: QFont) -> GapDrawing:
        return ForecastDrawing(self._axes, colours, font, 0)
