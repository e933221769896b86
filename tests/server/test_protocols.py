"""Whose words a refusal is told in."""

from __future__ import annotations

import json

import pytest

from mockpanel.core.errors import RequestRefused
from mockpanel.server.protocols import refusal_body_of, refusal_headers_of
from mockpanel.wire import anthropic_errors, openai_errors

VERSION = [(b"anthropic-version", b"2023-06-01")]


@pytest.mark.parametrize(
    ("path", "headers", "body"),
    [
        ("/v1/chat/completions", [], openai_errors.refusal_body),
        ("/v1/models", [], openai_errors.refusal_body),
        ("/nowhere", [(b"accept", b"*/*")], openai_errors.refusal_body),
        ("/v1/messages", [], anthropic_errors.refusal_body),
        ("/messages/batches", [], anthropic_errors.refusal_body),
        ("/v1/models", VERSION, anthropic_errors.refusal_body),
        ("/nowhere", VERSION, anthropic_errors.refusal_body),
    ],
    ids=str,
)
def test_a_refusal_is_told_as_the_path_or_the_client_has_it(path: str, headers: object, body: object) -> None:
    assert refusal_body_of(path, headers) is body  # type: ignore[arg-type]


def test_a_protocol_adds_headers_of_its_own_or_none() -> None:
    error = RequestRefused("No.", status=404)

    assert refusal_headers_of(openai_errors.refusal_body, error, "req_1", 0) == []
    assert refusal_headers_of(anthropic_errors.refusal_body, error, "req_1", 0) == [(b"request-id", b"req_1")]
    assert json.loads(anthropic_errors.refusal_body(error, "req_1"))["request_id"] == "req_1"
