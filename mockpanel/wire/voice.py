"""What a stream needs of a protocol: pieces in, frames out. One Voice speaks one answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from mockpanel.core.choices import Choice, Part
from mockpanel.core.ledger import Ledger
from mockpanel.core.pacing import SECOND_NS
from mockpanel.core.plan import StreamPlan


@dataclass(frozen=True, slots=True)
class Occasion:
    """What an answer is spoken about: its plan, when its request came (`at`, epoch seconds), and what was sent when.

    The ledger fills while the answer runs; it is complete when the stream is closed, or the answer written whole.
    """

    plan: StreamPlan
    at: float
    request_id: str = ""
    ledger: Ledger = field(default_factory=Ledger)

    @property
    def created(self) -> int:
        """The whole second in which the request came."""
        return int(self.at)

    @property
    def at_ns(self) -> int:
        """When the request came, in ns since the epoch."""
        return round(self.at * SECOND_NS)


class Voice(Protocol):
    """Turns an answer into bytes. Pieces are JSON string content; frames are ready for the socket, or empty.

    The order for each choice: opening, then for each part (the reasoning first) part_opening, pieces as often as
    there are any, part_ending; then ending. When all choices have ended, closing.
    """

    media_type: bytes
    """Of the stream."""

    def opening(self, choice: Choice) -> bytes:
        """What goes out directly before a choice's first part."""

    def part_opening(self, choice: Choice, part: Part) -> bytes:
        """What goes out directly before a part's first piece."""

    def pieces(self, choice: Choice, part: Part, pieces: list[bytes], sent: Sequence[int]) -> bytes:
        """A chunk of the part for each piece; `sent` says of each how many of the text's tokens are out with it."""

    def scored_piece(self, choice: Choice, piece: bytes, start: int, end: int) -> bytes:
        """One chunk of text or refusal with log probabilities for its tokens, from `start` to before `end`."""

    def part_ending(self, choice: Choice, part: Part) -> bytes:
        """What goes out directly behind a part's last piece."""

    def ending(self, choice: Choice) -> bytes:
        """What ends a choice: its finish reason."""

    def closing(self) -> bytes:
        """What ends the stream, when all choices have ended."""

    def whole(self) -> bytes:
        """The answer that is not streamed: a JSON body."""


class WholeVoice:
    """A voice that only speaks in one piece: what it has no place for in a stream is empty."""

    media_type = b"application/json"

    def opening(self, _choice: Choice) -> bytes:
        """Nothing."""
        return b""

    def part_opening(self, _choice: Choice, _part: Part) -> bytes:
        """Nothing."""
        return b""

    def pieces(self, _choice: Choice, _part: Part, _pieces: list[bytes], _sent: Sequence[int]) -> bytes:
        """Nothing."""
        return b""

    def scored_piece(self, _choice: Choice, _piece: bytes, _start: int, _end: int) -> bytes:
        """Nothing."""
        return b""

    def part_ending(self, _choice: Choice, _part: Part) -> bytes:
        """Nothing."""
        return b""

    def ending(self, _choice: Choice) -> bytes:
        """Nothing."""
        return b""

    def closing(self) -> bytes:
        """Nothing."""
        return b""
