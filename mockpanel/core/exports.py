"""Requests as text for files: JSON Lines with all that the log knows, and HAR 1.2 with timings. Opens no file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from mockpanel import __version__
from mockpanel.core.request_record import RequestRecord
from mockpanel.core.settings import TEXT_NAMES
from mockpanel.core.snippets import request_url

NS_PER_MS = 1_000_000
UNKNOWN = -1
"""How HAR says that a size or time was not measured."""


def json_lines(records: Iterable[RequestRecord]) -> Iterator[str]:
    """One line a request, each a JSON object, with its line end."""
    for record in records:
        yield json.dumps(record_object(record), ensure_ascii=False, default=str) + "\n"


def har(records: Iterable[RequestRecord], base_url: str) -> Iterator[str]:
    """An HTTP Archive 1.2 in pieces, an entry a request; the pieces join to one JSON document."""
    creator = json.dumps({"name": "mockpanel", "version": __version__})
    yield f'{{"log": {{"version": "1.2", "creator": {creator}, "entries": ['
    comma = ""
    for record in records:
        yield f"{comma}\n{json.dumps(har_entry(record, base_url), ensure_ascii=False, default=str)}"
        comma = ","
    yield "\n]}}\n"


def record_object(record: RequestRecord) -> dict[str, Any]:
    """All that is known of a request, spelled as the control API spells it; offsets in ms from the request's end."""
    return {
        **_summary(record),
        "headers": [list(pair) for pair in record.headers],
        "body": record.body,
        "answer": record.answer,
        "parts": [part._asdict() for part in record.parts],
        "details_dropped": record.details_dropped,
        "ledger": _chunks(record),
    }


def har_entry(record: RequestRecord, base_url: str) -> dict[str, Any]:
    """One entry: `wait` is the time to the first token, `receive` the rest of the answer (HAR 1.2, timings)."""
    url = request_url(record, base_url)
    wait_ms, receive_ms = _timings(record)
    return {
        "startedDateTime": datetime.fromtimestamp(record.arrived_at, UTC).isoformat(timespec="milliseconds"),
        "time": wait_ms + receive_ms,
        "request": _har_request(record, url),
        "response": _har_response(record),
        "cache": {},
        "timings": {
            **dict.fromkeys(("blocked", "dns", "connect", "ssl"), UNKNOWN),
            "send": 0,
            "wait": wait_ms,
            "receive": receive_ms,
        },
        "comment": _comment(record),
        "_mockpanel": {**_summary(record), "ledger": _chunks(record)},
    }


def _comment(record: RequestRecord) -> str:
    """How it ended, and what it was made to fail with."""
    ended = record.error or str(record.outcome)
    return ended if record.fault is None else f"{ended} (fault: {record.fault})"


def _har_request(record: RequestRecord, url: str) -> dict[str, Any]:
    request: dict[str, Any] = {
        "method": record.method,
        "url": url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": [{"name": name, "value": value} for name, value in record.headers],
        "queryString": [
            {"name": name, "value": value} for name, value in parse_qsl(urlsplit(url).query, keep_blank_values=True)
        ],
        "headersSize": UNKNOWN,
        "bodySize": UNKNOWN if record.details_dropped else len(record.body.encode("utf-8", "replace")),
    }
    if record.body:
        sent = {name.lower(): value for name, value in record.headers}
        request["postData"] = {
            "mimeType": sent.get("content-type", "application/json"),
            "params": [],
            "text": record.body,
        }
    return request


def _har_response(record: RequestRecord) -> dict[str, Any]:
    return {
        "status": record.status or 0,
        "statusText": _phrase(record.status),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": [],
        "content": {
            "size": len(record.answer.encode("utf-8", "replace")),
            "mimeType": "text/plain; charset=utf-8",
            "text": record.answer,
            "comment": "The answer's text; the frames that carried it are not kept.",
        },
        "redirectURL": "",
        "headersSize": UNKNOWN,
        "bodySize": UNKNOWN,
    }


def _timings(record: RequestRecord) -> tuple[float, float]:
    """Milliseconds to the first token, and from there to the end; an answer in one piece is all waiting."""
    ledger = record.ledger
    total_ms = record.duration * 1000 if record.duration is not None else 0.0
    if len(ledger):
        total_ms = max(total_ms, ledger.sent_ns / NS_PER_MS)
    if not record.stream or not len(ledger):
        return total_ms, 0.0
    wait_ms = ledger.rows[1] / NS_PER_MS
    return wait_ms, total_ms - wait_ms


def _summary(record: RequestRecord) -> dict[str, Any]:
    settings, ledger = record.settings, record.ledger
    return {
        "id": record.id,
        "number": record.number,
        "arrived_at": record.arrived_at,
        "method": record.method,
        "path": record.path,
        "client": record.client,
        "model": record.model,
        "stream": record.stream,
        "outcome": record.outcome,
        "status": record.status,
        "error": record.error,
        "fault": record.fault,
        "captured_from": record.captured_from,
        "queued": record.queued,
        "duration": record.duration,
        "prompt_tokens": record.prompt_tokens,
        "completion_tokens": record.completion_tokens,
        "sent_tokens": ledger.tokens,
        "sent_chunks": ledger.chunks,
        "overrides": {
            name: {"source": override.source, "value": override.value} for name, override in record.overrides.items()
        },
        "asked": None if settings is None else settings.model_dump(exclude=set(TEXT_NAMES)),
        "measured": {
            "time_to_first_token": ledger.time_to_first_token if record.stream else None,
            "tokens_per_second": ledger.tokens_per_second if record.stream else None,
        },
    }


def _chunks(record: RequestRecord) -> list[dict[str, Any]]:
    return [
        {
            "planned_ms": row.planned_ns / NS_PER_MS,
            "sent_ms": row.sent_ns / NS_PER_MS,
            "tokens": row.tokens,
            "chunks": row.chunks,
        }
        for row in record.ledger
    ]


def _phrase(status: int | None) -> str:
    try:
        return HTTPStatus(status or 0).phrase
    except ValueError:
        return ""
