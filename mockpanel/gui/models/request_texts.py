"""What is said of one request in full: its head, its body, its answer, its chunks. Only text."""

from __future__ import annotations

import json

from mockpanel.core.choices import PartKind
from mockpanel.core.measures import grouped
from mockpanel.core.request_record import AnswerPart, RequestRecord

_NO_BODY = "No body"
_NS_PER_MS = 1_000_000


def head(record: RequestRecord) -> str:
    """Method, path and headers."""
    lines = [f"{record.method} {record.path}", *(f"{name}: {value}" for name, value in record.headers)]
    return "\n".join(lines)


def request_text(record: RequestRecord) -> str:
    """The request, or why it is not there."""
    if record.details_dropped:
        body = "The log no longer holds the body of this request."
    else:
        body = pretty(record.body) or _NO_BODY
    return f"{head(record)}\n\n{body}"


def response_text(record: RequestRecord) -> str:
    """The answer, or why there is none."""
    if answer := answer_text(record):
        return answer
    if record.details_dropped:
        return "The log no longer holds the answer to this request."
    if not record.outcome.over:
        return "The text of the answer appears here when the request is over."
    return record.error or "No text was answered."


def answer_text(record: RequestRecord) -> str:
    """The answer; each part under a heading where it is more than a text."""
    return "\n\n".join(f"{_heading(part)}\n{part.text}" for part in record.parts) or record.answer


def _heading(part: AnswerPart) -> str:
    return f"Calls {part.name}" if part.kind is PartKind.TOOL_CALL else part.kind.capitalize()


def pretty(body: str) -> str:
    """JSON with indents; anything else as it came."""
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return body


def note(record: RequestRecord) -> str:
    """The outcome, the tokens and the time in one line, and below it what went wrong."""
    parts = [f"{record.status} {record.outcome}" if record.status is not None else str(record.outcome)]
    if record.completion_tokens is not None:
        parts.append(f"{grouped(record.tokens_out)} of {grouped(record.completion_tokens)} tokens")
    if record.duration is not None:
        parts.append(f"{grouped(record.duration * 1000, 1)} ms")
    armed = f"Armed: {record.fault}" if record.fault else None
    return "\n".join(filter(None, (" · ".join(parts), armed, record.error)))


def timing_text(record: RequestRecord) -> str:
    """When each chunk was due and when it was sent, as a table with tabs between its columns; empty without any."""
    if not len(record.ledger):
        return ""
    rows = (f"{row.planned_ns / _NS_PER_MS:.3f}\t{row.sent_ns / _NS_PER_MS:.3f}\t{row.tokens}" for row in record.ledger)
    return "\n".join(("planned_ms\tsent_ms\ttokens", *rows))
