"""What a stream needs of a protocol: pieces in, frames out. One Voice speaks one answer."""

from __future__ import annotations

from typing import Protocol

from mockpanel.core.plan import Choice


class Voice(Protocol):
    """Turns an answer into bytes. Pieces are JSON string content; frames are ready for the socket."""

    media_type: bytes
    """Of the stream."""

    def opening(self, choice: Choice) -> bytes:
        """What goes out directly before a choice's first piece, of reasoning or of the answer."""

    def thoughts(self, choice: Choice, pieces: list[bytes], /) -> bytes:
        """A chunk of reasoning for each piece."""

    def pieces(self, choice: Choice, pieces: list[bytes]) -> bytes:
        """A chunk for each piece."""

    def scored_piece(self, choice: Choice, piece: bytes, start: int, end: int) -> bytes:
        """One chunk with log probabilities for its tokens, from `start` to before `end`."""

    def ending(self, choice: Choice) -> bytes:
        """What ends a choice: its finish reason."""

    def closing(self) -> bytes:
        """What ends the stream, when all choices have ended."""

    def whole(self) -> bytes:
        """The answer that is not streamed: a JSON body."""
