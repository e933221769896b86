"""What happens, as server-sent events to whoever listens; a slow listener loses the oldest, and is told how many."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator

from mockpanel.core.events import Event, FaultArmed, FaultDisarmed, SettingsChanged
from mockpanel.core.faults import ArmedFault, Fault
from mockpanel.core.request_log import RequestLog
from mockpanel.core.settings import StreamSettings
from mockpanel.core.store import Store
from mockpanel.server.views import event_view
from mockpanel.wire import sse

WAITING_EVENTS = 1000
HEARTBEAT_S = 15.0
"""A comment line after so long without an event keeps proxies from closing the connection."""


class Feed:
    """Passes the events of store, log and armed fault on to its listeners."""

    def __init__(self, store: Store, log: RequestLog, faults: ArmedFault) -> None:
        self._listeners: set[_Listener] = set()
        self._closed = False
        log.happened.connect(self._happened)
        store.changed.connect(self._changed)
        faults.changed.connect(self._fault_changed)

    def close(self) -> None:
        """Ends all listening."""
        self._closed = True
        for listener in self._listeners:
            listener.wake.set()

    async def frames(self) -> AsyncIterator[bytes]:
        """Events as SSE frames, from now until the feed is closed."""
        listener = _Listener()
        self._listeners.add(listener)
        try:
            yield b": listening\n\n"
            while not self._closed:
                try:
                    await asyncio.wait_for(listener.wake.wait(), HEARTBEAT_S)
                except TimeoutError:
                    yield b": still here\n\n"
                listener.wake.clear()
                if frames := listener.take():
                    yield frames
        finally:
            self._listeners.discard(listener)

    def _happened(self, event: Event) -> None:
        if self._listeners:
            name, data = event_view(event)
            frame = b"event: %b\ndata: %b\n\n" % (name.encode(), sse.dumps(data))
            for listener in self._listeners:
                listener.put(frame)

    def _changed(self, settings: StreamSettings, names: frozenset[str]) -> None:
        self._happened(SettingsChanged(settings, names))

    def _fault_changed(self, fault: Fault | None) -> None:
        self._happened(FaultDisarmed() if fault is None else FaultArmed(fault))


class _Listener:
    def __init__(self) -> None:
        self.wake = asyncio.Event()
        self._waiting: deque[bytes] = deque(maxlen=WAITING_EVENTS)
        self._lost = 0

    def put(self, frame: bytes) -> None:
        if len(self._waiting) == WAITING_EVENTS:
            self._lost += 1
        self._waiting.append(frame)
        self.wake.set()

    def take(self) -> bytes:
        lost = b'event: events.lost\ndata: {"count":%d}\n\n' % self._lost if self._lost else b""
        frames = lost + b"".join(self._waiting)
        self._waiting.clear()
        self._lost = 0
        return frames
