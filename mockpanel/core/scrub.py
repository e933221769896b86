"""A recorded answer that can be gone through: what stood there at which time. Knows no clock: it is told the time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from mockpanel.core.choices import PartKind
from mockpanel.core.dialects.heard import Piece
from mockpanel.core.errors import InvalidValue
from mockpanel.core.ledger import Sent
from mockpanel.core.pacing import SECOND_NS
from mockpanel.core.recorded_parts import RecordedPart, pieces_at, recorded_parts, spoken, spoken_ends
from mockpanel.core.request_record import KEPT_TEXT_BYTES, RequestRecord
from mockpanel.core.tokens import Tokens

SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 10.0)
"""How fast a record is played, against how it went."""


@dataclass(frozen=True, slots=True)
class Recording:
    """One answer: `times_ns` since its request, never decreasing, and up to which character each chunk went.

    The text is what is read of it; reasoning and the arguments of calls are among the `parts`.
    """

    text: str
    times_ns: tuple[int, ...]
    ends: tuple[int, ...]
    parts: tuple[RecordedPart, ...] = ()
    """Of an answer that is more than a text, all of it."""

    @property
    def length_ns(self) -> int:
        """When the last chunk came."""
        return self.times_ns[-1] if self.times_ns else 0

    def count_at(self, ns: float) -> int:
        """How many chunks had come by then, the one of that moment included."""
        return bisect_right(self.times_ns, ns)

    def end_at(self, ns: float) -> int:
        """How many characters stood there."""
        count = self.count_at(ns)
        return self.ends[count - 1] if count else 0

    def text_at(self, ns: float) -> str:
        """The text that stood there."""
        return self.text[: self.end_at(ns)]

    def pieces_at(self, ns: float) -> list[Piece]:
        """What stood there of all parts; nothing of a mere text."""
        return list(pieces_at(self.parts, ns))

    def next_ns(self, ns: float) -> int:
        """When the next chunk came; the end, where none did."""
        count = self.count_at(ns)
        return self.times_ns[count] if count < len(self.times_ns) else self.length_ns

    def previous_ns(self, ns: float) -> int:
        """The moment at which one chunk less stood there; 0 before the first."""
        count = self.count_at(ns)
        if not count:
            return 0
        before = bisect_left(self.times_ns, self.times_ns[count - 1])
        return self.times_ns[before - 1] if before else 0

    def between(self, after_ns: float, until_ns: float) -> tuple[int, ...]:
        """The times of the chunks that came after the one moment, up to and with the other."""
        return self.times_ns[self.count_at(after_ns) : self.count_at(until_ns)]


class ScrubClock:
    """Where somebody stands in a record, playing at a speed or not. `now` is in seconds, on any steady clock."""

    def __init__(self, length_ns: int) -> None:
        self._length_ns = length_ns
        self._from_ns = 0.0
        self._since: float | None = None
        self.speed = 1.0

    @property
    def playing(self) -> bool:
        """Whether time passes."""
        return self._since is not None

    def position_ns(self, now: float) -> int:
        """The place, from 0 to the length."""
        moved = 0.0 if self._since is None else (now - self._since) * self.speed * SECOND_NS
        return round(min(max(self._from_ns + moved, 0.0), self._length_ns))

    def now_at(self, ns: float) -> float:
        """When a place is reached at this speed, while it plays."""
        assert self._since is not None
        return self._since + (ns - self._from_ns) / (self.speed * SECOND_NS)

    def over(self, now: float) -> bool:
        """Whether the end is reached."""
        return self.position_ns(now) >= self._length_ns

    def play(self, now: float) -> None:
        """Goes on; from the start, where the end was reached."""
        if self._since is None:
            self._from_ns = 0.0 if self.over(now) else self._from_ns
            self._since = now

    def pause(self, now: float) -> None:
        """Stands still."""
        self._from_ns, self._since = self.position_ns(now), None

    def go_to(self, ns: float, now: float) -> None:
        """Stands at another place, or plays on from there."""
        self._from_ns = min(max(ns, 0.0), float(self._length_ns))
        self._since = now if self.playing else None

    def change_speed(self, speed: float, now: float) -> None:
        """Plays on faster or slower."""
        self.go_to(self.position_ns(now), now)
        self.speed = speed


def recording(record: RequestRecord, rows: Iterable[Sent], tokens: Tokens) -> Recording:
    """The record as it can be gone through; `tokens` are those of its `kept_texts`, one behind the other.

    Where rows tell of more tokens than the kept answer has, all of it stands there from then on.
    """
    times: list[int] = []
    ends: list[int] = []
    at = end = 0
    complete = record.completion_tokens
    for row in rows:
        whole = row.tokens >= len(tokens) or row.tokens == complete
        upto = len(tokens.data) if whole else tokens.complete_bytes(row.tokens)
        if upto > at:
            end += len(tokens.data[at:upto].decode())
            at = upto
        times.append(max(row.sent_ns, times[-1] if times else 0))
        ends.append(end)
    if not record.parts:
        return Recording(tokens.text, tuple(times), tuple(ends))
    parts = recorded_parts(record.parts, tuple(times), ends, record.ledger.thought_ns)
    text = "".join(part.text for part in spoken(parts))
    return Recording(text, tuple(times), spoken_ends(parts, len(times)), parts)


def kept_texts(record: RequestRecord) -> list[str]:
    """What is kept of its answer, reasoning aside: the text of each part, as no token reaches over their ends."""
    return [part.text for part in record.parts if part.kind is not PartKind.REASONING] or [record.answer]


def check_recorded(record: RequestRecord) -> None:
    """Raises InvalidValue with a sentence where a request cannot be played from its record."""
    name = f"Request {record.number}"
    if record.details_dropped:
        raise InvalidValue("answer", f"{name} cannot be played: the log no longer holds its answer.")
    if not record.outcome.over:
        raise InvalidValue("answer", f"{name} cannot be played from its record before it is over.")
    if not record.answer or not len(record.ledger):
        raise InvalidValue("answer", f"{name} cannot be played: no text of an answer was sent.")


def remarks(record: RequestRecord) -> str:
    """What a record does not show of its answer, in a sentence or two; empty for nothing."""
    told = []
    if record.stream and any(part.kind is PartKind.REASONING for part in record.parts):
        told.append("Of the reasoning only beginning and end are timed.")
    if len(record.answer.encode()) >= KEPT_TEXT_BYTES - 3:  # less a character that the limit cut
        told.append(f"Only the first {KEPT_TEXT_BYTES // 1024} kB of the answer are recorded.")
    if not record.stream:
        told.append("It was answered in one piece.")
    return " ".join(told)
