"""A line that shows a value with its unit and takes what is typed. Refuses what it cannot read; knows no bounds."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from mockpanel.core.errors import InvalidValue
from mockpanel.gui import theme
from mockpanel.gui.widgets.quantities import Quantity
from mockpanel.gui.widgets.scale import Scale

WIDEST = 9
"""The digits, separators and point that the box has room for, besides the unit."""

PADDING = 2 * (8 + 2 + 2)
"""What the style sheet and QLineEdit itself keep free left and right."""


class QuantityBox(QLineEdit):
    """Enter or leaving takes the text over, Escape puts the value back, arrows step by the last visible digit."""

    edited = Signal(float)
    refused = Signal(str)

    def __init__(self, quantity: Quantity, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quantity = quantity
        self._scale = scale
        self._value = scale.low
        self._click_selects = False
        points = self.font().pointSizeF()
        self.setFont(theme.number_font(points if points > 0 else None))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        unit = max((form.unit for form in quantity.forms), key=len)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("0" * WIDEST + " " + unit) + PADDING)
        self.editingFinished.connect(self._take)
        self.show_value(self._value)

    def show_value(self, value: float) -> None:
        """Shows a value, unless another is just being typed."""
        self._value = value
        if self.isModified() and self.hasFocus():
            return
        self._put_back()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down step; Escape puts the value back."""
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                steps = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
                self._step(steps if event.key() == Qt.Key.Key_Up else -steps)
            case Qt.Key.Key_Escape if self.isModified():
                self._put_back()
                self.selectAll()
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Selects all, so that typing replaces; after a click once the button is up again."""
        super().focusInEvent(event)
        self._click_selects = event.reason() is Qt.FocusReason.MouseFocusReason
        self.selectAll()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Selects all after the click that brought the focus, unless it selected a part."""
        super().mouseReleaseEvent(event)
        if self._click_selects and not self.hasSelectedText():
            self.selectAll()
        self._click_selects = False

    def _take(self) -> None:
        if not self.isModified():
            return
        try:
            value = self._quantity.read(self.text())
        except InvalidValue as error:
            self._put_back()
            self.refused.emit(str(error))
        else:
            self._change(value)
        if self.hasFocus():
            self.selectAll()

    def _step(self, steps: int) -> None:
        self._take()
        self._change(self._scale.stepped(self._value, steps * self._quantity.last_digit(self._value)))
        self.selectAll()

    def _change(self, value: float) -> None:
        self._value = value
        self._put_back()
        self.edited.emit(value)

    def _put_back(self) -> None:
        self.setText(self._quantity.shown(self._value))
        self.setCursorPosition(0)
