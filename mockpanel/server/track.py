"""How far one choice of an answer has come, and which tokens its next chunk holds. Knows no socket and no clock."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from mockpanel.core.choices import Choice, first_tokens
from mockpanel.core.chunks import chunk_end
from mockpanel.core.shaped import Timetable

BATCH_CHUNKS = 512
"""Chunks that one stream sends at most before others have their turn."""


class Track:
    """How far one choice has come. `end` and `due_ns` are of its next chunk, which lies within `part`."""

    __slots__ = (
        "choice",
        "count",
        "counts",
        "due_ns",
        "end",
        "ended",
        "json",
        "json_at",
        "json_ends",
        "opened",
        "part",
        "part_begun",
        "sent",
    )

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.count = choice.count
        self.counts = choice.tokens.counts
        self.json = choice.tokens.json
        self.json_ends = choice.tokens.json_ends
        self.json_at = 0
        self.sent = 0
        self.end = 0
        self.due_ns = 0
        self.opened = False
        self.ended = False
        self.part = choice.parts[0]
        self.part_begun = False
        """Whether the part's first piece was sent, or is about to be."""

    @property
    def tokens_sent(self) -> int:
        """How many tokens have gone out, where `sent` may be of larger units."""
        return self.sent if self.counts is None else self.choice.tokens.counted(self.sent)

    def plan_chunk(self, schedule: Timetable, size: int) -> None:
        """Finds the next chunk, of at least one whole character, and when it is due."""
        sent, last = self.sent, self.part.end
        end = sent + size
        # Nearly every chunk ends a character: for those no function is called.
        if end >= last or self.json_ends[end - 1] == self.json_at:
            end = chunk_end(self.json_ends, self.json_at, sent, size, last)
        self.end = end
        self.due_ns = schedule.due_ns(end - 1 if sent else 0)

    def next_part(self) -> None:
        """Goes on with the part behind the one that was sent."""
        parts = self.choice.parts
        self.part = parts[self.part.place - parts[0].place + 1]
        self.part_begun = False

    def halt_at(self, count: int) -> None:
        """Has it end behind so many tokens, if it is longer."""
        self._become(first_tokens(self.choice, count))

    def go_on(self, choice: Choice) -> None:
        """Lets it run to the end of the whole choice."""
        self._become(choice)
        self.ended = False

    def _become(self, choice: Choice) -> None:
        self.choice, self.count = choice, choice.count
        self.part = next(part for part in choice.parts if part.place == self.part.place)

    def take(self) -> bytes:
        """The JSON of the chunk planned, which is sent now."""
        end = self.end
        if end == self.count:
            return self._take_last()
        start = self.json_at
        self.sent = end
        self.json_at = self.json_ends[end - 1]
        return self.json[start : self.json_at]

    def take_many(self, size: int) -> tuple[list[bytes], Sequence[int]]:
        """The JSON of up to BATCH_CHUNKS chunks, which are sent now, and how many tokens are sent with each."""
        sent, at = self.sent, self.json_at
        last = min(sent + size * BATCH_CHUNKS, self.part.end)
        json, pieces = self.json, []
        for end in self.json_ends[sent + size - 1 : last : size]:
            if end > at:
                pieces.append(json[at:end])
                at = end
        counts: Sequence[int] = range(sent + size, last + 1, size)
        if len(pieces) < len(counts):
            counts = self._complete(counts)
        self.sent, self.json_at = last, at
        self.end = last
        if last == self.part.end and (rest := self._take_rest(last)):
            pieces.append(rest)
            counts = [*counts, last]
        return pieces, counts if self.counts is None else [self.counts[count - 1] for count in counts]

    def _complete(self, counts: Sequence[int]) -> list[int]:
        """Those of the coming counts of tokens with which a character is complete that was not before."""
        ends = [self.json_at, *(self.json_ends[count - 1] for count in counts)]
        return [count for count, (before, end) in zip(counts, pairwise(ends), strict=True) if end > before]

    def _take_rest(self, last: int) -> bytes:
        """What is left of a part whose last chunk is shorter than the others."""
        if last == self.count:
            return self._take_last()
        start = self.json_at
        self.json_at = self.json_ends[last - 1]
        return self.json[start : self.json_at]

    def _take_last(self) -> bytes:
        start, end = self.json_at, self.choice.json_end
        self.sent, self.json_at = self.count, end
        return self.json[start:end] + self.choice.tail
