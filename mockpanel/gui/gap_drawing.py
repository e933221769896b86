"""Draws the rows of one stream with any painter: bars, planned line, ticks and axes. Knows no widget."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from mockpanel.core.gaps import LogScale, Mark, marks
from mockpanel.core.ledger import Sent
from mockpanel.core.measures import duration, grouped
from mockpanel.gui.theme import SPACE, Colours

BAR_PX = 4.0
LANE_PX = 14.0
"""The ticks' lane below the bars: planned in its upper half, sent in its lower."""

WAIT_SHARE = 0.2
"""The wait for the first token takes at most so much of the axis, measured by what follows it."""

LEAST_SPAN_NS = 1_000_000
LEAST_LABEL_PX = 72.0
SMALL = 0.85


def small(font: QFont) -> QFont:
    """The font of the labels."""
    smaller = QFont(font)
    smaller.setPointSizeF(font.pointSizeF() * SMALL)
    return smaller


def span_of(first_ns: int, last_ns: int, room: float = 1.0) -> tuple[float, float]:
    """Where the axis of time begins and ends for rows from first to last; `room` is left for so many times as much."""
    span = max((last_ns - first_ns) * room, LEAST_SPAN_NS)
    return max(0.0, first_ns - WAIT_SHARE * span), first_ns + span * 1.005


@dataclass(frozen=True, slots=True)
class Axes:
    """Where a time and a gap stand. `plot` is the bars' area; places are snapped to device pixels."""

    plot: QRectF
    ratio: float
    start_ns: float
    end_ns: float
    scale: LogScale
    column_ns: float = field(init=False)
    """The time that one device pixel stands for."""

    def __post_init__(self) -> None:
        width = max(1.0, self.plot.width() * self.ratio)
        object.__setattr__(self, "column_ns", (self.end_ns - self.start_ns) / width)

    @classmethod
    def plot_of(cls, size: QSizeF, font: QFont) -> QRectF:
        """The bars' area of a widget: the numbers stand above, the lane and the times below, the gaps to the left."""
        metrics = QFontMetricsF(small(font))
        top = SPACE[1] + QFontMetricsF(font).height() + SPACE[1]
        left = SPACE[2] + math.ceil(metrics.horizontalAdvance("100 ms")) + SPACE[1]
        below = LANE_PX + SPACE[0] + metrics.height() + SPACE[0]
        return QRectF(left, top, max(1.0, size.width() - left - SPACE[2]), max(1.0, size.height() - top - below))

    def x(self, ns: float) -> float:
        """The place of a time, kept inside the plot."""
        pixels = math.floor((ns - self.start_ns) / self.column_ns) / self.ratio
        return self.plot.left() + min(self.plot.width(), max(0.0, pixels))

    def y(self, gap_ns: float) -> float:
        """The height of a gap."""
        return self.plot.bottom() - self.scale.fraction(gap_ns) * self.plot.height()

    def time_at(self, x: float) -> float:
        """The time at a place."""
        return self.start_ns + (x - self.plot.left()) * self.ratio * self.column_ns


@dataclass(frozen=True, slots=True)
class _Ink:
    """The colours of marks, made once: a mark takes as long as its colours to make."""

    bar: QColor
    stall: QColor
    warning: QColor
    plan: QColor
    tick: QColor
    sent: QColor

    @classmethod
    def of(cls, colours: Colours) -> _Ink:
        return cls(
            _blend(colours.accent, colours.surface, 0.6),
            _blend(colours.warning, colours.surface, 0.15),
            *map(QColor, (colours.warning, colours.text, colours.tick, colours.accent)),
        )


