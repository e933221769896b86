"""A line of counts from which whole ones are dropped where there is no room: half a number is another number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from mockpanel.gui.widgets.elided_label import ElidedLabel

BETWEEN = " · "


class CountsLine(ElidedLabel):
    """The tooltip has all of them, and so has `text`."""

    def __init__(self, dropped_first: Sequence[int], parent: QWidget | None = None) -> None:
        """`dropped_first` are the places of the words that may go, the least important first."""
        super().__init__("", parent)
        self._dropped_first = dropped_first
        self._words: Sequence[str] = ()
        self.setProperty("role", "muted")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_counts(self, words: Sequence[str]) -> None:
        """What there is to say, empty for nothing."""
        self._words = words
        self.show_words(_line(words))

    def shown(self) -> str:
        """As many as there is room for; the last one is elided."""
        words = [*self._words]
        for place in self._dropped_first:
            if self.fontMetrics().horizontalAdvance(_line(words)) <= self.width():
                break
            words[place] = ""
        return self.fontMetrics().elidedText(_line(words), Qt.TextElideMode.ElideMiddle, self.width())


def _line(words: Sequence[str]) -> str:
    return BETWEEN.join(filter(None, words))
