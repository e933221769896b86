"""Where an answer stands: its text between its other parts, scrolled where there is no room for all of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QWidget

from mockpanel.core.choices import PartKind
from mockpanel.core.dialects.heard import Piece
from mockpanel.gui.answer_view import AnswerView
from mockpanel.gui.layout import Column, Scrolling
from mockpanel.gui.theme import FRAME_MS, SPACE
from mockpanel.gui.widgets.heard_parts import HeardParts

LEAST_PX = 48
"""A line of text and its frame: what is left of the place in the smallest window, for a record."""

LEAST_BESIDE_PX = 64
"""Two lines: among other parts, which scroll anyway, the text keeps at least so much."""


class AnswerPlace(Scrolling):
    """The controls around it never give way to it; while an answer comes, the part that grows is in sight."""

    def __init__(self, view: AnswerView, parts: HeardParts) -> None:
        self._view, self._parts = view, parts
        self._grows: QWidget | None = None
        column = Column(parts.thoughts, parts.refused, view, parts.calls, stretched=2, space=SPACE[1])
        super().__init__(column)
        self._timer = QTimer(self, singleShot=True, interval=FRAME_MS)
        self._timer.timeout.connect(self._reveal)
        self._led = True
        self.verticalScrollBar().actionTriggered.connect(self._let_go)
        parts.thoughts.heading.toggled.connect(self._let_go)

    def minimumSizeHint(self) -> QSize:
        """So high that a line of text can be read."""
        return QSize(super().minimumSizeHint().width(), LEAST_PX)

    def follow(self, pieces: Sequence[Piece]) -> None:
        """What has just come: its place comes into sight, until somebody looks elsewhere or another part grows."""
        if pieces:
            self._follow(self._place_of(pieces[-1].kind))

    def forget(self) -> None:
        """Another answer begins."""
        self._grows = None
        self._timer.stop()
        self.verticalScrollBar().setValue(0)

    def _let_go(self) -> None:
        self._led = False

    def _fit(self, widget: QWidget) -> None:
        """The text alone gives way without scrolling."""
        super()._fit(widget)
        parts = (self._parts.thoughts, self._parts.refused, self._parts.calls)
        alone = all(part.isHidden() for part in parts)
        self._view.setMinimumHeight(LEAST_PX if alone else LEAST_BESIDE_PX)

    def _place_of(self, kind: PartKind) -> QWidget:
        match kind:
            case PartKind.REASONING:
                return self._parts.thoughts
            case PartKind.TOOL_CALL:
                return self._parts.calls
            case _:
                return self._view

    def _follow(self, widget: QWidget) -> None:
        if widget is not self._grows:
            self._grows, self._led = widget, True
        if self._led and not self._timer.isActive():
            self._timer.start()  # once it is laid out

    def _reveal(self) -> None:
        """Its end, where it is higher than the place: there it grows."""
        if self._grows is None or not self._led:
            return
        bar, height = self.verticalScrollBar(), self.viewport().height()
        top, low = self._grows.y(), self._grows.y() + self._grows.height() - height
        bar.setValue(max(low, min(bar.value(), top)))
