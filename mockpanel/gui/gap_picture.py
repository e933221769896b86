"""Keeps the drawing of a stream that grows in a pixmap, so that only new rows are drawn. Knows no widget."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap

from mockpanel.core.ledger import Sent
from mockpanel.gui.gap_drawing import Axes, GapDrawing
from mockpanel.gui.theme import Colours


class GapPicture:
    """A pixmap that rows are added to."""

    def __init__(self, size: QSizeF, axes: Axes, colours: Colours, font: QFont, first_ns: int) -> None:
        self._axes = axes
        self._drawing = self._new_drawing(colours, font)
        self.drawn = 0
        """Rows on it so far."""
        self.stall_ns = 0
        """From here on a gap was a stall when it was begun."""
        self.stalls = 0
        """Gaps drawn as stalls."""
        self.pixmap = QPixmap((size * axes.ratio).toSize())
        self.pixmap.setDevicePixelRatio(axes.ratio)
        self.pixmap.fill(QColor(colours.surface))
        with QPainter(self.pixmap) as painter:
            self._drawing.draw_axes(painter, first_ns)

    def _new_drawing(self, colours: Colours, font: QFont) -> GapDrawing:
        return GapDrawing(self._axes, colours, font)

    @property
    def axes(self) -> Axes:
        """Its axes."""
        return self._axes

    def add(self, rows: Sequence[Sent], stall_ns: int, most: int | None = None) -> None:
        """Draws the rows that are not on it yet; at most so many marks at once, if that is said."""
        if self.drawn == len(rows):
            return
        self.stall_ns = self.stall_ns or stall_ns
        with QPainter(self.pixmap) as painter:
            self.drawn, stalls = self._drawing.draw_rows(painter, rows, stall_ns, self.drawn, most)
        self.stalls += stalls
