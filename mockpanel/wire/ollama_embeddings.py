"""Ollama: what /api/embed and the older /api/embeddings ask for, and how vectors are told (Ollama API reference)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from mockpanel.core.embeddings import MOST_DIMENSIONS, Embedding, default_dimensions
from mockpanel.core.plan import Ask, Prompt
from mockpanel.wire import sse
from mockpanel.wire.bodies import understood
from mockpanel.wire.face import NOWHERE, Face, Where
from mockpanel.wire.ollama import refusal_body, settings_in
from mockpanel.wire.ollama_durations import waited
from mockpanel.wire.ollama_models import CONTEXT_TOKENS
from mockpanel.wire.ollama_requests import OllamaModel, OllamaOptions
from mockpanel.wire.voice import Occasion, WholeVoice


class _VectorsRequest(OllamaModel):
    """What both endpoints share."""

    model: str = Field(min_length=1, max_length=512, description="Any name; it is sent back in the answer.")
    options: OllamaOptions | None = None
    keep_alive: float | str | None = Field(None, description="How long a model stays loaded; without effect.")


class OllamaEmbedRequest(_VectorsRequest):
    """The body of /api/embed; without a text it loads the model."""

    input: str | list[str] | None = Field(None, description="A text, or a list of them.")
    truncate: bool | None = Field(None, description="Whether a text that is too long is taken all the same.")
    dimensions: int | None = Field(
        None, ge=0, le=MOST_DIMENSIONS, description="Numbers in each vector; 0 for as many as the model has by default."
    )


class OllamaEmbeddingsRequest(_VectorsRequest):
    """The body of /api/embeddings; without a prompt it loads the model."""

    prompt: str | None = None


def parse_embed(document: Mapping[str, Any], _where: Where = NOWHERE) -> Ask:
    """What a request for vectors asks for; raises InvalidValue that names the field."""
    request = understood(OllamaEmbedRequest, document)
    given = request.input if isinstance(request.input, list) else [request.input] if request.input else []
    most = CONTEXT_TOKENS if request.truncate is False else None
    return _ask(request.model, given, request.dimensions, most)


def parse_embeddings(document: Mapping[str, Any], _where: Where = NOWHERE) -> Ask:
    """What a request for the vector of one prompt asks for; raises InvalidValue that names the field."""
    request = understood(OllamaEmbeddingsRequest, document)
    return _ask(request.model, [request.prompt] if request.prompt else [])


def _ask(model: str, texts: list[str], dimensions: int | None = None, most_tokens: int | None = None) -> Ask:
    wanted = Embedding(dimensions or default_dimensions(model), most_tokens=most_tokens)
    return Ask(model, tuple(Prompt((text,)) for text in texts), max_tokens=0, embedding=wanted)


class EmbedVoice(WholeVoice):
    """Answers with a list of vectors, always in one piece."""

    def __init__(self, occasion: Occasion) -> None:
        self._plan = occasion.plan
        self._ledger = occasion.ledger

    def whole(self) -> bytes:
        """The vectors in the order of the texts, with what they took; nothing of that where there was no text."""
        plan = self._plan
        head = b'{"model":%b,"embeddings":[%b]' % (sse.dumps(plan.ask.model), b",".join(plan.vectors))
        if not plan.vectors:
            return head + b"}"
        return b"%b,%b" % (head, sse.dumps(waited(plan, self._ledger))[1:])


class EmbeddingsVoice(WholeVoice):
    """Answers with one vector and nothing else."""

    def __init__(self, occasion: Occasion) -> None:
        self._vectors = occasion.plan.vectors

    def whole(self) -> bytes:
        """The vector; an empty one where there was no prompt."""
        return b'{"embedding":%b}' % (self._vectors[0] if self._vectors else b"[]")


EMBED_FACE = Face(parse_embed, EmbedVoice, refusal_body, settings_in=settings_in)
EMBEDDINGS_FACE = Face(parse_embeddings, EmbeddingsVoice, refusal_body, settings_in=settings_in)
