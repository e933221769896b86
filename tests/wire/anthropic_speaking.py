"""Anthropic messages spoken without a server, and read strictly by the official client's own types."""

from __future__ import annotations

import json
from typing import Any

from anthropic.types import Message, RawMessageStreamEvent
from pydantic import TypeAdapter

from mockpanel.wire import anthropic_messages, anthropic_request
from tests.wire.speaking import Face, streamed, unknown_fields, whole

REQUEST: dict[str, Any] = {
    "model": "claude-sonnet-5",
    "max_tokens": 1000,
    "messages": [{"role": "user", "content": "Say hello."}],
}
MESSAGES = Face(
    anthropic_request.parse, anthropic_messages.MessageVoice, REQUEST, lambda event: event["delta"].get("text", "")
)
EVENTS: TypeAdapter[RawMessageStreamEvent] = TypeAdapter(RawMessageStreamEvent)
PING = {"type": "ping"}


def named_events(stream: bytes) -> list[dict[str, Any]]:
    """The JSON of each event; the stream must be pairs of an event line and a data line, named alike."""
    *blocks, rest = stream.decode().split("\n\n")
    assert rest == ""
    found = []
    for block in blocks:
        name, data = block.split("\n")
        assert name.startswith("event: ")
        assert data.startswith("data: ")
        found.append(json.loads(data.removeprefix("data: ")))
        assert found[-1]["type"] == name.removeprefix("event: ")
    return found


def strictly(found: list[dict[str, Any]]) -> list[RawMessageStreamEvent]:
    """The events as the client's types have them, pings left out; every field must be known and of its type."""
    events = [EVENTS.validate_json(json.dumps(event), strict=True) for event in found if event != PING]
    assert not [name for event in events for name in unknown_fields(event)]
    return events


def spoken(size: int = 1, **fields: Any) -> list[dict[str, Any]]:
    """All events of a streamed answer, which fit the client's types."""
    found = named_events(streamed(MESSAGES, size, **fields))
    strictly(found)
    return found


def message(**fields: Any) -> dict[str, Any]:
    """The answer in one piece, which fits the client's type."""
    answer = whole(MESSAGES, **fields)
    assert not unknown_fields(Message.model_validate_json(json.dumps(answer), strict=True))
    return answer


def pieces(found: list[dict[str, Any]], kind: str, field: str, index: int | None = None) -> list[str]:
    """What the deltas of one kind bring."""
    deltas = [event for event in found if event["type"] == "content_block_delta"]
    return [
        event["delta"][field] for event in deltas if event["delta"]["type"] == kind and index in (None, event["index"])
    ]


def text_of(found: list[dict[str, Any]]) -> str:
    """The text of a streamed answer."""
    return "".join(pieces(found, "text_delta", "text"))
