"""OpenAI's Responses API, as a client of it: typed events, or a response in one piece."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mockpanel.core.choices import PartKind
from mockpanel.core.dialects.heard import NOTHING, Hear, News, Piece, look, news, objects, whole, words
from mockpanel.core.sse_reader import Event
from mockpanel.core.stand_ins import PLAIN_MODEL

_KINDS = {
    "response.reasoning_summary_text.delta": PartKind.REASONING,
    "response.reasoning_text.delta": PartKind.REASONING,
    "response.output_text.delta": PartKind.TEXT,
    "response.refusal.delta": PartKind.REFUSAL,
    "response.function_call_arguments.delta": PartKind.TOOL_CALL,
    "response.custom_tool_call_input.delta": PartKind.TOOL_CALL,
}
_ENDS = ("response.completed", "response.incomplete")
_CALLS = ("function_call", "custom_tool_call")


def ask(tools: Sequence[str]) -> dict[str, Any]:
    """A streamed response that shows a summary of its reasoning, and offers some tools."""
    offered = [
        {"type": "function", "name": name, "parameters": {"type": "object", "properties": {}}, "strict": False}
        for name in tools
    ]
    document = {"model": PLAIN_MODEL, "stream": True, "input": "Preview", "reasoning": {"summary": "auto"}}
    return document | ({"tools": offered} if offered else {})


def listen() -> Hear:
    """Listens to events, or to a whole response."""
    return _hear


def _hear(event: Event) -> News:
    document = event.document
    match words(document.get("type")):
        case "error":
            return News(error=words(document.get("message")) or "an error without a message")
        case "response.failed":
            return news({"error": look(document, "response", "error")}, [])
        case "response.output_item.added":
            item = look(document, "item")
            return news({}, [_call(document, "", item)] if look(item, "type") in _CALLS else [])
        case kind if kind in _KINDS:
            text = words(document.get("delta"))
            named = _KINDS[kind] is PartKind.TOOL_CALL
            return news({}, [_call(document, text) if named else Piece(_KINDS[kind], text)])
        case kind if kind in _ENDS:
            return news({}, [], look(document, "response", "usage", "output_tokens"), done=True)
    return _whole(document) if document.get("object") == "response" else NOTHING


def _call(document: dict[str, Any], text: str, item: Any = None) -> Piece:
    return Piece(PartKind.TOOL_CALL, text, whole(document.get("output_index")), words(look(item, "name")))


def _whole(document: dict[str, Any]) -> News:
    pieces: list[Piece] = []
    for place, item in enumerate(objects(document.get("output"))):
        if item.get("type") in _CALLS:
            text = words(item.get("arguments")) or words(item.get("input"))
            pieces.append(Piece(PartKind.TOOL_CALL, text, place, words(item.get("name"))))
        for part in (*objects(item.get("summary")), *objects(item.get("content"))):
            kind = PartKind.REASONING if item.get("type") == "reasoning" else PartKind.TEXT
            pieces += [Piece(kind, words(part.get("text"))), Piece(PartKind.REFUSAL, words(part.get("refusal")))]
    return news(document, pieces, look(document, "usage", "output_tokens"))
