"""The OpenAI API's error object: `{"error": {"message", "type", "param", "code"}}`, all four keys always there."""

from __future__ import annotations

import math
from typing import Any

from mockpanel.core.errors import InvalidValue, MockpanelError, RequestRefused
from mockpanel.core.faults import Fault, FaultKind
from mockpanel.core.sentences import number
from mockpanel.wire import sse


def error_object(message: str, kind: str, param: str | None = None, code: str | None = None) -> dict[str, Any]:
    """The body of an error answer."""
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


def error_type(status: int) -> str:
    """The `type` that goes with a status."""
    if status == 429:
        return "requests"
    return "server_error" if status >= 500 else "invalid_request_error"


def refused(error: Exception) -> RequestRefused:
    """Any error as the refusal that a client sees; what is not ours becomes a 500 that tells nothing."""
    match error:
        case RequestRefused():
            return error
        case InvalidValue():
            return RequestRefused(str(error), status=400, param=error.field)
        case MockpanelError():
            return RequestRefused(str(error), status=400)
        case _:
            return RequestRefused("The server failed on this request; its log says why.", status=500)


def asked_refusal(fault: Fault) -> RequestRefused | None:
    """The refusal that a fault stands for, as the real service sends it; None where there is an answer that fails.

    Clients prefer `retry-after-ms`; `retry-after` holds whole seconds (RFC 9110, 10.2.3), rounded up.
    """
    match fault.kind:
        case FaultKind.RATE_LIMIT:
            seconds = fault.retry_after
            return RequestRefused(
                f"Rate limit reached, as was asked for this request. Try again in {number(seconds)} s.",
                status=429,
                code="rate_limit_exceeded",
                headers={"retry-after": str(math.ceil(seconds)), "retry-after-ms": str(round(seconds * 1000))},
            )
        case FaultKind.SERVER_ERROR:
            return RequestRefused("The server had an error, as was asked for this request.", status=500)
        case _:
            return None


def envelope(error: RequestRefused) -> dict[str, Any]:
    """The error object of a refusal."""
    return error_object(str(error), error_type(error.status), error.param, error.code)


def refusal_body(error: RequestRefused, _request_id: str) -> bytes:
    """The error object as it is sent."""
    return sse.dumps(envelope(error))
