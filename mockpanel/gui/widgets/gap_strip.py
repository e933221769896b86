"""The rhythm of one stream: a tick a chunk, its gaps as bars, planned against sent. Knows rows, and no request."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from mockpanel.core.gaps import GapFigures, LogScale
from mockpanel.core.ledger import Ledger, Sent
from mockpanel.core.measures import difference, duration, grouped
from mockpanel.gui.gap_drawing import LANE_PX, Axes, small, span_of
from mockpanel.gui.gap_picture import GapPicture
from mockpanel.gui.theme import FRAME_MS, LIGHT, SPACE, Colours, number_font

ROOM = 1.2
"""A growing stream gets so much of the time axis, so that it is drawn anew seldom."""

MOST_APPENDED = 2000
"""More new rows than that are drawn with all others, several to a mark."""

MOST_MARKS = 150
"""Of a picture that is drawn anew while its stream runs, so many a frame: more would delay the stream."""

EMPTY = (
    "Each chunk of a stream leaves a tick here, and the wait before it a bar.\nPlay the preview, or choose a request."
)


class GapStrip(QWidget):
    """Draws Sent rows; what was drawn stays in a pixmap, and new rows are added to it."""

    token_pointed = Signal(int)
    """Tokens up to the chunk under the pointer or the cursor; -1 when there is none."""
    time_pressed = Signal(float)
    """A moment in the stream, in ns since the request."""

    empty_words = EMPTY
    """What stands there while there are no rows."""

    heading: tuple[tuple[str, str, float], ...] = (("Gaps", "", 0.0), ("planned", "text", 1.0), ("sent", "accent", 6.0))
    """The name and the key to the marks: word, colour and height of each."""

    def __init__(self, parent: QWidget | None = None, *, empty: str = "") -> None:
        super().__init__(parent)
        self._usual = self._empty = empty or self.empty_words
        self._colours = LIGHT
        self._rows: list[Sent] = []
        self._sent: list[int] = []
        self._ledger: Ledger | None = None
        self._figures = GapFigures()
        self._scale = LogScale.fitting(None, None)
        self._start_ns = 0.0
        self._end_ns = 1.0
        self._picture: GapPicture | None = None
        self._next: GapPicture | None = None
        self._later = QTimer(self, singleShot=True, interval=FRAME_MS)
        self._later.timeout.connect(self.update)
        self._cursor: int | None = None
        self._position_ns: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName("Gaps between chunks")
        self._describe()

    def show_rows(self, rows: Sequence[Sent], *, over: bool = False) -> None:
        """Draws rows. Those that continue the ones shown are added; with `over` the time axis ends with them."""
        known = len(self._rows)
        continues = 0 < known <= len(rows) and rows[0] == self._rows[0] and rows[known - 1] == self._rows[-1]
        if not continues:
            self._forget()
        self._add(list(rows[len(self._rows) :]), fresh=not continues or over)

    def show_ledger(self, ledger: Ledger, *, over: bool = False) -> None:
        """Draws a ledger's rows; called again with the same one, it reads only those that were added."""
        fresh = ledger is not self._ledger or len(ledger) < len(self._rows)
        if fresh:
            self._forget()
            self._ledger = ledger
        self._add(ledger.after(len(self._rows)), fresh=fresh or over)

    def clear(self) -> None:
        """Shows the empty state."""
        self._forget()
        self._describe()
        self.update()

    def show_empty(self, words: str = "") -> None:
        """What stands there while there are no rows; without words what usually does."""
        if (words or self._usual) != self._empty:
            self._empty = words or self._usual
            self._describe()
            self.update()

    def show_position(self, ns: int | None) -> None:
        """A line at the moment that is shown elsewhere; None for none."""
        if ns != self._position_ns:
            self._position_ns = ns
            self.update()

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._colours = colours
        self._redraw()
        self.update()

    def tip(self, place: int) -> str:
        """What is told about one row."""
        row = self._rows[place]
        together = f", {grouped(row.chunks)} chunks together" if row.chunks > 1 else ""
        lines = [
            f"Token {grouped(row.tokens)}{together}",
            f"planned {duration(row.planned_ns)}",
            f"sent {duration(row.sent_ns)}",
            f"difference {difference(row.sent_ns - row.planned_ns)}",
        ]
        if place:
            lines.append(f"gap {duration(row.sent_ns - self._sent[place - 1])}")
        return "\n".join(lines)

    def figures(self) -> list[tuple[str, str]]:
        """The numbers above the plot, each with its name."""
        p50, p95, longest = self._figures.percentile_ns(50), self._figures.percentile_ns(95), self._figures.longest_ns
        if p50 is None or p95 is None or longest is None:
            return []
        return [("p50", duration(p50)), ("p95", duration(p95)), ("max", duration(longest))]

    def stall_words(self) -> str:
        """How many stalls there were; empty for none."""
        count = self._figures.stalls
        return f"{grouped(count)} stall{'s' if count > 1 else ''}" if count else ""

    def place_at(self, x: float) -> int | None:
        """The row nearest to a place in the widget."""
        if not self._rows:
            return None
        ns = self._axes().time_at(x)
        place = min(bisect_left(self._sent, ns), len(self._sent) - 1)
        if place and ns - self._sent[place - 1] < self._sent[place] - ns:
            place -= 1
        return place

    def sizeHint(self) -> QSize:
        """At home."""
        return QSize(560, 120)

    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(280, 84)

    def _forget(self) -> None:
        self._rows, self._sent, self._figures = [], [], GapFigures()
        self._ledger, self._cursor, self._position_ns = None, None, None
        self._redraw()

    def _add(self, new: list[Sent], *, fresh: bool) -> None:
        self._rows += new
        self._sent += [row.sent_ns for row in new]
        self._figures.add(new)
        if self._rows:
            self._fit(fresh=fresh, added=len(new))
        self._describe()
        self.update()

    def _fit(self, *, fresh: bool, added: int) -> None:
        """Keeps the axes where they hold all; else sets them anew, and all is drawn again."""
        scale = LogScale.fitting(self._figures.typical_ns, self._figures.longest_ns)
        first, last = self._sent[0], self._sent[-1]
        if not fresh and last <= self._end_ns and scale == self._scale and added <= MOST_APPENDED:
            return
        if fresh or last > self._end_ns:
            self._start_ns, self._end_ns = span_of(first, last, 1.0 if fresh else ROOM)
        self._scale = scale
        self._redraw(at_once=fresh)

    def _redraw(self, *, at_once: bool = True) -> None:
        """Has all drawn anew: in one go, or over some frames, while the picture so far is shown."""
        if at_once:
            self._picture = self._next = None
        elif self._picture is not None:
            self._next = self._new_picture()

    def _axes(self) -> Axes:
        plot = Axes.plot_of(self.size().toSizeF(), self.font())
        return Axes(plot, self.devicePixelRatioF(), self._start_ns, self._end_ns, self._scale)

    def _describe(self) -> None:
        told = [f"{name} {value}" for name, value in self.figures()]
        told += [words] if (words := self.stall_words()) else []
        self.setAccessibleDescription(", ".join(told) if told else self._empty)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Copies the pixmap; numbers and cursor are drawn each time."""
        painter = QPainter(self)
        if self._rows:
            painter.drawPixmap(0, 0, self._drawn().pixmap)
            self._paint_heading(painter, self._paint_figures(painter))
        else:
            painter.fillRect(self.rect(), QColor(self._colours.surface))
            painter.setPen(QColor(self._colours.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(SPACE[3], 0, -SPACE[3], 0), flags, self._empty)
        self._paint_position(painter)
        self._paint_cursor(painter)

    def _drawn(self) -> GapPicture:
        """The picture with all rows on it, or the one before while that is still being drawn."""
        stall_ns = self._figures.stall_ns
        if self._picture is None or self._picture.axes.ratio != self.devicePixelRatioF():
            self._picture, self._next = self._new_picture(), None
            self._picture.add(self._rows, stall_ns)
        elif self._next is None:
            self._picture.add(self._rows, stall_ns)
            # The median decides what a stall is, and it moves while rows come: draw again where that made a difference.
            if stall_ns != self._picture.stall_ns and self._picture.stalls != self._figures.stalls:
                self._redraw(at_once=False)
        if self._next is not None:
            self._next.add(self._rows, stall_ns, MOST_MARKS)
            if self._next.drawn == len(self._rows):
                self._picture, self._next = self._next, None
            else:
                self._later.start()
        return self._picture

    def _new_picture(self) -> GapPicture:
        return GapPicture(self.size().toSizeF(), self._axes(), self._colours, self.font(), self._sent[0])

    def _paint_figures(self, painter: QPainter) -> float:
        """The numbers, from the right; returns where they begin."""
        colours, right = self._colours, float(self.width() - SPACE[2])
        base, fixed = self._baseline(), number_font(self.font().pointSizeF())
        for name, value in reversed(self.figures()):
            right = _text_left(painter, right, base, value, fixed, colours.text)
            right = _text_left(painter, right - SPACE[0], base, name, small(self.font()), colours.muted) - SPACE[2]
        if words := self.stall_words():
            right = _text_left(painter, right, base, words, small(self.font()), colours.warning) - SPACE[2]
        return right

    def _paint_heading(self, painter: QPainter, right: float) -> None:
        """The name and the key to the marks, each where there is room for it."""
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        end = float(SPACE[2])
        base, colours = self._baseline(), self._colours
        metrics = QFontMetricsF(small(self.font()))
        for words, role, height in self.heading:
            colour = getattr(colours, role) if role else ""
            own = font if not colour else small(self.font())
            width = QFontMetricsF(own).horizontalAdvance(words) + (SPACE[3] if colour else 0)
            if end + width > right:
                return
            if colour:
                middle = base - metrics.xHeight() / 2
                painter.fillRect(QRectF(end, round(middle - height / 2), SPACE[2], height), QColor(colour))
            painter.setFont(own)
            painter.setPen(QColor(colours.muted if colour else colours.text))
            painter.drawText(QPointF(end + (SPACE[3] if colour else 0), base), words)
            end += width + SPACE[2]

    def _paint_position(self, painter: QPainter) -> None:
        if self._position_ns is None or not self._rows:
            return
        axes = self._axes()
        line = QRectF(axes.x(self._position_ns) - 1, axes.plot.top(), 2, axes.plot.height() + LANE_PX)
        painter.fillRect(line, QColor(self._colours.warning))

    def _paint_cursor(self, painter: QPainter) -> None:
        if self._cursor is not None:
            axes = self._axes()
            line = QRectF(axes.x(self._sent[self._cursor]), axes.plot.top(), 1, axes.plot.height() + LANE_PX)
            painter.fillRect(line, QColor(self._colours.text))
        if self.hasFocus():
            painter.setPen(QColor(self._colours.accent))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _baseline(self) -> float:
        return SPACE[1] + QFontMetricsF(self.font()).ascent()

    def _point(self, place: int | None) -> None:
        if place == self._cursor:
            return
        self._cursor = place
        self.token_pointed.emit(-1 if place is None else self._rows[place].tokens)
        self.update()

    def _tell(self, at: QPoint) -> None:
        if self._cursor is not None:
            QToolTip.showText(at, self.tip(self._cursor), self)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tells about the chunk under the pointer."""
        self._point(self.place_at(event.position().x()))
        self._tell(event.globalPosition().toPoint())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tells of the moment."""
        super().mousePressEvent(event)
        if self._rows and event.button() is Qt.MouseButton.LeftButton:
            self.time_pressed.emit(max(0.0, self._axes().time_at(event.position().x())))

    def leaveEvent(self, _event: QEvent) -> None:
        """Points at nothing."""
        self._point(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Points at nothing."""
        self._point(None)
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go from chunk to chunk."""
        last = len(self._rows) - 1
        here = -1 if self._cursor is None else self._cursor
        steps = {
            Qt.Key.Key_Left: max(0, here - 1),
            Qt.Key.Key_Right: min(last, here + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._cursor is not None:
            self.time_pressed.emit(float(self._sent[self._cursor]))
            return
        place = steps.get(Qt.Key(event.key()))
        if place is None or last < 0:
            super().keyPressEvent(event)
            return
        self._point(place)
        axes = self._axes()
        self._tell(self.mapToGlobal(QPointF(axes.x(self._sent[place]), axes.plot.center().y()).toPoint()))

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """All is drawn again."""
        self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        """Another font draws all again."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._redraw()
        super().changeEvent(event)


def _text_left(painter: QPainter, right: float, baseline: float, text: str, font: QFont, colour: str) -> float:
    """Draws text that ends at `right`; returns where it begins."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    left = right - QFontMetricsF(font).horizontalAdvance(text)
    painter.drawText(QPointF(left, baseline), text)
    return left
