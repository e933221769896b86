"""The body of a request to the Responses API, field by field. Knows no stored response and no answer."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from mockpanel.core.errors import InvalidValue
from mockpanel.core.sentences import shorten
from mockpanel.wire.models import DEFAULT_MODEL

LOGPROBS = "message.output_text.logprobs"
ENCRYPTED = "reasoning.encrypted_content"
"""Values of `include` that change an answer; the others are welcome."""

MOST_METADATA = 16
LONGEST_KEY = 64
LONGEST_VALUE = 512
"""What `metadata` may hold (OpenAI API reference, responses)."""

Summary = Literal["auto", "concise", "detailed"]


class _Fields(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True, allow_inf_nan=False)


class StreamOptions(_Fields):
    """`stream_options` of the Responses API."""

    include_obfuscation: bool | None = Field(None, description="Pad every delta with random text; off unless asked.")


class TextConfig(_Fields):
    """`text`: which form the answer's text has."""

    format: dict[str, Any] | None = Field(None, description="text, json_object, or json_schema with its schema.")
    verbosity: Literal["low", "medium", "high"] | None = None


class ReasoningConfig(_Fields):
    """`reasoning`: how the model is to think, and whether it sums that up."""

    effort: str | None = Field(None, max_length=64)
    summary: Summary | None = Field(None, description="Send the reasoning as a summary, and not as its own text.")
    generate_summary: Summary | None = Field(None, description="The older name of summary.")


class ResponsesRequest(_Fields):
    """The body of `POST /v1/responses`; unknown fields are welcome. Bounds: OpenAI API reference."""

    model: str = Field(DEFAULT_MODEL, max_length=512, description="Any name; it is sent back in the answer.")
    input: str | list[dict[str, Any]] | None = Field(None, description="A text, or a list of items.")
    instructions: str | None = Field(None, description="A developer message before the input.")
    stream: bool | None = Field(None, description="Send the answer as server-sent events.")
    stream_options: StreamOptions | None = None
    background: bool | None = Field(None, description="Answer at once, and go on without the client.")
    store: bool | None = Field(None, description="Whether the response is kept for later requests; kept unless false.")
    previous_response_id: str | None = Field(
        None, max_length=512, description="A kept response that this one follows; its items count as input."
    )
    conversation: Any = None
    prompt: dict[str, Any] | None = None
    max_output_tokens: int | None = Field(None, ge=1, description="End the answer after so many tokens.")
    max_tool_calls: int | None = Field(None, ge=1)
    tools: list[dict[str, Any]] | None = Field(None, description="Functions and custom tools to call.")
    tool_choice: str | dict[str, Any] | None = Field(None, description="auto, none, required, or a tool by name.")
    parallel_tool_calls: bool | None = Field(None, description="Whether several tools may be called at once.")
    text: TextConfig | None = None
    reasoning: ReasoningConfig | None = None
    include: list[str] | None = Field(None, description=f"{LOGPROBS} and {ENCRYPTED} add what they name.")
    top_logprobs: int | None = Field(None, ge=0, le=20, description="Candidates shown for each token.")
    metadata: dict[str, str] | None = Field(None, description="Up to 16 texts by name, sent back in the answer.")
    temperature: float | None = Field(None, ge=0, le=2)
    top_p: float | None = Field(None, ge=0, le=1)
    truncation: Literal["auto", "disabled"] | None = None
    service_tier: str | None = Field(None, max_length=64)
    user: str | None = None
    safety_identifier: str | None = None
    prompt_cache_key: str | None = None

    @property
    def keeps(self) -> bool:
        """Whether the response is to be kept."""
        return self.store is not False

    @property
    def summarizes(self) -> bool:
        """Whether the reasoning is to be sent as a summary."""
        return self.reasoning is not None and bool(self.reasoning.summary or self.reasoning.generate_summary)

    @property
    def alternatives(self) -> int | None:
        """How many candidates a token has, where log probabilities are asked for."""
        return (self.top_logprobs or 0) if self.includes(LOGPROBS) else None

    def includes(self, name: str) -> bool:
        """Whether `include` names that."""
        return name in (self.include or ())


def check(request: ResponsesRequest) -> None:
    """Raises InvalidValue for fields that do not go together."""
    if request.input is None and request.previous_response_id is None and request.prompt is None:
        raise InvalidValue("input", "input is required")
    if isinstance(request.input, list) and not request.input and request.previous_response_id is None:
        raise InvalidValue("input", "input must be a text or a list of at least 1, got []")
    if request.background and not request.keeps:
        raise InvalidValue("store", "store must be true where background is, got false")
    if request.conversation is not None:
        raise InvalidValue("conversation", "conversation is not known to this server; use previous_response_id")
    _check_metadata(request.metadata or {})


def _check_metadata(metadata: dict[str, str]) -> None:
    if len(metadata) > MOST_METADATA:
        raise InvalidValue("metadata", f"metadata must have at most {MOST_METADATA} names, got {len(metadata)}")
    for name, value in metadata.items():
        if len(name) > LONGEST_KEY:
            raise InvalidValue(
                "metadata", f"metadata must have names of at most {LONGEST_KEY} characters, got {len(name)}"
            )
        if len(value) > LONGEST_VALUE:
            field = f"metadata.{shorten(name)}"
            raise InvalidValue(field, f"{field} must be at most {LONGEST_VALUE} characters, got {len(value)}")
