"""A slider along a Scale: answers while it is dragged, steps by visible digits, returns on a double click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from mockpanel.gui import theme
from mockpanel.gui.widgets import slider_track
from mockpanel.gui.widgets.quantities import Quantity
from mockpanel.gui.widgets.scale import Scale
from mockpanel.gui.widgets.slider_track import Track

RESOLUTION = 10_000
"""Positions on the track as assistive technology sees them; the value itself is not cut to them."""

WHEEL_NOTCH = 120
"""Qt's angle for one notch (QWheelEvent.angleDelta)."""


class ValueSlider(QSlider):
    """Holds the value that it was shown last, exactly, even where it lies between two pixels or beyond the track."""

    edited = Signal(float)

    def __init__(self, scale: Scale, quantity: Quantity, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._scale = scale
        self._quantity = quantity
        self._value = scale.low
        self._reference: float | None = None
        self._colours = theme.colours()
        self._grip = 0.0
        self._turned = 0
        self.setRange(0, RESOLUTION)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.valueChanged.connect(self._moved_from_outside)

    def show_value(self, value: float) -> None:
        """Puts the handle where the value stands; at the end if it lies beyond."""
        self._value = value
        with QSignalBlocker(self):
            self.setValue(round(self._scale.position(value) * RESOLUTION))
        self.setAccessibleDescription(self._quantity.shown(value))
        self.update()

    def show_reference(self, value: float | None) -> None:
        """Marks the value that a double click returns to; None for none."""
        self._reference = value
        self.update()

    def show_colours(self, colours: theme.Colours) -> None:
        """Paints in these from now on."""
        self._colours = colours
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough to aim; as high as the handle and one line of labels."""
        return QSize(240, slider_track.height(self.font()))

    def minimumSizeHint(self) -> QSize:
        """Narrow is hard to aim at, but whole."""
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints the track as it stands."""
        painter = QPainter(self)
        self._track().paint(painter, self.font())
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows step by the last visible digit, with Shift by ten; Page keys go from mark to mark."""
        keys = Qt.Key
        steps = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        match event.key():
            case keys.Key_Right | keys.Key_Up:
                self._step(steps)
            case keys.Key_Left | keys.Key_Down:
                self._step(-steps)
            case keys.Key_PageUp:
                self._change(self._scale.next_mark(self._value, 1))
            case keys.Key_PageDown:
                self._change(self._scale.next_mark(self._value, -1))
            case keys.Key_Home:
                self._change(self._scale.low)
            case keys.Key_End:
                self._change(self._scale.last)
            case _:
                event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Goes on by round values, once the slider is being used; a touch pad's small turns add up.

        Else the wheel is left to what is around, which may be scrolled through.
        """
        if not self.hasFocus():
            event.ignore()
            return
        self._turned += event.angleDelta().y() or event.angleDelta().x()
        notches = int(self._turned / WHEEL_NOTCH)
        if notches:
            self._turned -= notches * WHEEL_NOTCH
            self._change(self._scale.nudged(self._value, notches))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes the handle where it is gripped, or brings it to the pointer."""
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        distance = event.position().x() - self._track().x(self._value)
        gripped = abs(distance) <= slider_track.HANDLE + 2
        self._grip = distance if gripped else 0.0
        self.setSliderDown(True)
        if not gripped:
            self._drag(event)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The value follows the pointer."""
        if self.isSliderDown():
            self._drag(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lets go."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(False)
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Returns to the reference; without one, it is a second click."""
        if event.button() is Qt.MouseButton.LeftButton and self._reference is not None:
            self._change(self._reference)
        else:
            self.mousePressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """A new font has another height."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()

    def _track(self) -> Track:
        return Track(
            scale=self._scale,
            width=self.width(),
            value=self._value,
            reference=self._reference,
            colours=self._colours,
            enabled=self.isEnabled(),
            focused=self.hasFocus(),
            active=self.isSliderDown(),
        )

    def _drag(self, event: QMouseEvent) -> None:
        self._change(self._scale.snapped(self._track().position(event.position().x() - self._grip)))

    def _step(self, steps: int) -> None:
        self._change(self._scale.stepped(self._value, steps * self._quantity.last_digit(self._value)))

    def _moved_from_outside(self, position: int) -> None:
        self._change(self._scale.snapped(position / RESOLUTION))

    def _change(self, value: float) -> None:
        if value != self._value:
            self.show_value(value)
            self.edited.emit(value)
