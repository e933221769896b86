"""Answers in one piece, as ASGI messages."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from mockpanel.core.errors import RequestRefused
from mockpanel.server.replies import send_json, send_refusal
from mockpanel.wire.openai_errors import refusal_body


class Sent:
    """Keeps the messages that are sent."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    async def __call__(self, message: dict[str, Any]) -> None:
        self.messages.append(message)


def test_a_json_answer_has_its_type_its_length_and_other_headers() -> None:
    sent = Sent()

    asyncio.run(send_json(sent, 200, b'{"a":1}', [(b"x-more", b"1")]))

    assert sent.messages == [
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [(b"content-type", b"application/json"), (b"content-length", b"7"), (b"x-more", b"1")],
        },
        {"type": "http.response.body", "body": b'{"a":1}', "more_body": False},
    ]


def test_a_refusal_is_an_error_object_with_its_status_and_headers() -> None:
    sent = Sent()
    refusal = RequestRefused("No “é”.", status=405, param="p", code="c", headers={"Allow": "POST"})

    asyncio.run(send_refusal(sent, refusal, refusal_body(refusal, "req_1")))
    start, body = sent.messages

    assert start["status"] == 405
    assert (b"allow", b"POST") in start["headers"]
    assert (b"content-length", b"%d" % len(body["body"])) in start["headers"]
    assert json.loads(body["body"]) == {
        "error": {"message": "No “é”.", "type": "invalid_request_error", "param": "p", "code": "c"}
    }
