"""The libraries, a row each: what a request is copied as where one of them has a call for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from mockpanel.core.sdks import anthropic, google_genai, ollama, openai, plain
from mockpanel.core.sdks.request import SentRequest

Write = Callable[[SentRequest], str | None]
"""Writes the source text of a request; None where the library has no call for it."""


class Sdk(NamedTuple):
    """The libraries of one service."""

    python: Write
    javascript: Write


SDKS = (
    Sdk(openai.python, openai.javascript),
    Sdk(anthropic.python, anthropic.javascript),
    Sdk(google_genai.python, google_genai.javascript),
    Sdk(ollama.python, ollama.javascript),
)


def python(request: SentRequest) -> str:
    """The request in Python."""
    written = (sdk.python(request) for sdk in SDKS)
    return next((source for source in written if source is not None), None) or plain.httpx(request)


def javascript(request: SentRequest) -> str:
    """The request in JavaScript."""
    written = (sdk.javascript(request) for sdk in SDKS)
    return next((source for source in written if source is not None), None) or plain.fetch(request)
