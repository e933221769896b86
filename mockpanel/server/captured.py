"""One answer of the upstream API as it is captured: into the request log while it comes, into the folder at its end."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass, field
from datetime import datetime

from mockpanel.core.capture_figures import running_tokens
from mockpanel.core.capture_names import proposed_name
from mockpanel.core.captures import Arrival, Capture
from mockpanel.core.errors import MockpanelError
from mockpanel.core.pacing import SECOND_NS
from mockpanel.core.request_record import KEPT_TEXT_BYTES, Outcome, RequestRecord
from mockpanel.core.taking import Taking
from mockpanel.server.services import Services

log = logging.getLogger(__name__)

NOTES = {
    Outcome.CLIENT_GONE: "Broken off: the client went away.",
    Outcome.CUT: "Broken off before its end.",
}
"""What is said of a capture that is not whole."""

IN_ONE_PIECE = "The answer came in one piece."
TOO_LONG = "The answer was longer than a capture may be; its end is missing."


@dataclass(slots=True)
class Captured:
    """Is handed the bytes as they come, and what became of the answer."""

    services: Services
    record: RequestRecord
    host: str
    taking: Taking
    sent_ns: int
    """When the request was sent on, on the clock of time.monotonic_ns."""

    origin_ns: int
    """When it had come whole: what the ledger counts from."""

    status: int = 200
    error: str = ""
    """What the upstream broke it off with."""

    _rows: list[int] = field(default_factory=list)
    """How many chunks of the answer there were with each row of the ledger."""

    def feed(self, data: bytes, now_ns: int) -> None:
        """Takes bytes down that came now."""
        self._note(self.taking.feed(self._seconds(now_ns), data), now_ns)

    async def end(self, outcome: Outcome, *, hurried: bool = False) -> None:
        """Closes the record with its measures, and saves the capture; hurried, its tokens are not counted first."""
        now_ns = time.monotonic_ns()
        self._note(self.taking.end(self._seconds(now_ns)), now_ns)
        capture = self._capture(outcome)
        try:
            if self._rows and not hurried:
                await self._count(capture)
        finally:
            self._close(outcome, capture, now_ns)
            if capture.arrivals:
                self.services.saving.start(self._save(capture), "save a capture")

    def _note(self, came: list[Arrival], now_ns: int) -> None:
        """A row in the ledger; its tokens are counted in chunks until the text is whole and can be tokenized."""
        chunks = sum(not arrival.reasoning for arrival in came)
        if chunks:
            total = (self._rows[-1] if self._rows else 0) + chunks
            at_ns = now_ns - self.origin_ns
            self.record.ledger.add(at_ns, at_ns, total, chunks)
            self._rows.append(total)

    async def _count(self, capture: Capture) -> None:
        """Puts the tokens of each row and of all in place, in the live default's encoding."""
        tokenizer, encoding = self.services.tokenizer, self.services.store.snapshot.encoding
        answer = await tokenizer.tokenize(capture.text, encoding)
        totals = running_tokens(capture.answer, answer, await tokenizer.tokenize("", encoding))
        self.record.ledger.recount(totals[chunks - 1] for chunks in self._rows)
        self.record.completion_tokens = totals[-1]

    def _close(self, outcome: Outcome, capture: Capture, now_ns: int) -> None:
        self.services.log.ended(
            self.record,
            outcome,
            status=self.status,
            duration=(now_ns - self.origin_ns) / SECOND_NS,
            error=self.error or self.services.upstream.without_secrets(self.taking.error) or None,
            answer=capture.text.encode()[:KEPT_TEXT_BYTES].decode("utf-8", "ignore"),
            sent_tokens=self.record.ledger.tokens,
        )

    def _capture(self, outcome: Outcome) -> Capture:
        arrived = datetime.fromtimestamp(self.record.arrived_at).astimezone()
        upstream = self.services.upstream
        model = upstream.without_secrets(self.taking.model) or self.record.model or ""
        arrivals = upstream.without_key_across(self.taking.arrivals)
        notes = [NOTES.get(outcome, ""), self.error, "" if self.record.stream else IN_ONE_PIECE]
        return Capture(
            proposed_name(model or self.host, f"{arrived:%Y-%m-%d %H.%M.%S}"),
            arrivals,
            model,
            self.host,
            arrived.isoformat(timespec="milliseconds"),
            " ".join(filter(None, [*notes, TOO_LONG if self.taking.full else ""])),
        )

    async def _save(self, capture: Capture) -> None:
        try:
            kept = await asyncio.to_thread(self.services.captures.add, capture)
        except MockpanelError as error:
            log.warning("%s", error)
        else:
            self.services.captured.emit(kept.name)

    def _seconds(self, now_ns: int) -> float:
        return (now_ns - self.sent_ns) / SECOND_NS
