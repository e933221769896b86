"""Captures of what mockpanel sent itself: a record of the request log, or one as its exports and control API spell it.

Knows no file and no tokenizer: the tokens of the answer are handed in, because the ledger counts in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from mockpanel.core.capture_checks import checked, checked_milliseconds, refusal
from mockpanel.core.captures import Arrival, Capture
from mockpanel.core.encodings import encoding_name
from mockpanel.core.pacing import SECOND_NS
from mockpanel.core.request_record import RequestRecord
from mockpanel.core.sentences import show
from mockpanel.core.tokens import Tokens

Tokenize = Callable[[str, str], Tokens]
"""The tokens of a text in an encoding."""

OWN_SOURCE = "mockpanel"
DEFAULT_ENCODING = "cl100k_base"


def capture_of_record(record: RequestRecord, tokens: Tokens, name: str = "") -> Capture:
    """What a recorded request was answered with; `tokens` are those of its `answer`.

    Raises InvalidValue where the log no longer has the text or the times.
    """
    if record.details_dropped:
        raise refusal(f"the log no longer holds the answer to request {record.id}")
    rows = [(row.sent_ns / SECOND_NS, row.tokens) for row in record.ledger]
    source = record.captured_from or OWN_SOURCE
    return _made(rows, tokens, name or record.id, record.model or "", source, record.arrived_at)


def capture_of_view(view: dict[str, Any], answer: str, tokenize: Tokenize, name: str) -> Capture:
    """The same of a record as exports and control API spell it; raises InvalidValue for what cannot be one."""
    rows = [_row(each, place) for place, each in enumerate(view["ledger"], 1)]
    asked = view.get("asked")
    tokenizer = asked.get("tokenizer_model") if isinstance(asked, dict) else None
    encoding = encoding_name(tokenizer) if isinstance(tokenizer, str) else DEFAULT_ENCODING
    model, arrived_at, host = view.get("model"), view.get("arrived_at"), view.get("captured_from")
    return _made(
        rows,
        tokenize(answer, encoding),
        name,
        model if isinstance(model, str) else "",
        host if isinstance(host, str) and host else OWN_SOURCE,
        arrived_at if isinstance(arrived_at, int | float) else None,
    )


def is_view(value: object) -> bool:
    """Whether a document is a record as exports and control API spell it."""
    return isinstance(value, dict) and isinstance(value.get("ledger"), list) and isinstance(value.get("answer"), str)


def _row(value: object, place: int) -> tuple[float, int]:
    row = value if isinstance(value, dict) else {}
    sent_ms, tokens = row.get("sent_ms"), row.get("tokens")
    if isinstance(tokens, bool) or not isinstance(tokens, int) or tokens < 0:
        raise refusal(f"ledger row {place}: tokens must be a whole number, at least 0, got {show(tokens)}")
    return checked_milliseconds(sent_ms, f"ledger row {place}: sent_ms"), tokens


def _made(
    rows: Iterable[tuple[float, int]], tokens: Tokens, name: str, model: str, source: str, at: float | None
) -> Capture:
    """A chunk for each row that completed some text; the text behind the last row was not sent, or not noted."""
    arrivals = []
    done = 0
    for seconds, total in rows:
        end = max(done, tokens.complete_bytes(min(total, len(tokens))))
        if end > done:
            arrivals.append(Arrival(seconds, tokens.data[done:end].decode()))
            done = end
    if not arrivals:
        raise refusal("the request has no chunk with text and time")
    notes = "" if done == len(tokens.data) else "The log holds only a part of this answer's chunks."
    return checked(Capture(name, tuple(arrivals), model, source, _iso(at), notes))


def _iso(at: float | None) -> str:
    try:
        return "" if at is None else datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
    except (ValueError, OverflowError, OSError):
        return ""
