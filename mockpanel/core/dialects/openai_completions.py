"""OpenAI's legacy completions, as a client of them: text and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mockpanel.core.choices import PartKind
from mockpanel.core.dialects.heard import Hear, News, Piece, look, news, words
from mockpanel.core.dialects.openai_chat import first_choice
from mockpanel.core.sse_reader import Event
from mockpanel.core.stand_ins import PLAIN_MODEL


def ask(_tools: Sequence[str]) -> dict[str, Any]:
    """A streamed completion with its usage; there is no place for tools."""
    return {"model": PLAIN_MODEL, "stream": True, "stream_options": {"include_usage": True}, "prompt": "Preview"}


def listen() -> Hear:
    """Listens to chunks, or to a whole completion."""
    return _hear


def _hear(event: Event) -> News:
    document = event.document
    pieces = [Piece(PartKind.TEXT, words(first_choice(document).get("text")))]
    return news(document, pieces, look(document, "usage", "completion_tokens"), done=event.done)
