"""Errors of the Anthropic API: `{"type": "error", "error": {"type", "message"}, "request_id"}`, and their headers."""

from __future__ import annotations

from datetime import UTC, datetime

from mockpanel.core.errors import RequestRefused
from mockpanel.wire import sse
from mockpanel.wire.face import Headers

VERSION_HEADER = b"anthropic-version"
"""A request of this API's own clients has it."""

TYPES = {
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    409: "conflict_error",
    413: "request_too_large",
    429: "rate_limit_error",
    504: "timeout_error",
    529: "overloaded_error",
}
"""By status (Claude docs, errors)."""

RATE_LIMIT_REQUESTS = 50
RATE_LIMIT_TOKENS = 50_000
"""Made up: the mock counts neither."""


def error_type(status: int) -> str:
    """The `type` that goes with a status."""
    return TYPES.get(status, "api_error" if status >= 500 else "invalid_request_error")


def refusal_body(error: RequestRefused, request_id: str) -> bytes:
    """The error as it is sent."""
    told = {"type": error_type(error.status), "message": str(error)}
    return sse.dumps({"type": "error", "error": told, "request_id": request_id})


def request_headers(request_id: str) -> Headers:
    """The request's id, where this API's clients look for it."""
    return [(b"request-id", request_id.encode())]


def refusal_headers(error: RequestRefused, request_id: str, now: float) -> Headers:
    """The request's id; at a rate limit also what is limited, and when all of it is free again. `now` in epoch s."""
    headers = request_headers(request_id)
    if error.status != 429:
        return headers
    free_at = datetime.fromtimestamp(now + float(error.headers.get("retry-after", 0)), UTC)
    reset = free_at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    for name, limit in ((b"requests", RATE_LIMIT_REQUESTS), (b"tokens", RATE_LIMIT_TOKENS)):
        prefix = b"anthropic-ratelimit-" + name
        headers += [(prefix + b"-limit", b"%d" % limit), (prefix + b"-remaining", b"0"), (prefix + b"-reset", reset)]
    return headers
