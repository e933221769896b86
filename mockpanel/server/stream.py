"""One running answer: what of it is due, how it follows the live defaults, how it ends."""

from __future__ import annotations

import asyncio
import math
import time

from mockpanel.core.choices import choose
from mockpanel.core.pacing import SECOND_NS, Pace
from mockpanel.core.plan import StreamPlan
from mockpanel.core.request_record import Outcome, RequestRecord
from mockpanel.core.rhythm import Rhythm
from mockpanel.core.settings import StreamSettings
from mockpanel.core.shaped import Timetable, place_at, retimed, start
from mockpanel.core.shapes import Shape
from mockpanel.core.tokens import Tokens
from mockpanel.server.sender import Sender
from mockpanel.server.sinks import Sink
from mockpanel.server.thinking import Thinking
from mockpanel.server.track import Track
from mockpanel.wire.voice import Voice

FIRE_NS = 1_000_000
"""An answer with many choices works for so long before others have their turn."""

SCORED_CANDIDATES = 500
"""A chunk with log probabilities holds at most so many candidates, since each takes some microseconds to write down."""


class LiveStream:
    """One answer under way, in chunks or in one piece. Fired by the pacer; retuned, paused and cut by LiveStreams."""

    __slots__ = (
        "__weakref__",
        "_began_ns",
        "_delayed_ns",
        "_first_ns",
        "_longest",
        "_origin_ns",
        "_pace",
        "_paused_ns",
        "_rhythm",
        "_schedule",
        "_sender",
        "_size",
        "_thinking",
        "_tracks",
        "ended",
        "flushes",
        "outcome",
        "plan",
        "queued",
        "record",
        "running",
        "settings",
        "sink",
        "ticket",
        "waited",
        "wants",
        "writes",
    )

    _ends_as = Outcome.COMPLETED

    def __init__(
        self, record: RequestRecord, plan: StreamPlan, voice: Voice, sink: Sink, origin_ns: int, now_ns: int = 0
    ) -> None:
        self.record = record
        self.plan = plan
        self.sink = sink
        self.ticket = 0
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.outcome = Outcome.RUNNING
        self.flushes = False
        """Whether what was sent is to reach the client before the connection breaks."""
        self.writes = 0
        """How many times it has written to its sink."""
        self._began_ns = origin_ns
        self._origin_ns = origin_ns
        self._paused_ns: int | None = None
        self._delayed_ns = 0
        self._schedule: Timetable
        self._first_ns: int
        self.waited = 0.0
        """Seconds that it stood in the queue."""
        self.queued = False
        """Whether it waits for its turn, behind others."""
        self.running = 1
        """How many streams run at once, this one included, as far as it has been told."""
        self.wants: tuple[Shape, int] | None = None
        """The shape and seed of the rhythm that it is to go on in."""
        self.settings = plan.settings
        """The settings that it follows now."""
        self._rhythm = plan.rhythm
        self._size = self._chunk_size(plan.settings)
        self._pace = plan.pace(plan.settings)
        self._tracks = [Track(choice) for choice in plan.choices]
        self._longest = max(self._tracks, key=lambda track: track.count)
        scored = plan.ask.alternatives is not None
        self._sender = Sender(voice, record.ledger, self._longest, origin_ns, scored=scored)
        self._thinking = self._thoughts(voice) if plan.thinking is not None else None
        self._begin(now_ns)

    @property
    def due_ns(self) -> int:
        """When the next chunk is due, or the answer that comes in one piece."""
        if not self.plan.ask.stream:
            return self._schedule.due_ns(max(self._longest.count - 1, 0))
        if self._thinking is not None:
            return self._thinking.due_ns
        return min((track.due_ns for track in self._tracks if not track.ended), default=self._began_ns)

    @property
    def sent_tokens(self) -> int:
        """Tokens that have gone out, of all choices; an answer in one piece goes out at its end."""
        if not self.plan.ask.stream:
            return self.plan.usage.completion_tokens if self.outcome is Outcome.COMPLETED else 0
        return self._thought_tokens + sum(track.tokens_sent for track in self._tracks)

    @property
    def text(self) -> tuple[Tokens, int]:
        """The tokens of its longest choice, and how many of them it sends."""
        longest = self.plan.longest
        return longest.tokens, longest.count

    @property
    def paused(self) -> bool:
        """Whether it stands still on request."""
        return self._paused_ns is not None

    def fire(self, now_ns: int) -> int | None:
        """Sends all that is due and returns when the next is; None at the end, or while the client does not read."""
        if not self.plan.ask.stream:
            return self._fire_whole(now_ns)
        if self.sink.full:
            return None
        frames: list[bytes] = []
        if self._thinking is not None and (thought_ns := self._think(self._thinking, now_ns, frames)) is not None:
            return thought_ns
        due_ns: int | None = None
        many = len(self._tracks) > 1
        end_ns = time.monotonic_ns() + FIRE_NS if many else 0
        for track in sorted(self._tracks, key=_sent) if many else self._tracks:
            if not track.ended and track.due_ns <= now_ns and (not many or time.monotonic_ns() < end_ns):
                self._send_due(track, now_ns, frames)
            if not track.ended and (due_ns is None or track.due_ns < due_ns):
                due_ns = track.due_ns
        if due_ns is None:
            due_ns = self._reach_end(now_ns, frames)
        self._write(frames)
        if due_ns is None:
            self.end(self._ends_as)
        return due_ns

    def failed(self) -> None:
        """Ends it after a fault of our own."""
        self.end(Outcome.FAILED)

    def end(self, outcome: Outcome) -> None:
        """Ends it, whatever is left; a second call changes nothing."""
        if not self.outcome.over:
            self.outcome = outcome
        if not self.ended.done():
            self.ended.set_result(None)

    def retune(self, defaults: StreamSettings, now_ns: int) -> None:
        """Follows the live defaults in the fields that the request did not pin, from now on and without a jump.

        Another rhythm takes a while to make; until it is there (`reshape`), the stream goes on in the one it has.
        """
        self._follow(self.plan.followed(defaults), now_ns)

    def crowd(self, running: int, now_ns: int) -> None:
        """Takes note of how many run at once, and goes on at the speed of that load."""
        if running != self.running:
            self.running = running
            self._follow(self.settings, now_ns)

    def reshape(self, rhythm: Rhythm, now_ns: int) -> None:
        """Goes on in another rhythm, from now on and without a jump."""
        self.wants = None
        self._rhythm = rhythm
        self._retime(self._pace, self._stands_at(now_ns), again=True)

    def take_turn(self, now_ns: int) -> None:
        """Begins only now, after others."""
        self.queued = False
        queued_ns = now_ns - self._began_ns
        self.waited = queued_ns / SECOND_NS
        self._delayed_ns += queued_ns
        self._origin_ns += queued_ns
        if self._paused_ns is not None:
            self._paused_ns = now_ns
        self._begin(now_ns)

    def pause(self, now_ns: int) -> None:
        """Stands still until resumed."""
        if self._paused_ns is None:
            self._paused_ns = now_ns

    def resume(self, now_ns: int) -> None:
        """Goes on where it stood; all that is still due comes later by the pause."""
        if self._paused_ns is None:
            return
        pause_ns, waited = now_ns - self._paused_ns, self._waits(self._paused_ns)
        self._paused_ns = None
        if not self.queued:
            self._delay(pause_ns, begins=waited)

    def _delay(self, by_ns: int, *, begins: bool) -> None:
        """Lets all that is still due come later; `begins` says that the first token is part of it."""
        self._schedule = self._schedule.shifted(by_ns)
        self._delayed_ns += by_ns
        if self._thinking is not None:
            self._thinking.shift(by_ns)
        if begins:
            self._origin_ns += by_ns
            self._first_ns += by_ns
        self._plan_chunks()

    def _follow(self, settings: StreamSettings, now_ns: int) -> None:
        self.settings = settings
        wanted, rhythm = self.plan.shape(settings), self._rhythm
        if self.plan.replay is None:  # a captured rhythm stays, at whatever speed
            has = None if rhythm is None else (rhythm.shape, rhythm.seed)
            self.wants = wanted if wanted != has else None
            if wanted is None:
                self._rhythm = None
        self._size = self._chunk_size(settings)
        pace = self.plan.pace(settings, self.running)
        self._retime(pace, self._stands_at(now_ns), again=self._rhythm is not rhythm)

    def _retime(self, pace: Pace, now_ns: int, *, again: bool) -> None:
        """Goes on at another pace, or `again` at the same one in another rhythm."""
        before, self._pace = self._pace, pace
        if self._thinking is not None:
            self._thinking.resize(self._size)
        if self._waits(now_ns):
            self._begin(now_ns)
            return
        if self._thinking is not None:
            self._thinking.retune(pace, now_ns)
            self._schedule = start(self._thinking.ends_ns, Pace(0, pace.tokens_per_second), now_ns, self._rhythm)
        elif again or pace.gap_ns != before.gap_ns:
            longest = self._longest
            furthest = longest.end - 1 if self.plan.ask.stream else math.inf
            gap_ns = self._gap_left_ns(pace, now_ns, furthest)
            self._schedule = retimed(self._schedule, now_ns, gap_ns, longest.sent, furthest, self._rhythm)
        self._plan_chunks()

    def _gap_left_ns(self, pace: Pace, now_ns: int, furthest: float) -> float:
        """The mean gap from now on; under a total duration the one that ends the answer in time."""
        total = self.settings.total_duration
        if not total or not pace.gap_ns:
            return pace.gap_ns
        place = min(place_at(self._schedule, now_ns, self._longest.sent), furthest)
        left_ns = self._began_ns + self._delayed_ns + round(total * SECOND_NS) - now_ns
        return max(left_ns / max(self.plan.longest.count - 1 - place, 1), 0.0)

    def _begin(self, now_ns: int) -> None:
        """Settles when it is due, before anything was sent."""
        pace = self._pace
        if self._thinking is None:
            self._schedule = start(self._origin_ns, pace, now_ns, self._rhythm)
        else:
            self._thinking.begin(self._origin_ns, pace, now_ns)
            self._schedule = start(self._thinking.ends_ns, Pace(0, pace.tokens_per_second), 0, self._rhythm)
        self._first_ns = self._schedule.anchor_ns
        self._plan_chunks()

    def _thoughts(self, voice: Voice) -> Thinking | None:
        tokens = self.plan.thinking
        if tokens is None or not self.plan.ask.stream:
            return None
        rhythm = None if self.plan.replay is None else self.plan.replay.thoughts
        return Thinking(choose(0, tokens, None), voice, self._size, rhythm)

    @property
    def _thought_tokens(self) -> int:
        """Tokens of reasoning that have gone out, or were only waited for."""
        if self._thinking is not None:
            return self._thinking.sent * len(self._tracks)
        return 0 if self._waits(0) else self.plan.usage.reasoning_tokens

    def _think(self, thinking: Thinking, now_ns: int, frames: list[bytes]) -> int | None:
        """Puts the reasoning that is due down; writes it and returns when it goes on, or None once it is over."""
        if thinking.due_ns > now_ns:
            return thinking.due_ns
        self.record.ledger.think(now_ns - self._began_ns)
        for track in self._tracks:
            if not track.opened:
                self._sender.open(track, frames)
                thinking.open(track.choice, frames)
        thinking.send_due(now_ns, [track.choice for track in self._tracks], frames)
        self.record.ledger.thought_tokens = thinking.sent
        if thinking.over:
            self._thinking = None
            return None
        self._write(frames)
        return thinking.due_ns

    def _write(self, frames: list[bytes]) -> None:
        if data := b"".join(frames):
            self.writes += 1
            self.sink.write(data)

    def _stands_at(self, now_ns: int) -> int:
        """The time from which on a change counts: now, or when the pause began."""
        return now_ns if self._paused_ns is None else self._paused_ns

    def _chunk_size(self, settings: StreamSettings) -> int:
        if self.plan.replay is not None:
            return 1
        alternatives = self.plan.ask.alternatives
        if alternatives is None:
            return settings.tokens_per_chunk
        return min(settings.tokens_per_chunk, SCORED_CANDIDATES // (alternatives + 1))

    def _waits(self, now_ns: int) -> bool:
        """Whether the first token is still to come."""
        if not self.plan.ask.stream:
            return now_ns < self._first_ns
        return not any(track.opened for track in self._tracks)

    def _plan_chunks(self) -> None:
        for track in self._tracks:
            if not track.ended:
                track.plan_chunk(self._schedule, self._size)

    def _fire_whole(self, now_ns: int) -> int | None:
        due_ns = self.due_ns
        if due_ns > now_ns:
            return due_ns
        self._sender.note_whole(due_ns, now_ns)
        self.end(Outcome.COMPLETED)
        return None

    def _reach_end(self, _now_ns: int, frames: list[bytes]) -> int | None:
        """Every choice has ended: puts down what ends the stream, or returns when it goes on."""
        self._sender.close(frames)
        return None

    def _finish(self, track: Track, frames: list[bytes]) -> None:
        """A choice has sent all that it may: puts down what ends it."""
        self._sender.finish(track, frames)

    def _send_due(self, track: Track, now_ns: int, frames: list[bytes]) -> None:
        """Puts the frames of a track's due chunks down, and plans the next chunk."""
        if self._sender.send_due(track, self._schedule, self._size, now_ns, frames):
            self._finish(track, frames)


def _sent(track: Track) -> int:
    return track.sent
