"""What an answer brings beside its text: reasoning, tool calls, and that it is a refusal. Its owner places them."""

from __future__ import annotations

from collections.abc import Sequence

from mockpanel.core.choices import PartKind
from mockpanel.core.dialects.heard import REFUSED, Piece
from mockpanel.gui.theme import Colours
from mockpanel.gui.widgets.heard_calls import HeardCalls
from mockpanel.gui.widgets.heard_thoughts import HeardThoughts
from mockpanel.gui.widgets.words import Words

REFUSAL = "The answer is a refusal."


class HeardParts:
    """Each is hidden until the answer brings some of it."""

    def __init__(self) -> None:
        self.thoughts = HeardThoughts()
        self.calls = HeardCalls()
        self.refused = Words("warning")
        self.refused.setText(REFUSAL)
        self.refused.setWordWrap(False)  # what wraps has its scroll area make all else as high as it would like to be
        self.refused.hide()

    def clear(self) -> None:
        """Another answer begins."""
        self.thoughts.clear()
        self.calls.clear()
        self.refused.hide()

    def add(self, pieces: Sequence[Piece]) -> None:
        """What has just come: a batch, at most once a frame. Text is not for here."""
        if thought := "".join(piece.text for piece in pieces if piece.kind is PartKind.REASONING):
            self.thoughts.add(thought)
        for piece in pieces:
            if piece.kind is PartKind.TOOL_CALL:
                self.calls.add(piece)
            elif piece.kind is PartKind.REFUSAL:
                self.refused.show()

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        """What stands there at one moment, of each part one piece, in place of what is shown."""
        self.thoughts.show_text("".join(piece.text for piece in pieces if piece.kind is PartKind.REASONING))
        self.calls.show_pieces([piece for piece in pieces if piece.kind is PartKind.TOOL_CALL])
        self.refused.setVisible(any(piece.kind is PartKind.REFUSAL for piece in pieces))

    def pieces(self) -> list[Piece]:
        """What is shown, of each part one piece."""
        thought = self.thoughts.text.text()
        refused = [] if self.refused.isHidden() else [REFUSED]
        return [*([Piece(PartKind.REASONING, thought)] if thought else []), *self.calls.pieces(), *refused]

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.thoughts.show_colours(colours)
