"""What the OpenAI protocols share: the fields of a request, heads, usage, log probabilities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from mockpanel.core.answer_settings import Citation
from mockpanel.core.errors import InvalidValue
from mockpanel.core.plan import StreamPlan, Usage
from mockpanel.core.schema_values import ANY_OBJECT
from mockpanel.core.sentences import show
from mockpanel.wire.models import DEFAULT_MODEL

SYSTEM_FINGERPRINT = "fp_mockpanel"
OWNER = "mockpanel"
API_VERSION = b"2020-10-01"


class StreamOptions(BaseModel):
    """`stream_options` of chat and legacy completions."""

    model_config = ConfigDict(extra="allow", strict=True)

    include_usage: bool | None = Field(None, description="Send a last chunk with the token counts.")


class OpenAIRequest(BaseModel):
    """The fields that chat and legacy completions share; unknown ones are welcome. Bounds: OpenAI API reference."""

    model_config = ConfigDict(extra="allow", strict=True, allow_inf_nan=False)

    model: str = Field(DEFAULT_MODEL, max_length=512, description="Any name; it is sent back in the answer.")
    stream: bool | None = Field(None, description="Send the answer as server-sent events.")
    stream_options: StreamOptions | None = None
    n: int | None = Field(None, ge=1, le=128, description="How many choices to answer with.")
    stop: str | list[str] | None = Field(
        None, description="Up to 4 strings before which the answer ends; an empty one stops nothing."
    )
    seed: int | None = Field(
        None, ge=-(2**63), lt=2**63, description="Varies the made-up log probabilities, always in the same way."
    )
    temperature: float | None = Field(None, ge=0, le=2)
    top_p: float | None = Field(None, ge=0, le=1)
    presence_penalty: float | None = Field(None, ge=-2, le=2)
    frequency_penalty: float | None = Field(None, ge=-2, le=2)
    service_tier: str | None = Field(None, max_length=64)

    @property
    def stops(self) -> tuple[str, ...]:
        """The stop strings; raises InvalidValue for more than the API's four."""
        stops = (self.stop,) if isinstance(self.stop, str) else tuple(self.stop or ())
        if len(stops) > 4:
            raise InvalidValue("stop", f"stop must be a string or a list of at most 4, got a list of {len(stops)}")
        return stops

    @property
    def shared(self) -> dict[str, Any]:
        """The parts of an Ask that both protocols read alike."""
        tier = self.service_tier
        return {
            "model": self.model,
            "stream": bool(self.stream),
            "choices_per_prompt": self.n or 1,
            "stop": self.stops,
            "include_usage": bool(self.stream_options and self.stream_options.include_usage),
            "seed": self.seed or 0,
            "service_tier": tier if tier and tier != "auto" else "default",
        }


def wanted_schema(form: Mapping[str, Any] | None, field: str, inside: str = "") -> Mapping[str, Any] | None:
    """The JSON schema that a `response_format` or `text.format` asks for, `inside` a part of it; None for plain text.

    Raises InvalidValue that names the field.
    """
    kind = (form or {}).get("type", "text")
    if form is None or kind == "text":
        return None
    if kind == "json_object":
        return ANY_OBJECT
    if kind != "json_schema":
        raise InvalidValue(f"{field}.type", f"{field}.type must be text, json_object or json_schema, got {show(kind)}")
    described = form.get(inside) if inside else form
    schema = described.get("schema") if isinstance(described, Mapping) else None
    if not isinstance(schema, Mapping):
        place = ".".join(filter(None, (field, inside, "schema")))
        raise InvalidValue(place, f"{place} must be an object, got {show(schema)}")
    return schema


def cited_source(cited: Citation, length: int) -> dict[str, Any]:
    """A source with its place in a text of so many characters."""
    return {
        "start_index": min(cited.start, length),
        "end_index": length if cited.end is None else min(cited.end, length),
        "title": cited.title,
        "url": cited.url,
    }


def head(identifier: str, kind: str, created: int, plan: StreamPlan) -> dict[str, Any]:
    """The fields that begin every chunk and answer; the same throughout one stream."""
    return {
        "id": identifier,
        "object": kind,
        "created": created,
        "model": plan.ask.model,
    }


def origin(plan: StreamPlan) -> dict[str, Any]:
    """Who answered: behind the head in a chat chunk, at the end of a whole chat answer."""
    return {"service_tier": plan.ask.service_tier, "system_fingerprint": SYSTEM_FINGERPRINT}


def answer_headers(_plan: StreamPlan, elapsed_ms: int, _request_id: str) -> list[tuple[bytes, bytes]]:
    """The API's version, and how long the answer took to begin."""
    return [(b"openai-version", API_VERSION), (b"openai-processing-ms", b"%d" % elapsed_ms)]


def usage_object(usage: Usage, audio_tokens: int = 0) -> dict[str, Any]:
    """Token counts with the details that current clients read; `audio_tokens` are those of the prompt."""
    return {
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "total_tokens": usage.total_tokens,
        "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": audio_tokens},
        "completion_tokens_details": {
            "reasoning_tokens": usage.reasoning_tokens,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }


def readable(token: bytes, prefix: str = "") -> str:
    r"""A token as text; one whose bytes are no whole characters appears as \xf0\x9f, behind `prefix`."""
    try:
        return token.decode()
    except UnicodeDecodeError:
        return prefix + token.decode("ascii", "backslashreplace")
