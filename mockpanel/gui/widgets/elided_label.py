"""A line of text that is shortened in its middle where there is no room for it, and whole in its tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

NARROWEST_PX = 40


class ElidedLabel(QLabel):
    """As wide as it may be. `text` stays whole, for tests and screen readers too."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """Next to nothing: what it says is in the tooltip too."""
        return QSize(NARROWEST_PX, super().minimumSizeHint().height())

    def show_words(self, words: str, tip: str = "") -> None:
        """Another text; its tooltip is the text itself, if no other is given."""
        self.setText(words)
        self.setToolTip(tip or words)
        self.setAccessibleDescription(tip)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """In the style's own colour, as much as there is room for."""
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(self.foregroundRole()))
            painter.drawText(self.rect(), int(self.alignment()), self.shown())

    def shown(self) -> str:
        """As much of the text as there is room for."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
