"""Puts down the frames of one answer's chunks that are due, part by part, and notes when. Knows no settings, no end."""

from __future__ import annotations

import time

from mockpanel.core.choices import PartKind
from mockpanel.core.ledger import Ledger
from mockpanel.core.shaped import Timetable
from mockpanel.server.track import BATCH_CHUNKS, Track
from mockpanel.wire.voice import Voice

SCORED_NS = 1_000_000
"""Chunks with log probabilities are made for so long before others have their turn."""

Frames = list[bytes]


class Sender:
    """Speaks for all choices of one answer; the chunks of the longest are noted in its ledger."""

    __slots__ = ("_began_ns", "_longest", "_note", "_scored", "_voice")

    def __init__(self, voice: Voice, ledger: Ledger, longest: Track, began_ns: int, *, scored: bool) -> None:
        self._voice = voice
        self._note = ledger.add
        self._longest = longest
        self._began_ns = began_ns
        self._scored = scored

    def open(self, track: Track, frames: Frames) -> None:
        """Puts down what goes before a choice's first piece."""
        track.opened = True
        frames.append(self._voice.opening(track.choice))

    def finish(self, track: Track, frames: Frames) -> None:
        """Puts down what ends a choice."""
        track.ended = True
        frames.append(self._voice.part_ending(track.choice, track.part))
        frames.append(self._voice.ending(track.choice))

    def close(self, frames: Frames) -> None:
        """Puts down what ends the stream."""
        frames.append(self._voice.closing())

    def note_whole(self, due_ns: int, now_ns: int) -> None:
        """Notes an answer in one piece."""
        self._note(due_ns - self._began_ns, now_ns - self._began_ns, self._longest.choice.token_count)

    def send_due(self, track: Track, schedule: Timetable, size: int, now_ns: int, frames: Frames) -> bool:
        """Puts down a choice's chunks that are due, and plans the next; True when it has sent all that it may."""
        if not track.opened:
            self.open(track, frames)
        while True:
            if not track.part_begun:
                track.part_begun = True
                frames.append(self._voice.part_opening(track.choice, track.part))
            self._send_of_part(track, schedule, size, now_ns, frames)
            if track.sent >= track.count:
                return True
            if track.sent < track.part.end:
                return False
            frames.append(self._voice.part_ending(track.choice, track.part))
            track.next_part()
            track.plan_chunk(schedule, size)
            if track.due_ns > now_ns:
                return False

    def _send_of_part(self, track: Track, schedule: Timetable, size: int, now_ns: int, frames: Frames) -> None:
        if self._scored and track.part.kind is not PartKind.TOOL_CALL:
            self._send_scored(track, schedule, size, now_ns, frames)
        elif schedule.gap_ns == 0 and track.count:
            self._send_unpaced(track, schedule, size, now_ns, frames)
        else:
            self._send_paced(track, schedule, size, now_ns, frames)

    def _send_paced(self, track: Track, schedule: Timetable, size: int, now_ns: int, frames: Frames) -> None:
        last = track.part.end
        pieces: list[bytes] = []
        sent: list[int] = []
        while track.due_ns <= now_ns and len(pieces) < BATCH_CHUNKS:
            piece = track.take()
            if piece:
                pieces.append(piece)
                sent.append(track.tokens_sent)
                if track is self._longest:
                    self._note(track.due_ns - self._began_ns, now_ns - self._began_ns, sent[-1])
            if track.sent >= last:
                break
            track.plan_chunk(schedule, size)
        if pieces:
            frames.append(self._voice.pieces(track.choice, track.part, pieces, sent))

    def _send_unpaced(self, track: Track, schedule: Timetable, size: int, now_ns: int, frames: Frames) -> None:
        due_ns = track.due_ns
        pieces, sent = track.take_many(size)
        if pieces:
            if track is self._longest:
                self._note(due_ns - self._began_ns, now_ns - self._began_ns, track.tokens_sent, len(pieces))
            frames.append(self._voice.pieces(track.choice, track.part, pieces, sent))
        track.plan_chunk(schedule, size)

    def _send_scored(self, track: Track, schedule: Timetable, size: int, now_ns: int, frames: Frames) -> None:
        end_ns = time.monotonic_ns() + SCORED_NS
        while track.due_ns <= now_ns:
            start, due_ns = track.sent, track.due_ns
            piece = track.take()
            if track.sent > start:
                if track is self._longest:
                    self._note(due_ns - self._began_ns, now_ns - self._began_ns, track.tokens_sent)
                frames.append(self._voice.scored_piece(track.choice, piece, start, track.sent))
            if track.sent >= track.part.end:
                break
            track.plan_chunk(schedule, size)
            if time.monotonic_ns() > end_ns:
                break
