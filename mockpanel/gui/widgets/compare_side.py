"""One side of a comparison: what it is, its text as it comes, its gaps, and what was measured. Plays nothing."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mockpanel.core.ledger import Ledger
from mockpanel.gui.answer_view import AnswerView
from mockpanel.gui.theme import SPACE, Colours
from mockpanel.gui.widgets.elided_label import ElidedLabel
from mockpanel.gui.widgets.gap_strip import GapStrip
from mockpanel.gui.widgets.measured_bar import MeasuredBar
from mockpanel.gui.widgets.side_combo import SideCombo

EMPTY = {
    "Left": "Press Play: both sides begin at one instant.",
    "Right": "The same response, each in its own feel.",
}
EMPTY_BLIND = {
    "Left": "Press Play, then say which side is better.",
    "Right": "Sides are shuffled anew in every round.",
}
"""One line each, for Qt shows no more of a placeholder."""

LARGER = 1.5
EMPTY_GAPS = "Each chunk leaves a tick here, and the wait before it a bar."


class Veil(StrEnum):
    """How much of a side is known."""

    OPEN = "open"
    BLIND = "blind"
    """Neither its name nor its figures."""
    REVEALED = "revealed"
    """All, after it was not."""


class CompareSide(QWidget):
    """`letter` is A or B, and `place` is Left or Right: the one names it openly, the other in a blind round."""

    def __init__(self, letter: str, place: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._large = False
        self._veil = Veil.OPEN
        self.letter = QLabel(letter)
        self.title = ElidedLabel()
        self.combo = SideCombo()
        self.view = AnswerView()
        self.gaps = GapStrip(empty=EMPTY_GAPS)
        self.measured = MeasuredBar()
        self._build(letter)
        self._lay_out()
        self.show_veil(Veil.OPEN, "")

    def show_veil(self, veil: Veil, name: str) -> None:
        """How much is known of the side; `name` is its profile's."""
        self._veil = veil
        place = self.letter.text() if veil is Veil.OPEN else self._place
        self.title.show_words(place if veil is Veil.BLIND else f"{place}: {name}")
        self.view.setPlaceholderText((EMPTY if veil is Veil.OPEN else EMPTY_BLIND)[self._place])
        self._arrange()

    def show_ledger(self, ledger: Ledger, *, over: bool) -> None:
        """The gaps so far."""
        self.gaps.show_ledger(ledger, over=over)

    def clear(self) -> None:
        """As before it was played."""
        self.view.show_text("")
        self.gaps.clear()
        self.measured.show_figures(None, None, None, None)

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        for part in (self.view, self.gaps, self.measured):
            part.show_colours(colours)

    def show_large(self, large: bool) -> None:
        """For an audience: the name in large type, and nothing to choose."""
        self._large = large
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * (LARGER if large else 1.0))
        font.setWeight(QFont.Weight.DemiBold)
        self.title.setFont(font)
        self._arrange()

    def _build(self, letter: str) -> None:
        self.letter.setProperty("role", "heading")
        self.letter.setBuddy(self.combo)
        self.title.setProperty("role", "heading")
        self.title.setAccessibleName(f"What is at the {self._place.lower()}")
        self.combo.setAccessibleName(f"Profile {letter}")
        self.view.setAccessibleName(f"Answer at the {self._place.lower()}")
        self.gaps.setAccessibleName(f"Gaps between chunks at the {self._place.lower()}")
        self.measured.setAccessibleName(f"Set and measured at the {self._place.lower()}")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE[1])
        head.addWidget(self.letter)
        head.addWidget(self.combo, 1)
        head.addWidget(self.title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE[1])
        column.addLayout(head)
        column.addWidget(self.view, 1)
        column.addWidget(self.gaps)
        column.addWidget(self.measured)

    def _arrange(self) -> None:
        """What is secret, or of no use to an audience, is not there."""
        choosing = self._veil is Veil.OPEN and not self._large
        self.letter.setVisible(choosing)
        self.combo.setVisible(choosing)
        self.title.setVisible(not choosing)
        known = self._veil is not Veil.BLIND
        self.gaps.setVisible(known)
        self.measured.setVisible(known)
