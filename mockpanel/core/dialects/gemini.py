"""Google's Gemini API, as a client of it: responses that each bring some parts, or all of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

from mockpanel.core.choices import PartKind
from mockpanel.core.dialects.heard import REFUSED, Hear, News, Piece, look, news, objects, whole, words
from mockpanel.core.literals import compact
from mockpanel.core.sse_reader import Event
from mockpanel.core.stand_ins import PLAIN_MODEL

TARGET = f"/v1beta/models/{PLAIN_MODEL}:streamGenerateContent?alt=sse"
_REFUSALS = ("SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII")


def ask(tools: Sequence[str]) -> dict[str, Any]:
    """Contents to go on from, with thoughts shown and some tools offered."""
    document: dict[str, Any] = {
        "contents": [{"role": "user", "parts": [{"text": "Preview"}]}],
        "generationConfig": {"thinkingConfig": {"includeThoughts": True}},
    }
    if tools:
        document["tools"] = [{"functionDeclarations": [{"name": name} for name in tools]}]
    return document


def listen() -> Hear:
    """Listens to responses; a call comes whole, and has no number but its place."""
    numbers = count()

    def hear(event: Event) -> News:
        document = event.document
        candidate = _first(document)
        parts = objects(look(candidate, "content", "parts"))
        pieces = [_piece(part, numbers) for part in parts]
        reason = candidate.get("finishReason")
        pieces += [REFUSED] if reason in _REFUSALS else []
        blocked = look(document, "promptFeedback", "blockReason")
        return news(document, pieces, _tokens(document), done=bool(reason or blocked))

    return hear


def _first(document: dict[str, Any]) -> dict[str, Any]:
    found = (candidate for candidate in objects(document.get("candidates")) if candidate.get("index", 0) == 0)
    return next(found, {})


def _piece(part: dict[str, Any], numbers: count[int]) -> Piece:
    call = part.get("functionCall")
    if isinstance(call, dict):
        return Piece(PartKind.TOOL_CALL, compact(call.get("args") or {}), next(numbers), words(call.get("name")))
    return Piece(PartKind.REASONING if part.get("thought") is True else PartKind.TEXT, words(part.get("text")))


def _tokens(document: dict[str, Any]) -> int | None:
    usage = document.get("usageMetadata")
    if not isinstance(usage, dict):
        return None
    return whole(usage.get("candidatesTokenCount")) + whole(usage.get("thoughtsTokenCount"))
