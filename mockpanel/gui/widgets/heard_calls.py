"""The tool calls of an answer as they come: a small card each, with the tool's name and its growing arguments."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from mockpanel.core.choices import PartKind
from mockpanel.core.dialects.heard import Piece
from mockpanel.gui.layout import Column, Scrolling
from mockpanel.gui.theme import SPACE, number_font
from mockpanel.gui.widgets.elided_label import ElidedLabel
from mockpanel.gui.widgets.growing_text import GrowingText

LINES = 2
"""As high as a card gets."""

MOST_CARDS = 3
"""So many cards are in sight at most; the others are scrolled to."""

WIDEST_NAME = 220
"""A longer name is shortened, and whole in its tooltip: the arguments need the room."""


class CallCard(QWidget):
    """One call."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = ElidedLabel()
        self.name.setProperty("role", "heading")
        self.name.setAccessibleName("Tool that is called")
        self.name.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.arguments = GrowingText("Arguments of the call", LINES, SPACE[0], steady=True)
        self.arguments.setFont(number_font())
        self._tool = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE[1])
        row.addWidget(self.name)
        row.addWidget(self.arguments, 1)

    def show_name(self, tool: str) -> bool:
        """Of the tool; an event without one leaves it. Whether it is another one."""
        if not tool or tool == self._tool:
            return False
        self._tool = tool
        self.name.show_words(f"Calls {tool}")
        self.name.ensurePolished()  # its width is asked for before it is in sight
        return True

    def piece(self, call: int) -> Piece:
        """All that is shown of it."""
        return Piece(PartKind.TOOL_CALL, self.arguments.text(), call, self._tool)


class HeardCalls(Scrolling):
    """Hidden until a tool is called; the latest calls are in sight, and the earlier ones above them."""

    def __init__(self) -> None:
        self.cards: dict[int, CallCard] = {}
        self._list = Column(space=SPACE[1])
        super().__init__(self._list)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setAccessibleName("Tool calls")
        self._follows = True
        self._behind: QWidget = self
        self.verticalScrollBar().rangeChanged.connect(self._follow)
        self.verticalScrollBar().actionTriggered.connect(self._notice)
        self.hide()

    def stand_behind(self, widget: QWidget) -> None:
        """Tab goes from that widget to the first call."""
        self._behind = widget

    def clear(self) -> None:
        """Another answer begins."""
        self.show_pieces([])

    def add(self, piece: Piece) -> None:
        """What has just come of a call."""
        card = self._card(piece)
        card.arguments.add(piece.text, follow=True)

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        """The calls of one moment, each as one piece; none hides them."""
        for call in self.cards.keys() - {piece.call for piece in pieces}:
            card = self.cards.pop(call)
            card.hide()
            card.deleteLater()
        for piece in pieces:
            self._card(piece).arguments.show_text(piece.text, follow=True)
        if not self.cards:
            self._follows = True
            self.hide()

    def pieces(self) -> list[Piece]:
        """All that is shown, each call as one piece."""
        return [card.piece(call) for call, card in self.cards.items()]

    def sizeHint(self) -> QSize:
        """As high as its cards, but no more of them than MOST_CARDS."""
        return QSize(super().sizeHint().width(), self._height(MOST_CARDS))

    def minimumSizeHint(self) -> QSize:
        """One whole card."""
        return QSize(super().minimumSizeHint().width(), self._height(1))

    def _fit(self, widget: QWidget) -> None:
        """Grows with a card, too."""
        super()._fit(widget)
        self.updateGeometry()

    def _height(self, most: int) -> int:
        """Of so many cards, the latest ones."""
        heights = [card.minimumSizeHint().height() for card in list(self.cards.values())[-most:]]
        return sum(heights) + SPACE[1] * max(len(heights) - 1, 0)

    def _card(self, piece: Piece) -> CallCard:
        card = self.cards.get(piece.call)
        if card is None:
            behind = next((known.arguments for known in reversed(self.cards.values())), self._behind)
            card = self.cards[piece.call] = CallCard()
            self._list.box.addWidget(card)
            QWidget.setTabOrder(behind, card.arguments)
            self.show()
        if card.show_name(piece.name):
            self._align()
        return card

    def _align(self) -> None:
        """Has all arguments begin at one place."""
        wide = min(max(card.name.sizeHint().width() for card in self.cards.values()), WIDEST_NAME)
        for card in self.cards.values():
            card.name.setFixedWidth(wide)

    def _follow(self, _least: int, most: int) -> None:
        """Has the latest call in sight, until somebody looks at an earlier one."""
        if self._follows:
            self.verticalScrollBar().setValue(most)

    def _notice(self) -> None:
        """Somebody scrolls; calls that come later may be looked at again where that was to the end."""
        bar = self.verticalScrollBar()
        self._follows = bar.sliderPosition() == bar.maximum()
