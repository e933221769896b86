"""One running answer: what of it is due, how it follows the live defaults, how it ends."""

from __future__ import annotations

import asyncio
import math
import time

from mockpanel.core.pacing import Schedule
from mockpanel.core.plan import Choice, StreamPlan, first_tokens
from mockpanel.core.request_log import Outcome, RequestRecord
from mockpanel.core.settings import StreamSettings
from mockpanel.server.sinks import Sink
from mockpanel.wire.voice import Voice

BATCH_CHUNKS = 512
"""Chunks that one stream sends at most before others have their turn."""

FIRE_NS = 1_000_000
"""An answer with many choices or log probabilities works for so long before others have their turn."""

SCORED_CANDIDATES = 500
"""A chunk with log probabilities holds at most so many candidates, since each takes some microseconds to write down."""


class Track:
    """How far one choice has come. `end` and `due_ns` are of its next chunk."""

    __slots__ = ("choice", "count", "due_ns", "end", "ended", "json", "json_at", "json_ends", "opened", "sent")

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.count = choice.count
        self.json = choice.tokens.json
        self.json_ends = choice.tokens.json_ends
        self.json_at = 0
        self.sent = 0
        self.end = 0
        self.due_ns = 0
        self.opened = False
        self.ended = False

    def plan_chunk(self, schedule: Schedule, size: int) -> None:
        """Finds the next chunk, of at least one whole character, and when it is due: with its last token.

        The first is due at the first token's time, so that the chunk size never changes the time to first token.
        """
        end = self.sent + size
        if end >= self.count:
            end = self.count
        else:
            while end < self.count and self.json_ends[end - 1] == self.json_at:
                end += 1
        self.end = end
        self.due_ns = schedule.due_ns(end - 1 if self.sent else 0)

    def halt_at(self, count: int) -> None:
        """Has it end behind so many tokens, if it is longer."""
        self.choice = first_tokens(self.choice, count)
        self.count = self.choice.count

    def go_on(self, choice: Choice) -> None:
        """Lets it run to the end of the whole choice."""
        self.choice, self.count = choice, choice.count
        self.ended = False

    def take(self) -> bytes:
        """The JSON of the chunk planned, which is sent now."""
        end = self.end
        if end == self.count:
            return self._take_last()
        start = self.json_at
        self.sent = end
        self.json_at = self.json_ends[end - 1]
        return self.json[start : self.json_at]

    def take_many(self, size: int) -> list[bytes]:
        """The JSON of up to BATCH_CHUNKS chunks, which are sent now."""
        sent, at = self.sent, self.json_at
        last = min(sent + size * BATCH_CHUNKS, self.count)
        json, pieces = self.json, []
        for end in self.json_ends[sent + size - 1 : last : size]:
            if end > at:
                pieces.append(json[at:end])
                at = end
        self.sent, self.json_at = last, at
        self.end = last
        if last == self.count and (rest := self._take_last()):
            pieces.append(rest)
        return pieces

    def _take_last(self) -> bytes:
        start, end = self.json_at, self.choice.json_end
        self.sent, self.json_at = self.count, end
        return self.json[start:end] + self.choice.tail


