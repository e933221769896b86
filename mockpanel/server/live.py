"""The running answers: they follow the live defaults, and can be paused, resumed and cut, one or all."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from mockpanel.core.request_log import RequestLog
from mockpanel.core.request_record import Outcome
from mockpanel.core.rhythm import Rhythm
from mockpanel.core.settings import StreamSettings
from mockpanel.core.store import Store
from mockpanel.server.crowd import Crowd
from mockpanel.server.pacer import Pacer
from mockpanel.server.rhythms import Reshaping, Rhythms
from mockpanel.server.sinks import nothing
from mockpanel.server.stream import LiveStream


class LiveStreams:
    """Owns the running answers of one event loop."""

    def __init__(
        self,
        pacer: Pacer,
        store: Store,
        log: RequestLog,
        clock: Callable[[], int] = time.monotonic_ns,
        rhythms: Rhythms | None = None,
    ) -> None:
        self._pacer = pacer
        self._store = store
        self._log = log
        self._clock = clock
        self._streams: dict[str, LiveStream] = {}
        self._crowd = Crowd(pacer, clock, self._begin, self._wake)
        self._reshaping = Reshaping(pacer, rhythms or Rhythms(), self._reshaped)
        self.stopping = False
        """While the server stops: an answer that begins only now is cut at once."""
        store.changed.connect(self._retune_all)

    def __len__(self) -> int:
        return len(self._streams)

    def __iter__(self) -> Iterator[LiveStream]:
        return iter(list(self._streams.values()))

    def get(self, request_id: str) -> LiveStream | None:
        """The running answer to that request."""
        return self._streams.get(request_id)

    def add(self, stream: LiveStream) -> None:
        """Lets an answer run, or wait in the queue for its turn."""
        self._streams[stream.record.id] = stream
        stream.sink.on_writable = lambda: self._wake(stream)
        if self._store.snapshot is not stream.plan.defaults:  # they changed while it was being planned
            self._retune(stream, self._store.snapshot, self._clock())
        if self._crowd.join(stream):
            self._wake(stream)
        else:
            self._log.queued(stream.record)
        if self.stopping:
            self.cut(stream)

    def remove(self, stream: LiveStream) -> None:
        """Takes out an answer that has ended, or whose client has gone."""
        self._pacer.forget(stream)
        self._reshaping.forget(stream)
        self._streams.pop(stream.record.id, None)
        self._crowd.leave(stream)
        stream.sink.on_writable = nothing  # without the circle, the stream goes without a garbage collection

    def pause(self, stream: LiveStream) -> None:
        """Lets an answer stand still."""
        if not stream.paused and not stream.outcome.over:
            stream.pause(self._clock())
            self._pacer.forget(stream)
            self._log.paused(stream.record)

    def resume(self, stream: LiveStream) -> None:
        """Lets a paused answer go on."""
        if stream.paused and not stream.outcome.over:
            stream.resume(self._clock())
            (self._log.queued if stream.queued else self._log.resumed)(stream.record)
            self._wake(stream)

    def cut(self, stream: LiveStream) -> None:
        """Breaks an answer off, as a lost connection would."""
        self._pacer.forget(stream)
        stream.end(Outcome.CUT)
        stream.sink.interrupt()

    def pause_all(self) -> None:
        """Lets all stand still."""
        for stream in self:
            self.pause(stream)

    def resume_all(self) -> None:
        """Lets all go on."""
        for stream in self:
            self.resume(stream)

    def cut_all(self) -> None:
        """Breaks all off."""
        for stream in self:
            self.cut(stream)

    def close(self) -> None:
        """Breaks all off and follows the live defaults no longer."""
        self._store.changed.disconnect(self._retune_all, missing_ok=True)
        self.cut_all()

    def _wake(self, stream: LiveStream) -> None:
        if not stream.paused and not stream.queued and not stream.outcome.over:
            self._pacer.wake_at(stream.due_ns, stream)

    def _retune_all(self, settings: StreamSettings, names: frozenset[str]) -> None:
        now_ns = self._clock()
        for stream in self:
            if names.difference(stream.plan.overrides):
                self._retune(stream, settings, now_ns)
                self._crowd.heed(stream)
                self._wake(stream)
        self._crowd.let_in()

    def _retune(self, stream: LiveStream, settings: StreamSettings, now_ns: int) -> None:
        before = stream.settings.tokens_per_second
        stream.retune(settings, now_ns)
        if stream.settings.tokens_per_second != before:
            self._log.retuned(stream.record)
        if stream.wants is not None:
            self._reshaping.ask(stream, now_ns)

    def _reshaped(self, stream: LiveStream, rhythm: Rhythm) -> None:
        stream.reshape(rhythm, self._clock())
        self._wake(stream)

    def _begin(self, stream: LiveStream) -> None:
        """It has waited for its turn."""
        self._log.begun(stream.record, stream.waited)
        if stream.paused:
            self._log.paused(stream.record)
        self._wake(stream)
