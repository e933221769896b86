"""A setting that counts: a spin box that says "token" or "tokens". Takes its bounds and its unit from the setting."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QSpinBox, QStyle, QStyleOptionSpinBox, QWidget

from mockpanel.core.settings import Spec
from mockpanel.gui.widgets.chevron import paint_chevron
from mockpanel.gui.widgets.figures import unit_of, zero_word

PADDING = 7
BUTTONS = 20
BARE_BUTTONS = f"""
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: 0; background: transparent; width: {BUTTONS}px; }}
QAbstractSpinBox::up-arrow, QAbstractSpinBox::down-arrow {{ image: none; width: 0; height: 0; }}
"""
"""The buttons without what the style draws on them; their arrows are painted here."""


class CountBox(QSpinBox):
    """Arrow keys step by one, with Shift by ten; what is typed counts when it is done."""

    edited = Signal(int)

    def __init__(self, spec: Spec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assert spec.low is not None
        assert spec.high is not None
        self._spec = spec
        self.setRange(int(spec.low), int(spec.high))
        self.setSpecialValueText(zero_word(spec))
        self.setKeyboardTracking(False)
        self.setStyleSheet(BARE_BUTTONS)
        self.lineEdit().setAccessibleName(spec.label)
        self.lineEdit().setFocusPolicy(Qt.FocusPolicy.NoFocus)  # one stop for both: Qt gives a proxy this policy too
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(PADDING, 0, 0, 0)
        self._name_unit(self.value())
        widest = self.fontMetrics().horizontalAdvance(f"{self.maximum()} {spec.unit}")
        self.setFixedWidth(widest + BUTTONS + 2 * PADDING)
        self.valueChanged.connect(self._name_unit)
        self.valueChanged.connect(self.edited)

    def show_value(self, count: int) -> None:
        """Shows a number."""
        with QSignalBlocker(self):
            self.setValue(count)
            self._name_unit(count)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With Shift, Up and Down step by ten."""
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if shifted and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepBy(10 if event.key() == Qt.Key.Key_Up else -10)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leaves the wheel to what is around, unless the box is being used."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box as the style has it, and the arrows."""
        super().paintEvent(event)
        option = QStyleOptionSpinBox()
        self.initStyleOption(option)
        complex_control = QStyle.ComplexControl.CC_SpinBox
        for part, up in ((QStyle.SubControl.SC_SpinBoxUp, True), (QStyle.SubControl.SC_SpinBoxDown, False)):
            place = self.style().subControlRect(complex_control, option, part, self)
            paint_chevron(self, place, self.palette().color(QPalette.ColorRole.PlaceholderText), up=up)

    def _name_unit(self, count: int) -> None:
        self.setSuffix(f" {unit_of(self._spec, count)}")
