"""A dot beside a setting that differs from its profile; pressing it returns to the profile's value."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from mockpanel.gui import theme

WIDTH = 16
HEIGHT = 20
DOT = 4
"""The dot's radius."""

RING_GAP = 3


class ChangeMark(QAbstractButton):
    """Hidden, and out of the tab order, while nothing differs; keeps its place, so that nothing jumps."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = label
        self._colours = theme.colours()
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{label}: return to the profile's value")
        self.hide()

    def show_reference(self, text: str | None) -> None:
        """The profile's value in words where the setting differs from it, else None."""
        self.setVisible(text is not None)
        if text is not None:
            self.setToolTip(f"Changed: the profile has {text}. Click to return to it.")
            self.setAccessibleName(f"{self._label} differs from the profile; return to {text}")

    def show_colours(self, colours: theme.Colours) -> None:
        """Paints in these from now on."""
        self._colours = colours
        self.update()

    def sizeHint(self) -> QSize:
        """Larger than the dot, so that it is easy to hit."""
        return QSize(WIDTH, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The dot, and a ring while it has the focus or the pointer."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = QPointF(self.width() / 2, self.height() / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colours.accent))
        painter.drawEllipse(centre, DOT, DOT)
        if self.hasFocus() or self.underMouse():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(QColor(self._colours.accent))
            pen.setWidthF(2 if self.hasFocus() else 1)
            painter.setPen(pen)
            painter.drawEllipse(centre, DOT + RING_GAP, DOT + RING_GAP)
        painter.end()
