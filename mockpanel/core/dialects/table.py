"""The protocols that the preview speaks, a row each: where they are asked, with what, and how they are listened to."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mockpanel.core.dialects import (
    anthropic_messages,
    gemini,
    ollama,
    openai_chat,
    openai_completions,
    openai_responses,
)
from mockpanel.core.dialects.heard import Hear


@dataclass(frozen=True, slots=True)
class Dialect:
    """One protocol; `paths` matches the paths that it is spoken on, and `target` is the one that the preview asks."""

    key: str
    label: str
    target: str
    paths: str
    ask: Callable[[Sequence[str]], dict[str, Any]]
    """The body of a request that offers the tools of these names."""
    listen: Callable[[], Hear]
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    def body(self, tools: Sequence[str]) -> bytes:
        """The request's body."""
        return json.dumps(self.ask(tools)).encode()


DIALECTS = (
    Dialect(
        *("openai-chat", "OpenAI chat", "/v1/chat/completions", r".*/chat/completions"),
        *(openai_chat.ask, openai_chat.listen),
    ),
    Dialect(
        *("openai-responses", "OpenAI Responses", "/v1/responses", r".*/responses(/.*)?"),
        *(openai_responses.ask, openai_responses.listen),
    ),
    Dialect(
        *("openai-completions", "OpenAI completions", "/v1/completions", r".*/completions"),
        *(openai_completions.ask, openai_completions.listen),
    ),
    Dialect(
        *("anthropic", "Anthropic", "/v1/messages", r".*/messages"),
        *(anthropic_messages.ask, anthropic_messages.listen, anthropic_messages.HEADERS),
    ),
    Dialect("gemini", "Gemini", gemini.TARGET, r".*:(streamG|g)enerateContent", gemini.ask, gemini.listen),
    Dialect("ollama", "Ollama", "/api/chat", r"/api/(chat|generate)", ollama.ask, ollama.listen),
)
"""In the order of the choice; the first that matches a path is the one, and the first of all where none does."""


def dialect_of(target: str) -> Dialect:
    """The protocol that is spoken on a path with its query."""
    path = target.partition("?")[0]
    return next((dialect for dialect in DIALECTS if re.fullmatch(dialect.paths, path)), DIALECTS[0])


def dialect(key: str) -> Dialect:
    """The protocol of a key; the first where there is none."""
    return next((dialect for dialect in DIALECTS if dialect.key == key), DIALECTS[0])
