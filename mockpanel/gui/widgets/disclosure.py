"""A heading that opens and closes what stands below it, with a word on what is in there. Painted; knows no content."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from mockpanel.gui import theme
from mockpanel.gui.widgets.chevron import paint_chevron

SIGN = 16
"""The chevron's place: to the right where closed, downwards where open."""


class Disclosure(QAbstractButton):
    """Checked is open. What it says of its content stands at the right, shortened where there is no room."""

    def __init__(self, title: str, *, strong: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = theme.colours()
        self._state = ""
        self._lively = False
        self._strong = strong
        self.setText(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(title)

    @property
    def state(self) -> str:
        """What it says of its content."""
        return self._state

    def show_state(self, words: str, *, lively: bool = False) -> None:
        """Says what is in there; `lively` where it does something."""
        if (words, lively) == (self._state, self._lively):
            return
        self._state, self._lively = words, lively
        self.setAccessibleName(f"{self.text()}: {words}" if words else self.text())
        self.update()

    def show_colours(self, colours: theme.Colours) -> None:
        """Paints in these from now on."""
        self._colours = colours
        self.update()

    def sizeHint(self) -> QSize:
        """Title and state in one line."""
        state = self.fontMetrics().horizontalAdvance(self._state)
        return QSize(self._title_width() + theme.SPACE[2] + state, theme.CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The title; the state may be shortened."""
        return QSize(self._title_width(), theme.CONTROL_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Chevron, title, state, and a frame for the focus."""
        colours = self._colours
        live = colours.accent if self.underMouse() or self.hasFocus() else colours.text
        sign = QRect(0, 0, SIGN, self.height())
        paint_chevron(self, sign, QColor(live if self.underMouse() else colours.muted), aside=not self.isChecked())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        words = self.rect().adjusted(SIGN + theme.SPACE[0], 0, 0, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._title_font())
        painter.setPen(QColor(live))
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignLeft, self.text())
        self._paint_state(painter, self.rect().adjusted(self._title_width() + theme.SPACE[2], 0, 0, 0))
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawLine(words.left(), self.height() - 3, self._title_width(), self.height() - 3)
        painter.end()

    def _paint_state(self, painter: QPainter, place: QRect) -> None:
        painter.setFont(self.font())
        painter.setPen(QColor(self._colours.text if self._lively else self._colours.muted))
        shown = self.fontMetrics().elidedText(self._state, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, shown)

    def _title_font(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if self._strong or self._lively else QFont.Weight.Normal)
        return font

    def _title_width(self) -> int:
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        return SIGN + theme.SPACE[0] + QFontMetrics(bold).horizontalAdvance(self.text())
