"""A line of time to drag along: from the request to the last chunk of its answer. Knows a length, and no record."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSlider, QWidget

from mockpanel.core.gaps import MS_NS
from mockpanel.gui.theme import CONTROL_HEIGHT, LIGHT, Colours

MARGIN_PX = 10
HANDLE_PX = 7.0
LEAST_WIDTH_PX = 120


class TimeLine(QSlider):
    """A slider in whole milliseconds; its keys go from chunk to chunk."""

    moved_to = Signal(float)
    """Where it was dragged or pressed, in ns since the request."""
    stepped = Signal(int)
    """One chunk on (1) or back (-1)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._colours = LIGHT
        self._first = 0.0
        self.setAccessibleName("Place in the record, in milliseconds")
        self.setToolTip("Drag to any moment (← → go from chunk to chunk, Home and End to the ends)")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.sliderMoved.connect(lambda ms: self.moved_to.emit(float(ms * MS_NS)))

    def show_length(self, length_ns: int, first_ns: int) -> None:
        """How long the answer took, and when its first chunk came."""
        self._first = first_ns / max(length_ns, 1)
        with QSignalBlocker(self):
            self.setRange(0, -(-length_ns // MS_NS))
        self.update()

    def show_position(self, ns: int) -> None:
        """The moment that is shown; a hand that drags is not disturbed."""
        if not self.isSliderDown():
            with QSignalBlocker(self):
                self.setValue(round(ns / MS_NS))
            self.update()

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._colours = colours
        self.update()

    def sizeHint(self) -> QSize:
        """At home."""
        return QSize(320, CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Still exact enough."""
        return QSize(LEAST_WIDTH_PX, CONTROL_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The wait for the first chunk is a thin line, what follows a strong one as far as it is shown."""
        colours, middle = self._colours, self.height() / 2
        here = self._x(self.value() / max(self.maximum(), 1))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, end = self._x(self._first), self._x(1.0)
        for left, right, colour, width in (
            (self._x(0.0), first, colours.border, 1.0),
            (first, end, colours.border, 3.0),
            (self._x(0.0), min(here, first), colours.accent, 1.5),
            (first, here, colours.accent, 4.0),
        ):
            if right > left:
                painter.setPen(QPen(QColor(colour), width))
                painter.drawLine(QPointF(left, middle), QPointF(right, middle))
        self._paint_handle(painter, QPointF(here, middle))

    def _paint_handle(self, painter: QPainter, centre: QPointF) -> None:
        accent = QColor(self._colours.accent)
        painter.setPen(QPen(accent, 2))
        painter.setBrush(accent if self.isSliderDown() else QColor(self._colours.surface))
        painter.drawEllipse(centre, HANDLE_PX, HANDLE_PX)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, HANDLE_PX + 2, HANDLE_PX + 2)

    def _x(self, share: float) -> float:
        return MARGIN_PX + share * (self.width() - 2 * MARGIN_PX)

    def _go_to(self, x: float) -> None:
        share = (x - MARGIN_PX) / max(self.width() - 2 * MARGIN_PX, 1)
        self.setSliderPosition(round(min(max(share, 0.0), 1.0) * self.maximum()))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Goes to the place, and is dragged from there."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._go_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Goes along."""
        if self.isSliderDown():
            self._go_to(event.position().x())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Stays there."""
        self.setSliderDown(False)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From chunk to chunk, or to an end."""
        match event.key():
            case Qt.Key.Key_Right | Qt.Key.Key_Up:
                self.stepped.emit(1)
            case Qt.Key.Key_Left | Qt.Key.Key_Down:
                self.stepped.emit(-1)
            case Qt.Key.Key_Home:
                self.moved_to.emit(0.0)
            case Qt.Key.Key_End:
                self.moved_to.emit(float(self.maximum() * MS_NS))
            case _:
                event.ignore()
