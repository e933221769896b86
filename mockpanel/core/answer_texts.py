"""The texts in one event, or in a whole answer: OpenAI chat, completions and Responses, Anthropic Messages.

Knows shapes of JSON only: no time and no stream.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple


class Said(NamedTuple):
    """A text, and whether it is reasoning."""

    text: str
    reasoning: bool = False


DELTAS = {
    "response.output_text.delta": False,
    "response.refusal.delta": False,
    "response.reasoning_text.delta": True,
    "response.reasoning_summary_text.delta": True,
}
"""The events of the Responses API that bring text; whether it is reasoning."""

PARTS = {
    "text": ("text", False),
    "output_text": ("text", False),
    "text_delta": ("text", False),
    "reasoning_text": ("text", True),
    "summary_text": ("text", True),
    "thinking": ("thinking", True),
    "thinking_delta": ("thinking", True),
}
"""The parts of content that hold text: in which field, and whether it is reasoning."""


def said(document: dict[str, Any]) -> list[Said]:
    """The texts that a document brings for the first choice, in order; none where it brings none."""
    kind = _text(document.get("type"))
    if kind in DELTAS:
        found = [Said(_text(document.get("delta")), DELTAS[kind])]
    elif kind == "content_block_delta":
        found = list(_parts([document.get("delta")]))
    elif kind == "content_block_start":
        found = list(_parts([document.get("content_block")]))
    elif kind == "message":
        found = list(_parts(document.get("content")))
    elif document.get("object") == "response":
        found = [each for item in _objects(document.get("output")) for each in _item(item)]
    else:
        found = list(_choice(document))
    return [each for each in found if each.text]


def model_of(document: dict[str, Any]) -> str:
    """The model that a document names; empty where it names none."""
    places = (document, document.get("message"), document.get("response"))
    return next((place["model"] for place in places if isinstance(place, dict) and _text(place.get("model"))), "")


def _choice(document: dict[str, Any]) -> Iterator[Said]:
    for choice in _objects(document.get("choices")):
        if choice.get("index", 0) != 0:
            continue
        message = choice.get("delta") or choice.get("message")
        if isinstance(message, dict):
            # Two names for the same: the servers that send both send the text twice.
            yield Said(_text(message.get("reasoning_content")) or _text(message.get("reasoning")), True)
            yield Said(_text(message.get("content")))
        else:
            yield Said(_text(choice.get("text")))


def _item(item: dict[str, Any]) -> Iterator[Said]:
    """What one item of a whole answer of the Responses API says."""
    yield from _parts(item.get("summary"))
    yield from _parts(item.get("content"))


def _parts(parts: object) -> Iterator[Said]:
    for part in _objects(parts):
        kind = _text(part.get("type"))
        if kind in PARTS:
            field, reasoning = PARTS[kind]
            yield Said(_text(part.get(field)), reasoning)


def _objects(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
