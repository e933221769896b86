"""How many tokens go into one chunk: a spin box that says "token" or "tokens"."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QPalette
from PySide6.QtWidgets import QSpinBox, QStyle, QStyleOptionSpinBox, QWidget

from mockpanel.core.settings import SPECS
from mockpanel.gui.widgets.chevron import paint_chevron

PADDING = 7
BUTTONS = 20
BARE_BUTTONS = f"""
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: 0; background: transparent; width: {BUTTONS}px; }}
QAbstractSpinBox::up-arrow, QAbstractSpinBox::down-arrow {{ image: none; width: 0; height: 0; }}
"""
"""The buttons without what the style draws on them; their arrows are painted here."""


class ChunkBox(QSpinBox):
    """Arrow keys step by one, with Shift by ten; what is typed counts when it is done."""

    edited = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        spec = SPECS["tokens_per_chunk"]
        assert spec.low is not None
        assert spec.high is not None
        self.setRange(int(spec.low), int(spec.high))
        self.setKeyboardTracking(False)
        self.setStyleSheet(BARE_BUTTONS)
        self.lineEdit().setAccessibleName(spec.label)
        self.lineEdit().setFocusPolicy(Qt.FocusPolicy.NoFocus)  # one stop for both: Qt gives a proxy this policy too
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(PADDING, 0, 0, 0)
        self._name_unit(self.value())
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(f"{self.maximum()} tokens") + BUTTONS + 2 * PADDING)
        self.valueChanged.connect(self._name_unit)
        self.valueChanged.connect(self.edited)

    def show_value(self, tokens: int) -> None:
        """Shows a chunk size."""
        with QSignalBlocker(self):
            self.setValue(tokens)
            self._name_unit(tokens)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With Shift, Up and Down step by ten."""
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if shifted and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepBy(10 if event.key() == Qt.Key.Key_Up else -10)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box as the style has it, and the arrows."""
        super().paintEvent(event)
        option = QStyleOptionSpinBox()
        self.initStyleOption(option)
        complex_control = QStyle.ComplexControl.CC_SpinBox
        for part, up in ((QStyle.SubControl.SC_SpinBoxUp, True), (QStyle.SubControl.SC_SpinBoxDown, False)):
            place = self.style().subControlRect(complex_control, option, part, self)
            paint_chevron(self, place, self.palette().color(QPalette.ColorRole.PlaceholderText), up=up)

    def _name_unit(self, tokens: int) -> None:
        self.setSuffix(" token" if tokens == 1 else " tokens")
