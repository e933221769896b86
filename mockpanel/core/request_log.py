"""The bounded history of requests, and what happens to them.

Knows neither sockets nor clocks: its caller says what happened and when.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from itertools import islice

from psygnal import Signal

from mockpanel.core.events import (
    RequestArrived,
    RequestEnded,
    RequestsCleared,
    RequestsRestored,
    StreamPaused,
    StreamQueued,
    StreamResumed,
    StreamStarted,
)
from mockpanel.core.faults import Fault
from mockpanel.core.ledger import Ledger
from mockpanel.core.plan import StreamPlan
from mockpanel.core.request_record import AnswerPart, Outcome, RequestRecord, short_override, short_settings

KEPT_DETAIL_BYTES = 96 * 1024 * 1024
"""Bodies, answers and ledgers of all requests together; beyond it the oldest lose theirs and keep the summary."""


class RequestLog:
    """Keeps the latest `size` requests; the running ones are kept whatever their age."""

    happened = Signal(object)
    """Emitted with a RequestEvent."""

    def __init__(self, size: int = 1000, detail_bytes: int = KEPT_DETAIL_BYTES) -> None:
        self._size = size
        self._budget = detail_bytes
        self._held = 0
        self._records: OrderedDict[str, RequestRecord] = OrderedDict()
        self._detailed: OrderedDict[str, RequestRecord] = OrderedDict()
        self._count = 0

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[RequestRecord]:
        return iter(self._records.values())

    def get(self, request_id: str) -> RequestRecord | None:
        """The record of that id, if it is still kept."""
        return self._records.get(request_id)

    @property
    def total(self) -> int:
        """Requests since the start, forgotten ones included."""
        return self._count

    def arrived(
        self,
        request_id: str,
        *,
        at: float,
        method: str,
        path: str,
        client: str = "",
        headers: tuple[tuple[str, str], ...] = (),
    ) -> RequestRecord:
        """Opens the record of a request; headers and path must be free of secrets."""
        self._count += 1
        record = RequestRecord(request_id, self._count, at, method, path, client, headers)
        self._records[request_id] = record
        self._forget_old()
        self.happened.emit(RequestArrived(record))
        return record

    def faulted(self, record: RequestRecord, fault: Fault) -> None:
        """Notes that the request took the armed fault; told with whatever happens to it next."""
        record.fault = fault.sentence

    def started(self, record: RequestRecord, plan: StreamPlan) -> None:
        """Notes what the request is answered with."""
        record.stream = plan.ask.stream
        record.model = plan.ask.model
        record.defaults = short_settings(plan.defaults)
        record.settings = short_settings(plan.settings)
        record.overrides = {name: short_override(override) for name, override in plan.told_overrides.items()}
        record.prompt_tokens = plan.usage.prompt_tokens
        record.completion_tokens = plan.usage.completion_tokens
        record.outcome = Outcome.RUNNING
        self.happened.emit(StreamStarted(record))

    def captured(self, record: RequestRecord, host: str, *, stream: bool) -> None:
        """Notes that a host answers, and that its answer is passed on: nothing was planned."""
        record.stream = stream
        record.captured_from = host
        record.outcome = Outcome.RUNNING
        self.happened.emit(StreamStarted(record))

    def queued(self, record: RequestRecord) -> None:
        """Notes that an answer waits for its turn."""
        record.outcome = Outcome.QUEUED
        self.happened.emit(StreamQueued(record))

    def begun(self, record: RequestRecord, waited: float) -> None:
        """Notes that an answer has its turn after so many seconds."""
        record.queued = waited
        self.resumed(record)

    def retuned(self, record: RequestRecord) -> None:
        """Notes that a running answer goes on at another speed; told with whatever happens to it next."""
        record.retuned = True

    def paused(self, record: RequestRecord) -> None:
        """Notes that a running answer stands still."""
        record.outcome = Outcome.PAUSED
        self.happened.emit(StreamPaused(record))

    def resumed(self, record: RequestRecord) -> None:
        """Notes that an answer that stood still goes on."""
        record.outcome = Outcome.RUNNING
        self.happened.emit(StreamResumed(record))

    def answered(self, record: RequestRecord, parts: tuple[AnswerPart, ...]) -> None:
        """Notes the parts of an answer; told with its end."""
        record.parts = parts

    def ended(
        self,
        record: RequestRecord,
        outcome: Outcome,
        *,
        status: int | None = None,
        duration: float | None = None,
        error: str | None = None,
        answer: str = "",
        sent_tokens: int | None = None,
    ) -> None:
        """Closes a record; a second call changes nothing."""
        if record.outcome.over:
            return
        record.outcome = outcome
        record.status = status if status is not None else record.status
        record.duration = duration
        record.error = error
        record.answer = answer
        record.sent_tokens = sent_tokens
        self._keep_details(record)
        self._forget_old()
        self.happened.emit(RequestEnded(record))

    def clear(self) -> list[RequestRecord]:
        """Forgets all requests that are over, and returns them."""
        over = [record for record in self if record.outcome.over]
        for record in over:
            self._forget(record)
        self.happened.emit(RequestsCleared())
        return over

    def restore(self, records: Iterable[RequestRecord]) -> None:
        """Takes back what `clear` returned, each in its old place, as far as there is room."""
        forgotten = [record for record in records if record.id not in self._records]
        merged = sorted((*forgotten, *self), key=lambda record: record.number)
        self._records = OrderedDict((record.id, record) for record in merged)
        for record in forgotten:
            if not record.details_dropped:
                self._keep_details(record)
        self._forget_old()
        self.happened.emit(RequestsRestored())

    def _keep_details(self, record: RequestRecord) -> None:
        if record.id not in self._records:
            return
        self._detailed[record.id] = record
        self._held += record.detail_bytes
        while self._held > self._budget and len(self._detailed) > 1:
            oldest = next(iter(self._detailed.values()))
            self._drop_details(oldest)

    def _drop_details(self, record: RequestRecord) -> None:
        if self._detailed.pop(record.id, None) is None:
            return
        self._held -= record.detail_bytes
        record.body = record.answer = ""
        record.headers = record.parts = ()
        record.ledger = _summary(record.ledger)
        record.details_dropped = True

    def _forget_old(self) -> None:
        excess = len(self._records) - self._size
        if excess <= 0:
            return
        over = (record for record in self._records.values() if record.outcome.over)
        for record in list(islice(over, excess)):
            self._forget(record)

    def _forget(self, record: RequestRecord) -> None:
        if self._detailed.pop(record.id, None) is not None:
            self._held -= record.detail_bytes
        del self._records[record.id]


def _summary(ledger: Ledger) -> Ledger:
    """The first row and all others as one: measured first token, rate and counts stay right."""
    if len(ledger) <= 2:
        return ledger
    short = Ledger(ledger.rows[:4] + ledger.rows[-4:])
    short.rows[-1] = ledger.chunks - short.rows[3]
    return short
