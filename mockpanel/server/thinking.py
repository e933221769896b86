"""The reasoning that goes before an answer: its own text at its own speed, the same for every choice."""

from __future__ import annotations

from mockpanel.core.choices import Choice
from mockpanel.core.pacing import SECOND_NS, Pace, Schedule
from mockpanel.core.rhythm import Rhythm
from mockpanel.core.shaped import Timetable, retimed, spread
from mockpanel.server.track import BATCH_CHUNKS, Track
from mockpanel.wire.voice import Voice


class Thinking:
    """How far the reasoning of one answer has come."""

    def __init__(self, choice: Choice, voice: Voice, size: int, rhythm: Rhythm | None = None) -> None:
        self._track = Track(choice)
        self._voice = voice
        self._size = size
        self._rhythm = rhythm
        self._schedule: Timetable = Schedule(0, 0, 0)

    @property
    def sent(self) -> int:
        """Tokens that have gone out, for each choice."""
        return self._track.tokens_sent

    @property
    def due_ns(self) -> int:
        """When its next chunk is due."""
        return self._track.due_ns

    @property
    def ends_ns(self) -> int:
        """When the answer's first token is due."""
        return self._schedule.due_ns(self._track.count)

    @property
    def over(self) -> bool:
        """Whether all of it was sent."""
        return self._track.sent >= self._track.count

    def begin(self, origin_ns: int, pace: Pace, now_ns: int) -> None:
        """Settles when it is due, for a request that was complete at `origin_ns`."""
        even = Schedule.start(origin_ns, Pace(pace.time_to_first_token, 0), now_ns)
        self._schedule = spread(Schedule(even.anchor_ns, 0, self._gap_ns(pace)), self._rhythm)
        self._plan_chunk()

    def retune(self, pace: Pace, now_ns: int) -> None:
        """Goes on at another speed, without a jump."""
        gap_ns = self._gap_ns(pace)
        if gap_ns != self._schedule.gap_ns:
            furthest = self._track.end - 1
            self._schedule = retimed(self._schedule, now_ns, gap_ns, self._track.sent, furthest, self._rhythm)
        self._plan_chunk()

    def resize(self, size: int) -> None:
        """Goes on with so many tokens in a chunk."""
        self._size = size

    def shift(self, by_ns: int) -> None:
        """Lets all that is still due come later."""
        self._schedule = self._schedule.shifted(by_ns)
        self._plan_chunk()

    def open(self, choice: Choice, frames: list[bytes]) -> None:
        """Puts down what goes before the first piece."""
        if choice.reasoning is not None:
            frames.append(self._voice.part_opening(choice, choice.reasoning))

    def send_due(self, now_ns: int, choices: list[Choice], frames: list[bytes]) -> None:
        """Puts the frames down that are due."""
        track, pieces, sent = self._track, list[bytes](), list[int]()
        most = max(BATCH_CHUNKS // len(choices), 1)
        while not self.over and track.due_ns <= now_ns and len(pieces) < most:
            if piece := track.take():
                pieces.append(piece)
                sent.append(track.tokens_sent)
            if not self.over:
                self._plan_chunk()
        for choice in choices:
            if choice.reasoning is None:
                continue
            if pieces:
                frames.append(self._voice.pieces(choice, choice.reasoning, pieces, sent))
            if self.over:
                frames.append(self._voice.part_ending(choice, choice.reasoning))

    def _gap_ns(self, pace: Pace) -> float:
        return pace.thinking * SECOND_NS / self._track.count

    def _plan_chunk(self) -> None:
        self._track.plan_chunk(self._schedule, self._size)