class GapDrawing:
    """How rows look on some axes; each draw_* adds to what the painter has drawn."""

    def __init__(self, axes: Axes, colours: Colours, font: QFont) -> None:
        self._axes = axes
        self._colours = colours
        self._font = small(font)
        self._ink = _Ink.of(colours)

    @property
    def mark_ns(self) -> float:
        """The time whose rows share one mark."""
        return self._axes.column_ns

    def draw_axes(self, painter: QPainter, first_ns: int) -> None:
        """The scales, and the wait for the first chunk."""
        painter.setFont(self._font)
        self._draw_gaps(painter)
        self._draw_times(painter)
        self._draw_wait(painter, first_ns)

    def draw_rows(
        self, painter: QPainter, rows: Sequence[Sent], stall_ns: int, first: int = 0, most: int | None = None
    ) -> tuple[int, int]:
        """The rows from `first` on, at most so many marks; returns the rows drawn by now and the stalls among them."""
        painter.setFont(self._font)
        found = marks(rows, int(self._axes.start_ns), self.mark_ns, first)[:most]
        stalls = 0
        for mark in found:
            stalled = mark.gap_ns >= stall_ns
            self._draw_bar(painter, mark, stalled=stalled)
            stalls += stalled
        for mark in found:
            self._draw_plan(painter, mark, rows[max(0, mark.first - 1)].sent_ns)
        self._draw_ticks(painter, rows, found)
        return found[-1].last + 1, stalls

    def _draw_gaps(self, painter: QPainter) -> None:
        plot, metrics = self._axes.plot, QFontMetricsF(self._font)
        painter.setPen(QColor(self._colours.muted))
        for ns in self._axes.scale.decades_ns:
            y = round(self._axes.y(ns))
            painter.fillRect(QRectF(plot.left(), y, plot.width(), 1), QColor(self._colours.hairline))
            words = QRectF(0, y - metrics.height() / 2, plot.left() - SPACE[1], metrics.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, decade_words(ns))

    def _draw_times(self, painter: QPainter) -> None:
        axes, plot, metrics = self._axes, self._axes.plot, QFontMetricsF(self._font)
        step = _round_step((axes.end_ns - axes.start_ns) / max(1.0, plot.width() / LEAST_LABEL_PX))
        baseline = plot.bottom() + LANE_PX + SPACE[0] + metrics.ascent()
        for count in range(math.ceil(axes.start_ns / step), math.floor(axes.end_ns / step) + 1):
            words = _time(count * step, step)
            x, width = axes.x(count * step), metrics.horizontalAdvance(words)
            painter.fillRect(QRectF(x, plot.bottom() + LANE_PX, 1, 3), QColor(self._colours.border))
            painter.drawText(QPointF(min(x - width / 2, plot.right() + SPACE[1] - width), baseline), words)

    def _draw_wait(self, painter: QPainter, first_ns: int) -> None:
        """The time to the first token, as much of it as the axis has room for."""
        self.draw_span(painter, "first token", 0, first_ns)

    def draw_span(self, painter: QPainter, name: str, from_ns: int, to_ns: int) -> None:
        """A time in which nothing comes, with its name and length where there is room for them."""
        plot, metrics, left = self._axes.plot, QFontMetricsF(self._font), self._axes.x(from_ns)
        span = QRectF(left, plot.top(), self._axes.x(to_ns) - left, plot.height() + LANE_PX)
        painter.fillRect(span, QColor(self._colours.window))
        length = duration(to_ns - from_ns)
        for words in ((name, length), (length,)):
            if max(map(metrics.horizontalAdvance, words)) < span.width() - SPACE[1]:
                painter.drawText(span, Qt.AlignmentFlag.AlignCenter, "\n".join(words))
                return

    def _draw_bar(self, painter: QPainter, mark: Mark, *, stalled: bool) -> None:
        axes = self._axes
        if mark.gap_ns <= 0:
            return
        pixel = 1 / axes.ratio
        left, right, bottom = axes.x(mark.from_ns), axes.x(mark.sent_ns), axes.plot.bottom()
        top = min(axes.y(mark.gap_ns), bottom - 1)
        if stalled:
            self._draw_stall(painter, QRectF(left, top, right + pixel - left, bottom - top), mark.gap_ns)
            return
        width = min(BAR_PX, max(pixel, right - left - 1))
        bar = QRectF(right + pixel - width, top, width, bottom - top)
        painter.fillRect(bar, self._ink.bar)

    def _draw_stall(self, painter: QPainter, span: QRectF, gap_ns: int) -> None:
        colour = self._ink.warning
        painter.fillRect(span, self._ink.stall)
        painter.fillRect(QRectF(span.left(), span.top(), span.width(), 2), colour)
        end = min(BAR_PX, span.width())
        painter.fillRect(QRectF(span.right() - end, span.top(), end, span.height()), colour)
        words = duration(gap_ns)
        if QFontMetricsF(self._font).horizontalAdvance(words) < span.width() - BAR_PX - SPACE[1]:
            painter.setPen(colour)
            inside = span.adjusted(0, SPACE[0], -BAR_PX, 0)
            painter.drawText(inside, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, words)

    def _draw_plan(self, painter: QPainter, mark: Mark, before_ns: int) -> None:
        if mark.planned_ns <= 0:
            return
        axes = self._axes
        left, right = axes.x(before_ns), axes.x(mark.sent_ns)
        line = QRectF(left, round(axes.y(mark.planned_ns)), right - left + 1 / axes.ratio, 1)
        painter.fillRect(line, self._ink.plan)

    def _draw_ticks(self, painter: QPainter, rows: Sequence[Sent], found: list[Mark]) -> None:
        axes, half = self._axes, (LANE_PX - 4) / 2
        top = axes.plot.bottom() + 3
        for mark in found:
            planned_ns = rows[mark.last].planned_ns
            if axes.start_ns <= planned_ns <= axes.end_ns:
                painter.fillRect(QRectF(axes.x(planned_ns), top, 1, half), self._ink.tick)
            sent = QRectF(axes.x(rows[mark.last].sent_ns), top + half, 1, half)
            painter.fillRect(sent, self._ink.sent)


def _blend(colour: str, ground: str, share: float) -> QColor:
    """An opaque mix, so that bars drawn over each other keep their colour."""
    above, below = QColor(colour), QColor(ground)
    mixed = (
        round(a * share + b * (1 - share))
        for a, b in zip(above.getRgb()[:3], below.getRgb()[:3], strict=True)  # type: ignore[index]
    )
    return QColor(*mixed)


def decade_words(ns: float) -> str:
    """A line of the scale of gaps: 10 ms."""
    if ns >= 1e9:
        return f"{ns / 1e9:g} s"
    return f"{ns / 1e6:g} ms" if ns >= 1e5 else f"{ns / 1e3:g} µs"


def _round_step(least: float) -> float:
    """The next larger of 1, 2 and 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(max(least, 1.0)))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least)


def _time(ns: float, step: float) -> str:
    if ns == 0:
        return "0"
    if step >= 1e8:
        return f"{grouped(ns / 1e9, 0 if step >= 1e9 else 1)} s"
    return f"{grouped(ns / 1e6, 0 if step >= 1e6 else 2)} ms"
