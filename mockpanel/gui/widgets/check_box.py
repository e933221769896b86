"""A check box painted in the window's own colours, so that its frame is visible on dark surfaces too."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QWidget

from mockpanel.gui import theme

BOX = 16
GAP = 8
UNDERLINE = 3
"""Below the text: room for the line that shows the focus. A ring would put the box out of line with what is above."""


class CheckBox(QCheckBox):
    """A tick says on, an empty frame says off."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._colours = theme.colours()
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_colours(self, colours: theme.Colours) -> None:
        """Paints in these from now on."""
        self._colours = colours
        self.update()

    def sizeHint(self) -> QSize:
        """The box, the text, and the line below it."""
        metrics = self.fontMetrics()
        width = BOX + GAP + metrics.horizontalAdvance(self.text())
        return QSize(width, max(BOX, metrics.height()) + 2 * UNDERLINE)

    def minimumSizeHint(self) -> QSize:
        """All of it: no text is cut."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """Box and text alike."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame, tick, text, and a line below it for the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, (self.height() - BOX) / 2, BOX, BOX)
        live = self._colours.accent if self.isEnabled() else self._colours.border
        frame = live if self.isChecked() or self.underMouse() else self._colours.border
        painter.setPen(QPen(QColor(frame), 1))
        painter.setBrush(QColor(live if self.isChecked() else self._colours.surface))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if self.isChecked():
            self._paint_tick(painter, box)
        painter.setPen(QColor(self._colours.text if self.isEnabled() else self._colours.muted))
        words = self.rect().adjusted(BOX + GAP, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self.hasFocus():
            painter.setPen(QPen(QColor(live), 2))
            painter.drawLine(words.left(), self.height() - 1, self.width(), self.height() - 1)
        painter.end()

    def _paint_tick(self, painter: QPainter, box: QRectF) -> None:
        pen = QPen(QColor(self._colours.on_accent), 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        corner = box.topLeft()
        painter.drawPolyline(QPolygonF([corner + QPointF(x, y) for x, y in ((4, 8.5), (7, 11.5), (12, 5))]))
