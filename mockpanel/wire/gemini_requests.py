"""Gemini requests: the body of generateContent, as the REST API and its clients write it, and what it asks for.

Names may come in camelCase and in snake_case, and one object where a list belongs, as the service takes them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from mockpanel.core.literals import compact
from mockpanel.core.plan import Prompt

TOKENS_PER_MEDIUM = 258
"""What an image counts, and here any other medium as well (Gemini API, understand and count tokens)."""


def _as_list(value: object) -> object:
    return [value] if isinstance(value, Mapping) else value


OneOrMore = BeforeValidator(_as_list)


class GeminiModel(BaseModel):
    """An object of the API; unknown fields are welcome."""

    model_config = ConfigDict(
        extra="allow", strict=True, allow_inf_nan=False, alias_generator=to_camel, populate_by_name=True
    )


class GeminiPart(GeminiModel):
    """One part of a content: texts, calls and their results count as text, media by their number."""

    text: str | None = None
    thought: bool | None = None
    inline_data: dict[str, Any] | None = None
    file_data: dict[str, Any] | None = None
    function_call: dict[str, Any] | None = None
    function_response: dict[str, Any] | None = None

    @property
    def counted(self) -> str:
        """The text whose tokens count."""
        call = self.function_call or self.function_response
        return self.text or (compact(call) if call else "")

    @property
    def modality(self) -> str | None:
        """What kind of medium it is, in the words of the usage's details; None for text."""
        data = self.inline_data or self.file_data
        if data is None:
            return None
        kind = str(data.get("mimeType", data.get("mime_type", ""))).partition("/")[0].upper()
        return kind if kind in ("IMAGE", "VIDEO", "AUDIO") else "DOCUMENT"


class GeminiContent(GeminiModel):
    """One turn of the conversation."""

    role: Literal["user", "model", "function", "tool", "system"] | None = None
    parts: Annotated[list[GeminiPart], OneOrMore] = Field(default_factory=list)

    @property
    def text(self) -> str:
        """The texts of its parts, joined."""
        return "".join(part.text or "" for part in self.parts if not part.thought)


def media_in(contents: Iterable[GeminiContent]) -> dict[str, int]:
    """How many media of each kind there are, in the order in which the kinds come."""
    return dict(Counter(kind for content in contents for part in content.parts if (kind := part.modality)))


class ThinkingConfig(GeminiModel):
    """Whether thoughts are shown, and whether there are any."""

    include_thoughts: bool | None = None
    thinking_budget: int | None = Field(None, ge=-1)
    thinking_level: str | None = None


class GenerationConfig(GeminiModel):
    """How the answer is to be made. Bounds: Gemini API reference."""

    temperature: float | None = Field(None, ge=0, le=2)
    top_p: float | None = Field(None, ge=0, le=1)
    top_k: float | None = Field(None, ge=0)
    candidate_count: int | None = Field(None, ge=1, le=8, description="How many candidates to answer with.")
    max_output_tokens: int | None = Field(None, ge=1, description="End each candidate after so many tokens.")
    stop_sequences: list[str] | None = Field(
        None, max_length=5, description="Up to 5 strings before which the answer ends."
    )
    response_mime_type: Literal["text/plain", "application/json", "text/x.enum"] | None = None
    response_schema: dict[str, Any] | None = Field(None, description="An OpenAPI schema that the JSON answer fits.")
    response_json_schema: dict[str, Any] | bool | None = Field(None, description="The same as a JSON schema.")
    seed: int | None = Field(None, ge=-(2**63), lt=2**63)
    presence_penalty: float | None = Field(None, ge=-2, le=2)
    frequency_penalty: float | None = Field(None, ge=-2, le=2)
    response_logprobs: bool | None = Field(None, description="Send log probabilities; they are made up.")
    logprobs: int | None = Field(None, ge=0, le=20, description="Candidates shown for each token.")
    thinking_config: ThinkingConfig | None = None


class FunctionCallingConfig(GeminiModel):
    """Whether functions may be called, and which."""

    mode: Literal["MODE_UNSPECIFIED", "AUTO", "ANY", "NONE", "VALIDATED"] | None = None
    allowed_function_names: list[str] | None = None


class ToolConfig(GeminiModel):
    """How the tools are to be used."""

    function_calling_config: FunctionCallingConfig | None = None


class ContentsRequest(GeminiModel):
    """What generateContent and countTokens share: all that is put to the model."""

    contents: Annotated[list[GeminiContent], OneOrMore] = Field(min_length=1)
    system_instruction: GeminiContent | None = None
    tools: Annotated[list[dict[str, Any]] | None, OneOrMore] = Field(
        None, description="Functions that may be called, as functionDeclarations."
    )

    @property
    def prompt(self) -> Prompt:
        """What counts, and the text that is echoed: the last that a user wrote."""
        contents = [*([self.system_instruction] if self.system_instruction else ()), *self.contents]
        texts = [text for content in contents for part in content.parts if (text := part.counted)]
        written = (content.text for content in reversed(self.contents) if content.role in (None, "user"))
        tools = (compact(self.tools),) if self.tools else ()
        media = sum(self.media.values()) * TOKENS_PER_MEDIUM
        return Prompt((*texts, *tools), next((text for text in written if text), ""), media)

    @property
    def media(self) -> dict[str, int]:
        """How many media of each kind there are."""
        return media_in(self.contents)


class GenerateContentRequest(ContentsRequest):
    """The body of generateContent and streamGenerateContent."""

    tool_config: ToolConfig | None = None
    generation_config: GenerationConfig | None = None
    safety_settings: Annotated[list[dict[str, Any]] | None, OneOrMore] = None
    cached_content: str | None = None


class CountTokensRequest(GeminiModel):
    """The body of countTokens: contents, or a whole request to generate."""

    contents: Annotated[list[GeminiContent] | None, OneOrMore] = None
    generate_content_request: GenerateContentRequest | None = None
