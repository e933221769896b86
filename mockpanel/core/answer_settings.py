"""The settings that say what is answered, beside the response's text: tool calls, a refusal, citations, how it ends."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError, from_json

from mockpanel.core.errors import InvalidValue
from mockpanel.core.feel_settings import FeelSettings
from mockpanel.core.fields import setting, whole_characters
from mockpanel.core.sentences import show

MOST_CALLS = 128
MOST_CITATIONS = 1000


class MockFinishReason(StrEnum):
    """How an answer is to end; auto is what follows from its parts."""

    AUTO = "auto"
    STOP = "stop"
    LENGTH = "length"
    TOOL_CALLS = "tool_calls"
    CONTENT_FILTER = "content_filter"


class ToolCall(BaseModel):
    """One call: `arguments` as a JSON object, or as the text to stream, which need not be JSON; None generates them."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    name: str = Field(min_length=1, max_length=256)
    arguments: dict[str, Any] | str | None = None
    id: str = Field("", max_length=256)

    @field_validator("name", "id")
    @classmethod
    def _whole(cls, text: str) -> str:
        return whole_characters("mock_tool_calls", text)


class Citation(BaseModel):
    """A source of the answer; the place in its text counts characters, and without one it is the whole text."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    url: str = Field(min_length=1, max_length=4096)
    title: str = Field("", max_length=1024)
    start: int = Field(0, ge=0)
    end: int | None = Field(None, ge=0)

    @field_validator("end")
    @classmethod
    def _behind_start(cls, end: int | None, info: ValidationInfo) -> int | None:
        start = info.data.get("start")  # none where that itself is wrong, which is told of first
        if end is not None and start is not None and end < start:
            raise PydanticCustomError("end_before_start", "at least start ({start})", {"start": start})
        return end


def _listed(name: str) -> BeforeValidator:
    """A list may come as JSON text (header, flag, environment) or as a list of tables (body, profile)."""

    def read(value: object) -> object:
        if isinstance(value, str):
            try:
                value = from_json(value, allow_inf_nan=False) if value.strip() else []
            except ValueError:
                raise InvalidValue(name, f"{name} must be a JSON list of objects, got {show(value)}") from None
        return tuple(value) if isinstance(value, list) else value

    return BeforeValidator(read)


class AnswerSettings(FeelSettings):
    """What is answered beside or instead of the text."""

    mock_tool_calls: Annotated[tuple[ToolCall, ...], _listed("mock_tool_calls")] = setting(
        (),
        label="Tool calls",
        unit="JSON list",
        text="Calls as a list of {name, arguments, id}; as a default only for requests that offer such a tool.",
        max_length=MOST_CALLS,
    )
    mock_refusal: str = setting(
        "",
        label="Refusal",
        unit="text",
        text="The answer refuses with this text instead of the response.",
    )
    mock_citations: Annotated[tuple[Citation, ...], _listed("mock_citations")] = setting(
        (),
        label="Citations",
        unit="JSON list",
        text="Sources that the answer cites, as a list of {url, title, start, end}; start and end count characters.",
        max_length=MOST_CITATIONS,
    )
    mock_finish_reason: MockFinishReason = setting(
        MockFinishReason.AUTO,
        label="Finish reason",
        unit="auto, stop, length, tool_calls or content_filter",
        text="Why the answer ends, told in each protocol's own words; auto follows from what is answered.",
        strict=False,
    )

    @field_validator("mock_refusal")
    @classmethod
    def _whole_refusal(cls, text: str) -> str:
        return whole_characters("mock_refusal", text)
