"""Gemini: what embedContent and batchEmbedContents ask for, and how vectors are told (Gemini API, embeddings)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field

from mockpanel.core.embeddings import MOST_DIMENSIONS, Embedding, default_dimensions
from mockpanel.core.errors import InvalidValue
from mockpanel.core.plan import Ask, Prompt
from mockpanel.wire import sse
from mockpanel.wire.bodies import understood
from mockpanel.wire.face import NOWHERE, Face, Where
from mockpanel.wire.gemini_errors import refusal_body
from mockpanel.wire.gemini_models import model_name
from mockpanel.wire.gemini_requests import TOKENS_PER_MEDIUM, GeminiContent, GeminiModel, OneOrMore, media_in
from mockpanel.wire.gemini_usage import MEDIA, modality_details
from mockpanel.wire.voice import Occasion, WholeVoice

MOST_REQUESTS = 100
"""In one batch; the service's own bound."""

BATCH = "batch"
"""In an Ask's extras: whether many vectors are asked for, be it a list of one."""


class EmbedContentConfig(GeminiModel):
    """How a vector is to be made."""

    task_type: str | None = None
    title: str | None = None
    output_dimensionality: int | None = Field(
        None, ge=1, le=MOST_DIMENSIONS, description="Numbers in the vector; as many as the model has by default."
    )


class EmbedContentRequest(EmbedContentConfig):
    """The body of embedContent; newer clients have what belongs to the vector in an object of its own."""

    model: str | None = None
    content: GeminiContent
    embed_content_config: EmbedContentConfig | None = None

    @property
    def dimensions(self) -> int | None:
        """How many numbers are asked for."""
        config = self.embed_content_config
        return (config.output_dimensionality if config is not None else None) or self.output_dimensionality

    @property
    def prompt(self) -> Prompt:
        """What the vector is made of, and what counts."""
        media = sum(media_in([self.content]).values()) * TOKENS_PER_MEDIUM
        return Prompt(tuple(part.counted for part in self.content.parts), overhead=media)


class BatchEmbedContentsRequest(GeminiModel):
    """The body of batchEmbedContents."""

    requests: Annotated[list[EmbedContentRequest], OneOrMore] = Field(description="Up to 100 bodies of embedContent.")


def parse(document: Mapping[str, Any], where: Where = NOWHERE) -> Ask:
    """What a request for one vector asks for; raises InvalidValue that names the field."""
    return _ask([("", understood(EmbedContentRequest, document))], where, batch=False)


def parse_batch(document: Mapping[str, Any], where: Where = NOWHERE) -> Ask:
    """What a request for many vectors asks for; raises InvalidValue that names the field."""
    requests = understood(BatchEmbedContentsRequest, document).requests
    if not 1 <= len(requests) <= MOST_REQUESTS:
        sentence = f"requests must be a list of 1 to {MOST_REQUESTS}, got a list of {len(requests)}"
        raise InvalidValue("requests", sentence)
    return _ask([(f"requests[{place}].", one) for place, one in enumerate(requests)], where, batch=True)


def _ask(requests: Sequence[tuple[str, EmbedContentRequest]], where: Where, *, batch: bool) -> Ask:
    model = model_name(where.path.get("model", ""))
    for place, request in requests:
        _check_content(request, f"{place}content")
    return Ask(
        model,
        tuple(request.prompt for _, request in requests),
        max_tokens=0,
        embedding=Embedding(_dimensions(requests) or default_dimensions(model)),
        extras={BATCH: batch, MEDIA: media_in(request.content for _, request in requests)},
    )


def _check_content(request: EmbedContentRequest, field: str) -> None:
    if not any(request.prompt.texts) and not request.prompt.overhead:
        raise InvalidValue(field, f"{field} must not be empty")


def _dimensions(requests: Sequence[tuple[str, EmbedContentRequest]]) -> int | None:
    """The number that all requests agree on; raises InvalidValue for the first that differs."""
    wanted = requests[0][1].dimensions
    for place, request in requests:
        if request.dimensions != wanted:
            field = f"{place}outputDimensionality"
            found = request.dimensions or "none"
            raise InvalidValue(field, f"{field} must be that of the first request, {wanted or 'none'}, got {found}")
    return wanted


class EmbedVoice(WholeVoice):
    """Answers with one vector or a list of them, always in one piece."""

    def __init__(self, occasion: Occasion) -> None:
        self._plan = occasion.plan

    def whole(self) -> bytes:
        """The vectors in the order of the requests, and what they were made of in tokens."""
        plan, tokens = self._plan, self._plan.usage.prompt_tokens
        vectors = [b'{"values":%b}' % vector for vector in plan.vectors]
        named = b'"embeddings":[%b]' % b",".join(vectors) if plan.ask.extras[BATCH] else b'"embedding":' + vectors[0]
        details = modality_details(tokens, plan.ask.extras[MEDIA])
        usage = sse.dumps({"promptTokenCount": tokens, "promptTokenDetails": details})
        return b'{%b,"usageMetadata":%b}' % (named, usage)


EMBED_FACE = Face(parse, EmbedVoice, refusal_body)
BATCH_FACE = Face(parse_batch, EmbedVoice, refusal_body)
