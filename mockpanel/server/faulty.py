"""Running answers that go wrong on purpose: one breaks off, one stands still for a while. Knows not who wanted it."""

from __future__ import annotations

from mockpanel.core.choices import reaching
from mockpanel.core.faults import Fault, FaultKind
from mockpanel.core.pacing import SECOND_NS
from mockpanel.core.plan import StreamPlan
from mockpanel.core.request_record import Outcome, RequestRecord
from mockpanel.server.sinks import Sink
from mockpanel.server.stream import LiveStream
from mockpanel.server.track import Track
from mockpanel.wire.voice import Voice


class HaltingStream(LiveStream):
    """Halts behind the first tokens: a choice that is under way then does not end, a shorter one has ended before."""

    _halted: tuple[Track, ...] = ()

    def arrange(self, fault: Fault) -> None:
        """Says where it halts; called once, before anything is sent."""
        raise NotImplementedError

    def _halt_at(self, after_tokens: int) -> None:
        reached = {choice.index for choice in reaching(self.plan.choices, after_tokens)}
        self._halted = tuple(track for track in self._tracks if track.choice.index in reached)
        for track in self._halted:
            track.halt_at(after_tokens)
        self._plan_chunks()

    def _finish(self, track: Track, frames: list[bytes]) -> None:
        if track in self._halted:
            track.ended = True
        else:
            super()._finish(track, frames)


class BreakingStream(HaltingStream):
    """Breaks off behind the first tokens; one that has sent nothing until then, when it should have begun."""

    _ends_as = Outcome.CUT
    _silent = False

    def arrange(self, fault: Fault) -> None:
        """Says where it breaks off. An answer in one piece does so when it is due."""
        self._silent = not self.plan.ask.stream or not fault.after_tokens
        if not self._silent:
            self._halt_at(fault.after_tokens)

    def fire(self, now_ns: int) -> int | None:
        """Sends what is due, and breaks off behind the last of it."""
        if not self._silent:
            return super().fire(now_ns)
        due_ns = self.due_ns
        if due_ns > now_ns:
            return due_ns
        self.end(self._ends_as)
        return None

    def _reach_end(self, _now_ns: int, _frames: list[bytes]) -> None:
        self.flushes = True


class StallingStream(HaltingStream):
    """Stands still behind the first tokens, for a length of time that no change of the rate stretches."""

    _stall_ns = 0
    _rests_until_ns = 0
    """When the stall ends, once it has begun."""

    def arrange(self, fault: Fault) -> None:
        """Says where it stands still. Before the first token, and in one piece, all comes later by the stall."""
        self._stall_ns = round(fault.seconds * SECOND_NS)
        if not self.plan.ask.stream or not fault.after_tokens:
            self._delay(self._stall_ns, begins=True)
        else:
            self._halt_at(fault.after_tokens)

    def resume(self, now_ns: int) -> None:
        """Goes on where it stood; a pause inside the stall lengthens it."""
        if self._paused_ns is not None and self._paused_ns < self._rests_until_ns:
            self._rests_until_ns += now_ns - self._paused_ns
        super().resume(now_ns)

    def _stands_at(self, now_ns: int) -> int:
        # What is changed during the stall is changed from its end on.
        return max(super()._stands_at(now_ns), self._rests_until_ns)

    def _reach_end(self, now_ns: int, frames: list[bytes]) -> int | None:
        if not self._halted:
            return super()._reach_end(now_ns, frames)
        began_ns = self._longest.due_ns if self._schedule.gap_ns > 0 else now_ns
        self._rests_until_ns = began_ns + self._stall_ns
        self._schedule = self._schedule.stalled(now_ns, self._stall_ns)
        for track in self._halted:
            track.go_on(self.plan.choices[track.choice.index])
        self._halted = ()
        self._plan_chunks()
        return self.due_ns

    def _plan_chunks(self) -> None:
        super()._plan_chunks()
        for track in self._tracks:
            if _spent(track):
                track.due_ns = self._rests_until_ns

    def _send_due(self, track: Track, now_ns: int, frames: list[bytes]) -> None:
        if _spent(track):
            self._finish(track, frames)
        else:
            super()._send_due(track, now_ns, frames)


_STREAMS: dict[FaultKind, type[HaltingStream]] = {FaultKind.CUT: BreakingStream, FaultKind.STALL: StallingStream}


def make_stream(
    fault: Fault | None, record: RequestRecord, plan: StreamPlan, voice: Voice, sink: Sink, origin_ns: int, now_ns: int
) -> LiveStream:
    """The running answer to a request, with its fault where that is one that shows on the way."""
    kind = _STREAMS.get(fault.kind) if fault is not None else None
    if kind is None or fault is None:
        return LiveStream(record, plan, voice, sink, origin_ns, now_ns)
    stream = kind(record, plan, voice, sink, origin_ns, now_ns)
    stream.arrange(fault)
    return stream


def _spent(track: Track) -> bool:
    """Whether all of it was sent before the stall, and only its end is left."""
    return track.opened and not track.ended and track.sent >= track.count
