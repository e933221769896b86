"""OpenAI's chat completions, as a client of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mockpanel.core.choices import PartKind
from mockpanel.core.dialects.heard import Hear, News, Piece, look, news, objects, whole, words
from mockpanel.core.sse_reader import Event
from mockpanel.core.stand_ins import PLAIN_MODEL

QUESTION = [{"role": "user", "content": "Preview"}]


def ask(tools: Sequence[str]) -> dict[str, Any]:
    """A streamed completion with its usage that offers some tools."""
    offered = [{"type": "function", "function": {"name": name}} for name in tools]
    document = {"model": PLAIN_MODEL, "stream": True, "stream_options": {"include_usage": True}, "messages": QUESTION}
    return document | ({"tools": offered} if offered else {})


def listen() -> Hear:
    """Listens to chunks, or to a whole completion."""
    return _hear


def first_choice(document: dict[str, Any]) -> dict[str, Any]:
    """The choice of index 0; an empty one where the chunk has none of it."""
    found = (choice for choice in objects(document.get("choices")) if choice.get("index", 0) == 0)
    return next(found, {})


def _hear(event: Event) -> News:
    document = event.document
    choice = first_choice(document)
    message = choice.get("delta") or choice.get("message")
    pieces = [
        Piece(PartKind.REASONING, words(look(message, "reasoning_content"))),
        Piece(PartKind.TEXT, words(look(message, "content"))),
        Piece(PartKind.REFUSAL, words(look(message, "refusal"))),
        *_calls(message),
    ]
    return news(document, pieces, look(document, "usage", "completion_tokens"), done=event.done)


def _calls(message: Any) -> list[Piece]:
    """Tool calls by their indexes, or in their order; the legacy function call is the first."""
    calls = objects(look(message, "tool_calls"))
    found = [_call(call.get("function") or call.get("custom"), call.get("index", at)) for at, call in enumerate(calls)]
    legacy = look(message, "function_call")
    return [*found, _call(legacy, 0)] if legacy else found


def _call(called: Any, index: Any) -> Piece:
    text = words(look(called, "arguments")) or words(look(called, "input"))
    return Piece(PartKind.TOOL_CALL, text, whole(index), words(look(called, "name")))
