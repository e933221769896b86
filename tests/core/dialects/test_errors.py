"""Errors in the middle of an answer, in each protocol's own words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mockpanel.core.sse_reader import Event
from tests.core.dialects.hearing import heard


@pytest.mark.parametrize(
    ("target", "document"),
    [
        ("/v1/chat/completions", {"error": {"message": "It broke."}}),
        ("/v1/completions", {"error": {"message": "It broke."}}),
        ("/v1/responses", {"type": "error", "message": "It broke.", "sequence_number": 3}),
        ("/v1/responses", {"type": "response.failed", "response": {"error": {"message": "It broke."}}}),
        ("/v1/messages", {"type": "error", "error": {"type": "api_error", "message": "It broke."}}),
        ("/v1beta/models/m:streamGenerateContent", {"error": {"code": 500, "message": "It broke."}}),
        ("/api/chat", {"error": "It broke."}),
    ],
)
def test_an_error_is_told_as_a_sentence(target: str, document: dict[str, Any]) -> None:
    text = json.dumps(document)

    assert heard(target, [Event(text, "", text)]).error == "It broke."
