"""What was sent when: planned and actual offset of every chunk of one answer, in compact arrays."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from mockpanel.core.pacing import SECOND_NS


class Sent(NamedTuple):
    """Chunks that went out together: offsets in ns from the request's end, tokens up to and with them."""

    planned_ns: int
    sent_ns: int
    tokens: int
    chunks: int


@dataclass(slots=True)
class Ledger:
    """Rows of Sent. One row a chunk; unpaced chunks written together share a row."""

    rows: array[int] = field(default_factory=lambda: array("q"))
    thought_ns: tuple[int, int] | None = None
    """When the first and the latest chunk of the reasoning before the answer were sent, which have no rows."""
    thought_tokens: int = 0
    """How many tokens of the reasoning were sent."""

    def add(self, planned_ns: int, sent_ns: int, tokens: int, chunks: int = 1) -> None:
        """Notes chunks; `tokens` is the running total with them."""
        self.rows.fromlist([planned_ns, sent_ns, tokens, chunks])  # a third of the time that extend takes

    def think(self, sent_ns: int) -> None:
        """Notes that more of the reasoning was sent."""
        self.thought_ns = (sent_ns if self.thought_ns is None else self.thought_ns[0], sent_ns)

    def recount(self, tokens: Iterable[int]) -> None:
        """Puts right how many tokens went out up to and with each row, once they are known."""
        for place, total in zip(range(2, len(self.rows), 4), tokens, strict=True):
            self.rows[place] = total

    def __len__(self) -> int:
        return len(self.rows) // 4

    def __iter__(self) -> Iterator[Sent]:
        rows = self.rows
        return (Sent(*rows[i : i + 4]) for i in range(0, len(rows), 4))

    def after(self, known: int) -> list[Sent]:
        """The rows behind the first `known` ones."""
        rows = self.rows
        return [Sent(*rows[i : i + 4]) for i in range(known * 4, len(rows), 4)]

    @property
    def tokens(self) -> int:
        """Tokens sent so far."""
        return self.rows[-2] if self.rows else 0

    @property
    def chunks(self) -> int:
        """Chunks sent so far."""
        return sum(self.rows[3::4])

    @property
    def sent_ns(self) -> int:
        """When the latest chunk was sent, the reasoning's too, as an offset from the request's end; 0 before any."""
        if self.rows:
            return self.rows[-3]
        return 0 if self.thought_ns is None else self.thought_ns[1]

    @property
    def time_to_first_token(self) -> float | None:
        """Measured seconds to the first chunk."""
        return self.rows[1] / SECOND_NS if self.rows else None

    @property
    def tokens_per_second(self) -> float | None:
        """Measured rate: tokens after the first over the time from the first chunk to the last; None for one chunk."""
        if len(self) < 2:
            return None
        elapsed_ns = self.rows[-3] - self.rows[1]
        return (self.tokens - 1) * SECOND_NS / elapsed_ns if elapsed_ns > 0 else None

    @property
    def planned_tokens_per_second(self) -> float | None:
        """The rate that the plan comes to, with all that was changed on the way; None for one chunk."""
        if len(self) < 2:
            return None
        planned_ns = self.rows[-4] - self.rows[0]
        return (self.tokens - 1) * SECOND_NS / planned_ns if planned_ns > 0 else None

    @property
    def nbytes(self) -> int:
        """Memory held by the rows."""
        return len(self.rows) * self.rows.itemsize
