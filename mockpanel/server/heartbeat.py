"""Says that an answer is still under way while it sends nothing. Knows no protocol: the words are the caller's."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from mockpanel.server.stream import LiveStream

SILENCE_S = 10.0
"""How often a stream is looked at: it is said to be alive after as much silence, and before twice as much."""


class Heartbeat:
    """Beats for one stream that has begun, until it is stopped; a client that does not read is spared."""

    def __init__(self, stream: LiveStream, frame: bytes) -> None:
        self._stream = stream
        self._frame = frame
        self._loop = asyncio.get_running_loop()
        self._seen = 0
        self._alarm = self._loop.call_later(SILENCE_S, self._beat)

    def stop(self) -> None:
        """Beats no more."""
        self._alarm.cancel()

    def _beat(self) -> None:
        stream = self._stream
        if stream.writes and stream.writes == self._seen and not stream.sink.full:
            stream.sink.write(self._frame)
        self._seen = stream.writes
        self._alarm = self._loop.call_later(SILENCE_S, self._beat)


@contextmanager
def beating(stream: LiveStream, frame: bytes) -> Iterator[None]:
    """Has a streamed answer beat with a frame, if there is one, while it runs."""
    if not frame or not stream.plan.ask.stream:
        yield
        return
    heartbeat = Heartbeat(stream, frame)
    try:
        yield
    finally:
        heartbeat.stop()
