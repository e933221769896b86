"""Anthropic's messages, as a client of them: blocks that open, grow and close, or a message in one piece."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mockpanel.core.choices import PartKind
from mockpanel.core.dialects.heard import NOTHING, REFUSED, Hear, News, Piece, look, news, objects, whole, words
from mockpanel.core.dialects.openai_chat import QUESTION
from mockpanel.core.literals import compact
from mockpanel.core.sse_reader import Event
from mockpanel.core.stand_ins import PLAIN_MODEL

HEADERS = (("anthropic-version", "2023-06-01"),)
MOST_TOKENS = 1_000_000
"""An API that asks for a limit gets one that no preview reaches."""


def ask(tools: Sequence[str]) -> dict[str, Any]:
    """A streamed message that offers some tools."""
    offered = [{"name": name, "input_schema": {"type": "object", "properties": {}}} for name in tools]
    document = {"model": PLAIN_MODEL, "max_tokens": MOST_TOKENS, "stream": True, "messages": QUESTION}
    return document | ({"tools": offered} if offered else {})


def listen() -> Hear:
    """Listens to events, or to a whole message."""
    return _hear


def _hear(event: Event) -> News:
    document = event.document
    match document.get("type"):
        case "content_block_start":
            block = look(document, "content_block")
            opened = look(block, "type") == "tool_use"
            return news({}, [_call(document, "", words(look(block, "name")))] if opened else [])
        case "content_block_delta":
            return news({}, _delta(document, look(document, "delta")))
        case "message_delta":
            refused = [REFUSED] if look(document, "delta", "stop_reason") == "refusal" else []
            return news({}, refused, look(document, "usage", "output_tokens"))
        case "message_stop":
            return News(done=True)
        case "message":
            return _whole(document)
        case "error":
            return news(document, [])
    return NOTHING


def _delta(document: dict[str, Any], delta: Any) -> list[Piece]:
    return [
        Piece(PartKind.REASONING, words(look(delta, "thinking"))),
        Piece(PartKind.TEXT, words(look(delta, "text"))),
        _call(document, words(look(delta, "partial_json"))),
    ]


def _call(document: dict[str, Any], text: str, name: str = "") -> Piece:
    return Piece(PartKind.TOOL_CALL, text, whole(document.get("index")), name)


def _whole(document: dict[str, Any]) -> News:
    pieces: list[Piece] = []
    for place, block in enumerate(objects(document.get("content"))):
        pieces.append(Piece(PartKind.REASONING, words(block.get("thinking"))))
        pieces.append(Piece(PartKind.TEXT, words(block.get("text"))))
        if block.get("type") == "tool_use":
            pieces.append(Piece(PartKind.TOOL_CALL, compact(block.get("input")), place, words(block.get("name"))))
    refused = [REFUSED] if document.get("stop_reason") == "refusal" else []
    return news(document, [*pieces, *refused], look(document, "usage", "output_tokens"))
