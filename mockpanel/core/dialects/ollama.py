"""Ollama's chat and generate, as a client of them: an object a line, or one for all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

from mockpanel.core.choices import PartKind
from mockpanel.core.dialects.heard import Hear, News, Piece, look, news, objects, words
from mockpanel.core.dialects.openai_chat import QUESTION
from mockpanel.core.literals import compact
from mockpanel.core.sse_reader import Event
from mockpanel.core.stand_ins import PLAIN_MODEL


def ask(tools: Sequence[str]) -> dict[str, Any]:
    """A streamed chat that thinks, and offers some tools."""
    schema = {"type": "object", "properties": {}}
    offered = [{"type": "function", "function": {"name": name, "parameters": schema}} for name in tools]
    document = {"model": PLAIN_MODEL, "stream": True, "think": True, "messages": QUESTION}
    return document | ({"tools": offered} if offered else {})


def listen() -> Hear:
    """Listens to lines; a call comes whole, and has no number but its place."""
    numbers = count()

    def hear(event: Event) -> News:
        document = event.document
        message = document.get("message") or document
        pieces = [
            Piece(PartKind.REASONING, words(look(message, "thinking"))),
            Piece(PartKind.TEXT, words(look(message, "content")) or words(document.get("response"))),
            *(_call(look(call, "function"), next(numbers)) for call in objects(look(message, "tool_calls"))),
        ]
        return news(document, pieces, document.get("eval_count"), done=document.get("done") is True)

    return hear


def _call(function: Any, number: int) -> Piece:
    return Piece(PartKind.TOOL_CALL, compact(look(function, "arguments") or {}), number, words(look(function, "name")))
