"""From the core's signals to the window: collects what happened and hands it on at most once a frame."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from mockpanel.core.events import RequestEvent, RequestsCleared, RequestsRestored
from mockpanel.core.request_log import RequestLog
from mockpanel.core.request_record import RequestRecord
from mockpanel.core.settings import StreamSettings
from mockpanel.core.store import Store
from mockpanel.gui.frame_clock import FrameClock

LIST_MS = 100


class Bridge(QObject):
    """Lives in the loop's thread, as the core does; asks for a frame only when there is something to tell."""

    requests_changed = Signal(list)
    """Records that are new or changed since the last batch, in the order of their arrival."""

    requests_listed = Signal(list)
    """The same for a list of them, where ten times a second is enough: painting rows takes longest of all."""

    requests_cleared = Signal()
    requests_restored = Signal(list)
    """All records that are in the log, since older ones came back."""
    settings_changed = Signal(object, object)
    """The snapshot, and the names of the settings that changed since the last batch."""

    def __init__(self, store: Store, log: RequestLog, clock: FrameClock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._store = store
        self._log = log
        self._records: dict[str, RequestRecord] = {}
        self._running: dict[str, RequestRecord] = {}
        self._unlisted: dict[str, RequestRecord] = {}
        self._listing = QTimer(self, singleShot=True, interval=LIST_MS)
        self._listing.timeout.connect(clock.want)
        self._listed = False
        """Whether the last frame was the rows'."""
        self._cleared = False
        self._restored = False
        self._names: frozenset[str] = frozenset()
        clock.frame.connect(self.flush)
        log.happened.connect(self._happened)
        store.changed.connect(self._changed)

    def close(self) -> None:
        """Listens no longer."""
        self._listing.stop()
        self._clock.frame.disconnect(self.flush)
        self._log.happened.disconnect(self._happened, missing_ok=True)
        self._store.changed.disconnect(self._changed, missing_ok=True)

    def flush(self) -> None:
        """Hands the batch on now; goes on every frame while a request is running."""
        names, self._names = self._names, frozenset()
        records, self._records = {**self._running, **self._records}, {}
        cleared, self._cleared = self._cleared, False
        restored, self._restored = self._restored, False
        self._running = _under_way(records)
        if cleared:
            self.requests_cleared.emit()
        if restored:
            self.requests_restored.emit(list(self._log))
        self._unlisted.update(records)
        if self._may_list() and not self._listed:
            self._listed = True  # rows have a frame of their own; the rest comes in the next
            self._list()
            self._records = {**records, **self._records}
        else:
            self._listed = False
            if records:
                self.requests_changed.emit(_in_order(records))
        if names:
            self.settings_changed.emit(self._store.snapshot, names)
        if self._running or self._records or self._may_list():
            self._clock.want()

    def _may_list(self) -> bool:
        return bool(self._unlisted) and not self._listing.isActive()

    def _list(self) -> None:
        records, self._unlisted = self._unlisted, {}
        self.requests_listed.emit(_in_order(records))
        self._listing.start()

    def _happened(self, event: RequestEvent) -> None:
        if isinstance(event, RequestsCleared):
            self._cleared = True
            self._records, self._running = _under_way(self._records), _under_way(self._running)
            self._unlisted = _under_way(self._unlisted)
        elif isinstance(event, RequestsRestored):
            self._restored = True
        else:
            self._records[event.request.id] = event.request
        self._clock.want()

    def _changed(self, _settings: StreamSettings, names: frozenset[str]) -> None:
        self._names |= names
        self._clock.want()


def _in_order(records: dict[str, RequestRecord]) -> list[RequestRecord]:
    return sorted(records.values(), key=lambda record: record.number)


def _under_way(records: dict[str, RequestRecord]) -> dict[str, RequestRecord]:
    return {key: record for key, record in records.items() if not record.outcome.over}
