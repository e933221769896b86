"""Errors of the Anthropic API: the types that its client knows, by status, and the headers that go with them."""

from __future__ import annotations

import json

import pytest
from anthropic.types import ErrorResponse

from mockpanel.core.errors import RequestRefused
from mockpanel.core.faults import Fault, FaultKind
from mockpanel.wire.anthropic_errors import error_type, refusal_body, refusal_headers, request_headers
from mockpanel.wire.openai_errors import asked_refusal
from tests.wire.speaking import unknown_fields


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, "invalid_request_error"),
        (401, "authentication_error"),
        (402, "billing_error"),
        (403, "permission_error"),
        (404, "not_found_error"),
        (405, "invalid_request_error"),
        (409, "conflict_error"),
        (413, "request_too_large"),
        (422, "invalid_request_error"),
        (429, "rate_limit_error"),
        (500, "api_error"),
        (503, "api_error"),
        (504, "timeout_error"),
        (529, "overloaded_error"),
    ],
)
def test_each_status_has_its_type(status: int, kind: str) -> None:
    assert error_type(status) == kind


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 429, 500, 504, 529])
def test_an_error_fits_the_client_s_type(status: int) -> None:
    body = refusal_body(RequestRefused("max_tokens must be at least 0, got -1", status=status), "req_1")

    error = ErrorResponse.model_validate_json(body, strict=True)
    assert not unknown_fields(error)
    assert (error.error.message, error.request_id) == ("max_tokens must be at least 0, got -1", "req_1")
    assert list(json.loads(body)) == ["type", "error", "request_id"]


def test_an_error_names_its_request_in_a_header() -> None:
    headers = refusal_headers(RequestRefused("No."), "req_1", 0)

    assert headers == request_headers("req_1") == [(b"request-id", b"req_1")]


def test_a_rate_limit_says_what_is_limited_and_until_when() -> None:
    refusal = asked_refusal(Fault(kind=FaultKind.RATE_LIMIT, retry_after=19.5))
    assert refusal is not None

    headers = dict(refusal_headers(refusal, "req_1", 1_769_092_737.0))

    for what in (b"requests", b"tokens"):
        assert int(headers[b"anthropic-ratelimit-%b-limit" % what]) > 0
        assert headers[b"anthropic-ratelimit-%b-remaining" % what] == b"0"
        assert headers[b"anthropic-ratelimit-%b-reset" % what] == b"2026-01-22T14:39:17Z"


def test_a_rate_limit_without_a_wait_is_over_at_once() -> None:
    headers = dict(refusal_headers(RequestRefused("Slow down.", status=429), "req_1", 0))

    assert headers[b"anthropic-ratelimit-requests-reset"] == b"1970-01-01T00:00:00Z"
