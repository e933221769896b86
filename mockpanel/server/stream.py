"""One running answer: what of it is due, how it follows the live defaults, how it ends."""

from __future__ import annotations

import asyncio

from mockpanel.core.pacing import Schedule
from mockpanel.core.plan import Choice, StreamPlan
from mockpanel.core.request_log import Outcome, RequestRecord
from mockpanel.core.settings import StreamSettings
from mockpanel.server.sinks import Sink
from mockpanel.wire.voice import Voice

BATCH_CHUNKS = 512
"""Chunks that one stream sends at most before others have their turn."""

BATCH_SCORED_CHUNKS = 32
"""The same for chunks with log probabilities, which take longer to make."""


class Track:
    """How far one choice has come. `end` and `due_ns` are of its next chunk."""

    __slots__ = ("choice", "due_ns", "end", "ended", "json_ends", "opened", "sent")

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.json_ends = choice.tokens.json_ends
        self.sent = 0
        self.end = 0
        self.due_ns = 0
        self.opened = False
        self.ended = False

    def plan_chunk(self, schedule: Schedule, size: int) -> None:
        """Finds the next chunk, of at least one whole character, and when it is due: with its last token.

        The first is due at the first token's time, so that the chunk size never changes the time to first token.
        """
        sent, count, json_ends = self.sent, self.choice.count, self.json_ends
        end = min(sent + size, count)
        if sent < end < count:
            done = json_ends[sent - 1] if sent else 0
            while end < count and json_ends[end - 1] == done:
                end += 1
        self.end = end
        self.due_ns = schedule.due_ns(end - 1 if sent else 0)

    def take(self) -> bytes:
        """The JSON of the chunk planned, which is sent now."""
        choice, json_ends = self.choice, self.json_ends
        start = json_ends[self.sent - 1] if self.sent else 0
        self.sent = self.end
        piece = choice.tokens.json[start : json_ends[self.end - 1]] if self.end else b""
        return bytes(piece + choice.tail if self.end == choice.count else piece)

    def take_many(self, size: int) -> list[bytes]:
        """The JSON of up to BATCH_CHUNKS chunks, which are sent now."""
        choice, sent, count = self.choice, self.sent, self.choice.count
        done = self.json_ends[sent - 1] if sent else 0
        last = min(sent + size * BATCH_CHUNKS, count)
        ends = self.json_ends[sent + size - 1 : last : size]
        if last == count and count and (not ends or (count - sent) % size):
            ends.append(self.json_ends[count - 1])
        self.sent = self.end = last
        json = choice.tokens.json
        pieces = []
        for end in ends:
            if end > done:
                pieces.append(bytes(json[done:end]))
                done = end
        if last == count and choice.tail:
            pieces.append(choice.tail)
        return pieces


