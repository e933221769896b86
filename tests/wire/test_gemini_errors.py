"""Gemini's error object, as the service writes it and its client reads it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mockpanel.core.errors import RequestRefused
from mockpanel.wire.gemini_errors import refusal_body


def error_of(error: RequestRefused) -> dict[str, Any]:
    """The error object of a refusal."""
    document = json.loads(refusal_body(error, "req_1"))
    assert document.keys() == {"error"}
    return dict(document["error"])


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (400, "INVALID_ARGUMENT"),
        (401, "UNAUTHENTICATED"),
        (404, "NOT_FOUND"),
        (413, "INVALID_ARGUMENT"),
        (429, "RESOURCE_EXHAUSTED"),
        (500, "INTERNAL"),
        (503, "UNAVAILABLE"),
        (599, "INTERNAL"),
    ],
)
def test_a_status_has_its_name(status: int, name: str) -> None:
    error = error_of(RequestRefused("No.", status=status))

    assert (error["code"], error["message"], error["status"]) == (status, "No.", name)


def test_a_wrong_field_is_a_violation() -> None:
    (detail,) = error_of(RequestRefused("n is wrong", param="n"))["details"]

    assert detail == {
        "@type": "type.googleapis.com/google.rpc.BadRequest",
        "fieldViolations": [{"field": "n", "description": "n is wrong"}],
    }


def test_a_wrong_key_and_a_rate_limit_have_their_details() -> None:
    (key,) = error_of(RequestRefused("No.", status=401))["details"]
    (limit,) = error_of(RequestRefused("No.", status=429, headers={"retry-after": "20"}))["details"]

    assert key["reason"] == "API_KEY_INVALID"
    assert limit == {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "20s"}


def test_other_errors_have_no_details() -> None:
    assert "details" not in error_of(RequestRefused("No.", status=500))