class LiveStream:
    """One answer under way, in chunks or in one piece. Fired by the pacer; retuned, paused and cut by LiveStreams."""

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
        self._voice = voice
        self._scored = plan.ask.alternatives is not None
        self._note = record.ledger.add
        self._began_ns = origin_ns
        self._origin_ns = origin_ns
        self._paused_ns: int | None = None
        self._size = self._chunk_size(plan.settings)
        self._pace = plan.pace(plan.settings)
        self._schedule = Schedule.start(origin_ns, self._pace, now_ns)
        self._first_ns = self._schedule.anchor_ns
        self._tracks = [Track(choice) for choice in plan.choices]
        self._longest = max(self._tracks, key=lambda track: track.count)
        self._plan_chunks()

    @property
    def due_ns(self) -> int:
        """When the next chunk is due, or the answer that comes in one piece."""
        if not self.plan.ask.stream:
            return self._schedule.due_ns(max(self._longest.count - 1, 0))
        return min((track.due_ns for track in self._tracks if not track.ended), default=self._began_ns)

    @property
    def sent_tokens(self) -> int:
        """Tokens that have gone out, of all choices; an answer in one piece goes out at its end."""
        if not self.plan.ask.stream:
            return self.plan.usage.completion_tokens if self.outcome is Outcome.COMPLETED else 0
        return sum(track.sent for track in self._tracks)

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
        if frames:
            self.sink.write(frames[0] if len(frames) == 1 else b"".join(frames))
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
        """Follows the live defaults in the fields that the request did not pin, from now on and without a jump."""
        settings = self.plan.followed(defaults)
        pace = self.plan.pace(settings)
        now_ns = self._stands_at(now_ns)
        if self._waits(now_ns):
            self._schedule = Schedule.start(self._origin_ns, pace, now_ns)
            self._first_ns = self._schedule.anchor_ns
        elif pace.gap_ns != self._pace.gap_ns:
            longest = self._longest
            furthest = longest.end - 1 if self.plan.ask.stream else math.inf
            self._schedule = self._schedule.retimed(now_ns, pace.gap_ns, longest.sent, furthest)
        self._pace = pace
        self._size = self._chunk_size(settings)
        self._plan_chunks()

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
        self._delay(pause_ns, begins=waited)

    def _delay(self, by_ns: int, *, begins: bool) -> None:
        """Lets all that is still due come later; `begins` says that the first token is part of it."""
        self._schedule = self._schedule.shifted(by_ns)
        if begins:
            self._origin_ns += by_ns
            self._first_ns += by_ns
        self._plan_chunks()

    def _stands_at(self, now_ns: int) -> int:
        """The time from which on a change counts: now, or when the pause began."""
        return now_ns if self._paused_ns is None else self._paused_ns

    def _chunk_size(self, settings: StreamSettings) -> int:
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
        self._note(due_ns - self._began_ns, now_ns - self._began_ns, self._longest.count)
        self.end(Outcome.COMPLETED)
        return None

    def _reach_end(self, _now_ns: int, frames: list[bytes]) -> int | None:
        """Every choice has ended: puts down what ends the stream, or returns when it goes on."""
        frames.append(self._voice.closing())
        return None

    def _finish(self, track: Track, frames: list[bytes]) -> None:
        """A choice has sent all that it may: puts down what ends it."""
        track.ended = True
        frames.append(self._voice.ending(track.choice))

    def _send_due(self, track: Track, now_ns: int, frames: list[bytes]) -> None:
        """Puts the frames of a track's due chunks down, and plans the next chunk."""
        if not track.opened:
            track.opened = True
            if opening := self._voice.opening(track.choice):
                frames.append(opening)
        if self._scored:
            self._send_scored(track, now_ns, frames)
        elif self._schedule.gap_ns == 0 and track.count:
            self._send_unpaced(track, now_ns, frames)
        else:
            self._send_paced(track, now_ns, frames)
        if track.sent >= track.count:
            self._finish(track, frames)

    def _send_paced(self, track: Track, now_ns: int, frames: list[bytes]) -> None:
        schedule, size, count = self._schedule, self._size, track.count
        pieces: list[bytes] = []
        while track.due_ns <= now_ns and len(pieces) < BATCH_CHUNKS:
            piece = track.take()
            if piece:
                pieces.append(piece)
                if track is self._longest:
                    self._note(track.due_ns - self._began_ns, now_ns - self._began_ns, track.sent)
            if track.sent >= count:
                break
            track.plan_chunk(schedule, size)
        if pieces:
            frames.append(self._voice.pieces(track.choice, pieces))

    def _send_unpaced(self, track: Track, now_ns: int, frames: list[bytes]) -> None:
        due_ns = track.due_ns
        pieces = track.take_many(self._size)
        if pieces:
            frames.append(self._voice.pieces(track.choice, pieces))
            if track is self._longest:
                self._note(due_ns - self._began_ns, now_ns - self._began_ns, track.sent, len(pieces))
        track.plan_chunk(self._schedule, self._size)

    def _send_scored(self, track: Track, now_ns: int, frames: list[bytes]) -> None:
        end_ns = time.monotonic_ns() + FIRE_NS
        while track.due_ns <= now_ns:
            start, due_ns = track.sent, track.due_ns
            piece = track.take()
            if track.sent > start:
                frames.append(self._voice.scored_piece(track.choice, piece, start, track.sent))
                if track is self._longest:
                    self._note(due_ns - self._began_ns, now_ns - self._began_ns, track.sent)
            if track.sent >= track.count:
                break
            track.plan_chunk(self._schedule, self._size)
            if time.monotonic_ns() > end_ns:
                break


def _sent(track: Track) -> int:
    return track.sent