class LiveStream:
    """One answer under way, in chunks or in one piece. Fired by the pacer; retuned, paused and cut by LiveStreams."""

    def __init__(self, record: RequestRecord, plan: StreamPlan, voice: Voice, sink: Sink, origin_ns: int) -> None:
        self.record = record
        self.plan = plan
        self.sink = sink
        self.ticket = 0
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.outcome = Outcome.RUNNING
        self._voice = voice
        self._ledger = record.ledger
        self._began_ns = origin_ns
        self._origin_ns = origin_ns
        self._paused_ns: int | None = None
        self._size = plan.settings.tokens_per_chunk
        self._pace = plan.pace(plan.settings)
        self._schedule = Schedule.start(origin_ns, self._pace)
        self._first_ns = self._schedule.anchor_ns
        self._tracks = [Track(choice) for choice in plan.choices]
        self._longest = max(self._tracks, key=lambda track: track.choice.count)
        self._plan_chunks()

    @property
    def due_ns(self) -> int:
        """When the next chunk is due, or the answer that comes in one piece."""
        if not self.plan.ask.stream:
            return self._schedule.due_ns(max(self._longest.choice.count - 1, 0))
        return min((track.due_ns for track in self._tracks if not track.ended), default=self._began_ns)

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
        for track in self._tracks:
            if not track.ended and track.due_ns <= now_ns:
                self._send_due(track, now_ns, frames)
            if not track.ended and (due_ns is None or track.due_ns < due_ns):
                due_ns = track.due_ns
        if due_ns is None:
            frames.append(self._voice.closing())
        if frames:
            self.sink.write(frames[0] if len(frames) == 1 else b"".join(frames))
        if due_ns is None:
            self.end(Outcome.COMPLETED)
        return due_ns

    def failed(self, error: Exception) -> None:
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
        if self._paused_ns is not None:
            now_ns = self._paused_ns
        if now_ns < self._first_ns:
            self._schedule = Schedule.start(self._origin_ns, pace)
            self._first_ns = self._schedule.anchor_ns
        elif pace.gap_ns != self._pace.gap_ns:
            self._schedule = self._schedule.retimed(now_ns, pace.gap_ns, self._longest.sent)
        self._pace = pace
        self._size = settings.tokens_per_chunk
        self._plan_chunks()

    def pause(self, now_ns: int) -> None:
        """Stands still until resumed."""
        if self._paused_ns is None:
            self._paused_ns = now_ns

    def resume(self, now_ns: int) -> None:
        """Goes on where it stood; all that is still due comes later by the pause."""
        if self._paused_ns is None:
            return
        pause_ns = now_ns - self._paused_ns
        self._schedule = self._schedule.shifted(pause_ns)
        if self._paused_ns < self._first_ns:
            self._origin_ns += pause_ns
            self._first_ns += pause_ns
        self._paused_ns = None
        self._plan_chunks()

    def _plan_chunks(self) -> None:
        for track in self._tracks:
            if not track.ended:
                track.plan_chunk(self._schedule, self._size)

    def _fire_whole(self, now_ns: int) -> int | None:
        due_ns = self.due_ns
        if due_ns > now_ns:
            return due_ns
        self._ledger.add(due_ns - self._began_ns, now_ns - self._began_ns, self._longest.choice.count)
        self.end(Outcome.COMPLETED)
        return None

    def _send_due(self, track: Track, now_ns: int, frames: list[bytes]) -> None:
        choice = track.choice
        if not track.opened:
            track.opened = True
            frames.append(self._voice.opening(choice))
        if self.plan.ask.alternatives is not None:
            self._send_scored(track, now_ns, frames)
        elif self._schedule.gap_ns == 0 and choice.count:
            due_ns = track.due_ns
            pieces = track.take_many(self._size)
            if track is self._longest:
                self._ledger.add(due_ns - self._began_ns, now_ns - self._began_ns, track.sent, len(pieces))
            frames.append(self._voice.pieces(choice, pieces))
        else:
            self._send_pieces(track, now_ns, frames)
        if track.sent >= choice.count:
            track.ended = True
            frames.append(self._voice.ending(choice))
        else:
            track.plan_chunk(self._schedule, self._size)

    def _send_pieces(self, track: Track, now_ns: int, frames: list[bytes]) -> None:
        pieces: list[bytes] = []
        while track.due_ns <= now_ns and len(pieces) < BATCH_CHUNKS:
            piece = track.take()
            if piece:
                pieces.append(piece)
                self._note(track, now_ns)
            if track.sent >= track.choice.count:
                break
            track.plan_chunk(self._schedule, self._size)
        if pieces:
            frames.append(self._voice.pieces(track.choice, pieces))

    def _send_scored(self, track: Track, now_ns: int, frames: list[bytes]) -> None:
        for _ in range(BATCH_SCORED_CHUNKS):
            start = track.sent
            piece = track.take()
            if track.sent > start:
                frames.append(self._voice.scored_piece(track.choice, piece, start, track.sent))
                self._note(track, now_ns)
            if track.sent >= track.choice.count:
                break
            track.plan_chunk(self._schedule, self._size)
            if track.due_ns > now_ns:
                break

    def _note(self, track: Track, now_ns: int) -> None:
        if track is self._longest:
            self._ledger.add(track.due_ns - self._began_ns, now_ns - self._began_ns, track.sent)
