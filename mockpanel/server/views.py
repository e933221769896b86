"""Records, settings and faults as JSON objects, for the control API."""

from __future__ import annotations

from typing import Any

from mockpanel.core.events import (
    Event,
    FaultArmed,
    FaultDisarmed,
    RequestArrived,
    RequestEnded,
    RequestsCleared,
    RequestsRestored,
    SettingsChanged,
    StreamPaused,
    StreamQueued,
    StreamResumed,
    StreamStarted,
)
from mockpanel.core.faults import Fault
from mockpanel.core.request_record import RequestRecord
from mockpanel.core.settings import TEXT_NAMES, StreamSettings
from mockpanel.core.tokens import Tokens

NS_PER_MS = 1_000_000


def settings_view(settings: StreamSettings) -> dict[str, Any]:
    """The live defaults."""
    return settings.model_dump()


def fault_view(fault: Fault | None) -> dict[str, Any] | None:
    """The armed fault, as it is put; None where none is."""
    return None if fault is None else fault.model_dump(mode="json")


def summary_view(record: RequestRecord) -> dict[str, Any]:
    """One request without its bodies."""
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
        "sent_tokens": ledger.tokens if record.sent_tokens is None else record.sent_tokens,
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


def detail_view(record: RequestRecord) -> dict[str, Any]:
    """One request with headers, bodies and ledger; offsets in ms from the end of the request."""
    return {
        **summary_view(record),
        "headers": [list(pair) for pair in record.headers],
        "body": record.body,
        "answer": record.answer,
        "parts": [part._asdict() for part in record.parts],
        "details_dropped": record.details_dropped,
        "ledger": [
            {
                "planned_ms": row.planned_ns / NS_PER_MS,
                "sent_ms": row.sent_ns / NS_PER_MS,
                "tokens": row.tokens,
                "chunks": row.chunks,
            }
            for row in record.ledger
        ],
    }


def tokens_view(tokens: Tokens) -> dict[str, Any]:
    """Each token's number, its bytes, and the text that it completes; the texts join to the whole."""
    listed = []
    done = 0
    for place, number in enumerate(tokens.ids):
        end = tokens.ends[place]
        ready = end if end == len(tokens.data) or tokens.data[end] & 0xC0 != 0x80 else done
        text = tokens.data[done:ready].decode()
        listed.append({"id": number, "bytes": list(tokens.token_bytes(place)), "text": text})
        done = ready
    return {"encoding": tokens.encoding, "count": len(tokens), "tokens": listed}


def event_view(event: Event) -> tuple[str, dict[str, Any]]:
    """An event's name in past tense, and its data."""
    match event:
        case RequestArrived(request):
            return "request.arrived", summary_view(request)
        case StreamStarted(request):
            return "request.started", summary_view(request)
        case StreamQueued(request):
            return "request.queued", summary_view(request)
        case StreamPaused(request):
            return "request.paused", summary_view(request)
        case StreamResumed(request):
            return "request.resumed", summary_view(request)
        case RequestEnded(request):
            return "request.ended", summary_view(request)
        case RequestsCleared():
            return "requests.cleared", {}
        case RequestsRestored():
            return "requests.restored", {}
        case SettingsChanged(settings, names):
            return "settings.changed", {"settings": settings_view(settings), "names": sorted(names)}
        case FaultArmed(fault):
            return "fault.armed", {"fault": fault_view(fault)}
        case FaultDisarmed():
            return "fault.disarmed", {}
