"""Smaller, larger, and how large: the size of a text in per cent."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from mockpanel.core.measures import THIN
from mockpanel.gui.icons import Icon, icon, with_keys
from mockpanel.gui.theme import SPACE, Colours

ZOOMS = (75, 90, 100, 110, 125, 150, 175, 200, 250, 300, 400)


class ZoomButtons(QWidget):
    """Emits the size that was chosen."""

    chosen = Signal(int)
    """Per cent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.percent = 100
        self.smaller, self.larger, self.words = QToolButton(), QToolButton(), QLabel()
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setMinimumWidth(self.words.fontMetrics().horizontalAdvance(f"400{THIN}%"))
        self.words.setAccessibleName("Text size")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE[1])
        for widget in (self.smaller, self.words, self.larger):
            row.addWidget(widget)
        for button, steps in ((self.smaller, -1), (self.larger, 1)):
            button.setIconSize(QSize(16, 16))
            button.clicked.connect(lambda _checked=False, steps=steps: self.zoom_by(steps))
        self.show_keys({})
        self.show_percent(100)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """The controls as Tab reaches them."""
        return (self.smaller, self.larger)

    def show_percent(self, percent: int) -> None:
        """The size in use."""
        self.percent = percent
        self.words.setText(f"{percent}{THIN}%")
        self.smaller.setEnabled(percent > ZOOMS[0])
        self.larger.setEnabled(percent < ZOOMS[-1])

    def zoom_by(self, steps: int) -> None:
        """So many sizes up or down."""
        nearest = min(range(len(ZOOMS)), key=lambda place: abs(ZOOMS[place] - self.percent))
        percent = ZOOMS[min(len(ZOOMS) - 1, max(0, nearest + steps))]
        if percent != self.percent:
            self.show_percent(percent)
            self.chosen.emit(percent)

    def follow(self, widget: QWidget) -> None:
        """Has Ctrl and the wheel over a widget change the size too."""
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel over what is followed."""
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            return True
        return super().eventFilter(watched, event)

    def show_keys(self, keys: Mapping[Icon, str]) -> None:
        """The shortcuts that the tooltips name."""
        for button, name, tip in (
            (self.smaller, Icon.SMALLER, "Smaller text"),
            (self.larger, Icon.LARGER, "Larger text"),
        ):
            button.setToolTip(with_keys(tip, keys, name))
            button.setAccessibleName(tip)

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        for button, name in ((self.smaller, Icon.SMALLER), (self.larger, Icon.LARGER)):
            button.setIcon(icon(name, colours.text, colours.border))
