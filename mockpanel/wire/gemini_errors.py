"""Gemini's error object: `{"error": {"code", "message", "status", "details"}}`, with the names of google.rpc."""

from __future__ import annotations

from typing import Any

from mockpanel.core.errors import RequestRefused
from mockpanel.wire import sse

STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    409: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
"""Which name goes with which HTTP status (google.rpc.Code)."""


def refusal_body(error: RequestRefused, _request_id: str) -> bytes:
    """The error object of a refusal."""
    status = STATUSES.get(error.status, "INTERNAL" if error.status >= 500 else "INVALID_ARGUMENT")
    body: dict[str, Any] = {"code": error.status, "message": str(error), "status": status}
    if details := _details(error):
        body["details"] = details
    return sse.dumps({"error": body})


def _details(error: RequestRefused) -> list[dict[str, Any]]:
    """What a client can read by itself: the field that is wrong, when to try again, that it was the key."""
    if error.param is not None:
        violation = {"field": error.param, "description": str(error)}
        return [_detail("BadRequest", fieldViolations=[violation])]
    if error.status == 401:
        return [_detail("ErrorInfo", reason="API_KEY_INVALID", domain="googleapis.com")]
    if (seconds := error.headers.get("retry-after")) is not None:
        return [_detail("RetryInfo", retryDelay=f"{seconds}s")]
    return []


def _detail(kind: str, **fields: Any) -> dict[str, Any]:
    return {"@type": f"type.googleapis.com/google.rpc.{kind}", **fields}
