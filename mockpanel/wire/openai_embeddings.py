"""Embeddings: `POST /v1/embeddings` (OpenAI API reference, embeddings)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from mockpanel.core.embeddings import MOST_DIMENSIONS, Embedding, default_dimensions
from mockpanel.core.errors import InvalidValue
from mockpanel.core.plan import Ask, Prompt
from mockpanel.wire import sse
from mockpanel.wire.bodies import understood
from mockpanel.wire.face import NOWHERE, Face, Where
from mockpanel.wire.openai_common import answer_headers
from mockpanel.wire.voice import Occasion, WholeVoice

DEFAULT_MODEL = "text-embedding-3-small"
MOST_INPUTS = 2048
MOST_TOKENS = 8192

TokenId = Annotated[int, Field(ge=0, lt=2**31)]
Input = str | list[str] | list[TokenId] | list[list[TokenId]]


class EmbeddingRequest(BaseModel):
    """The body of an embedding request; unknown fields are welcome. Bounds: OpenAI API reference."""

    model_config = ConfigDict(extra="allow", strict=True, allow_inf_nan=False)

    model: str = Field(DEFAULT_MODEL, max_length=512, description="Any name; it is sent back in the answer.")
    input: Input = Field(description="A text, up to 2048 texts, or the same as token numbers; none of them empty.")
    encoding_format: Literal["float", "base64"] | None = Field(
        None, description="Lists of numbers, or base64 of little-endian 32-bit floats."
    )
    dimensions: int | None = Field(
        None, ge=1, le=MOST_DIMENSIONS, description="Numbers in each vector; as many as the model has by default."
    )
    user: str | None = None


def parse(document: Mapping[str, Any], _where: Where = NOWHERE) -> Ask:
    """What an embedding request asks for; raises InvalidValue that names the field."""
    request = understood(EmbeddingRequest, document)
    dimensions = request.dimensions or default_dimensions(request.model)
    return Ask(
        request.model,
        _prompts(request.input),
        max_tokens=0,
        embedding=Embedding(dimensions, request.encoding_format == "base64", MOST_TOKENS),
    )


def _prompts(given: Input) -> tuple[Prompt, ...]:
    if isinstance(given, str):
        return (_prompt(given, "input"),)
    numbers = [item for item in given if isinstance(item, int)]
    if numbers:
        return (_prompt(numbers, "input"),)
    if not 1 <= len(given) <= MOST_INPUTS:
        raise InvalidValue("input", f"input must be a list of 1 to {MOST_INPUTS}, got a list of {len(given)}")
    return tuple(_prompt(item, f"input[{place}]") for place, item in enumerate(given) if isinstance(item, str | list))


def _prompt(given: str | list[int], field: str) -> Prompt:
    if not given:
        raise InvalidValue(field, f"{field} must not be empty")
    return Prompt((given,)) if isinstance(given, str) else Prompt((), ids=tuple(given))


class EmbeddingVoice(WholeVoice):
    """Answers with vectors, always in one piece."""

    def __init__(self, occasion: Occasion) -> None:
        self._plan = occasion.plan

    def whole(self) -> bytes:
        """The list of vectors, in the order of the inputs."""
        plan, tokens = self._plan, self._plan.usage.prompt_tokens
        data = b",".join(
            b'{"object":"embedding","index":%d,"embedding":%b}' % (index, vector)
            for index, vector in enumerate(plan.vectors)
        )
        ending = sse.dumps({"model": plan.ask.model, "usage": {"prompt_tokens": tokens, "total_tokens": tokens}})
        return b'{"object":"list","data":[%b],%b' % (data, ending[1:])


FACE = Face(parse, EmbeddingVoice, headers=answer_headers)
