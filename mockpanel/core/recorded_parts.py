"""The parts of a recorded answer: how much of each stood there at which moment. Pure; knows no clock.

Of reasoning the log keeps no chunks, but when the first and the latest were sent: between them it grows evenly here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mockpanel.core.choices import PartKind
from mockpanel.core.dialects.heard import Piece
from mockpanel.core.request_record import AnswerPart

THOUGHT_CHARACTERS = 4
"""Reasoning grows by so many characters at a time: about a token."""


@dataclass(frozen=True, slots=True)
class RecordedPart:
    """One part: `times_ns` since the request, never decreasing, and up to which character it went with each."""

    kind: PartKind
    text: str
    times_ns: tuple[int, ...]
    ends: tuple[int, ...]
    call: int = 0
    name: str = ""

    def at(self, ns: float) -> Piece | None:
        """What stood there of it; None before it began."""
        count = bisect_right(self.times_ns, ns)
        if not count or self.ends[count - 1] < 0:
            return None
        return Piece(self.kind, self.text[: self.ends[count - 1]], self.call, self.name)


def recorded_parts(
    parts: Sequence[AnswerPart],
    times_ns: tuple[int, ...],
    ends: Sequence[int],
    thought_ns: tuple[int, int] | None,
) -> tuple[RecordedPart, ...]:
    """The parts of an answer that went up to those characters of all its parts but the reasoning, joined."""
    made: list[RecordedPart] = []
    at_once = times_ns[:1] * 2 or (0, 0)
    start = calls = 0
    for part in parts:
        if part.kind is PartKind.REASONING:
            made.append(_thought(part.text, thought_ns or at_once))
            continue
        own = tuple(_within(end - start, len(part.text)) for end in ends)
        made.append(RecordedPart(part.kind, part.text, times_ns, own, calls, part.name))
        start += len(part.text)
        calls += part.kind is PartKind.TOOL_CALL
    return tuple(made)


def spoken(parts: Sequence[RecordedPart]) -> list[RecordedPart]:
    """Those that a reader reads: text and refusal."""
    return [part for part in parts if part.kind in (PartKind.TEXT, PartKind.REFUSAL)]


def spoken_ends(parts: Sequence[RecordedPart], count: int) -> tuple[int, ...]:
    """Up to which character of what is read each of so many chunks went."""
    read = spoken(parts)
    return tuple(sum(max(part.ends[place], 0) for part in read) for place in range(count))


def pieces_at(parts: Sequence[RecordedPart], ns: float) -> Iterator[Piece]:
    """What stood there of all parts, each as one piece."""
    return (piece for part in parts if (piece := part.at(ns)) is not None)


def _within(end: int, length: int) -> int:
    """How far a part went; -1 before it began, which an empty one does once all before it is there."""
    begun = end > 0 or end == length == 0
    return min(end, length) if begun else -1


def _thought(text: str, sent_ns: tuple[int, ...]) -> RecordedPart:
    """Reasoning that grows evenly from when its first chunk was sent to when its last was."""
    first, last = sent_ns
    ends = (*range(THOUGHT_CHARACTERS, len(text), THOUGHT_CHARACTERS), len(text))
    steps = max(len(ends) - 1, 1)
    times = tuple(first + (last - first) * place // steps for place in range(len(ends)))
    return RecordedPart(PartKind.REASONING, text, times, ends)
