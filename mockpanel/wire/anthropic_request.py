"""Requests of the Anthropic Messages API: `POST /v1/messages` and `/v1/messages/count_tokens` (API reference)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from mockpanel.core.errors import InvalidValue
from mockpanel.core.plan import Ask, Prompt
from mockpanel.core.sentences import show
from mockpanel.wire.anthropic_content import Content, Conversation, Message
from mockpanel.wire.anthropic_tools import toolbox
from mockpanel.wire.bodies import understood
from mockpanel.wire.face import NOWHERE, Where
from mockpanel.wire.models import LONGEST_NAME

MOST_MESSAGES = 100_000
LEAST_BUDGET = 1024

SILENT = "silent"
"""The extra that says whether thoughts are counted and waited for, but not shown."""


class Thinking(BaseModel):
    """Whether the answer may think, and whether its thoughts are shown."""

    model_config = ConfigDict(extra="allow", strict=True)

    type: Literal["enabled", "adaptive", "between_tools", "disabled"]
    budget_tokens: int | None = Field(None, ge=LEAST_BUDGET)
    display: Literal["summarized", "omitted"] | None = None


class OutputFormat(BaseModel):
    """The JSON that the answer must be."""

    model_config = ConfigDict(extra="allow", strict=True)

    type: Literal["json_schema"]
    wanted: dict[str, Any] = Field(alias="schema")


class OutputConfig(BaseModel):
    """How the answer is to be put."""

    model_config = ConfigDict(extra="allow", strict=True)

    format: OutputFormat | None = None


class CountRequest(BaseModel):
    """The body of a request that has tokens counted; unknown fields are welcome."""

    model_config = ConfigDict(extra="allow", strict=True, allow_inf_nan=False)

    model: str = Field(min_length=1, max_length=LONGEST_NAME, description="Any name; it is sent back in the answer.")
    messages: list[Message] = Field(min_length=1, max_length=MOST_MESSAGES)
    system: Content | None = Field(None, description="The system prompt, as text or blocks.")
    tools: list[dict[str, Any]] | None = Field(None, description="Tools that the answer may call.")
    tool_choice: dict[str, Any] | None = Field(None, description="type: auto, any, tool (by name) or none.")
    thinking: Thinking | None = Field(None, description="With type disabled, mock_reasoning is not sent.")
    output_config: OutputConfig | None = Field(None, description="format: the JSON schema that the answer must fit.")

    @property
    def prompt(self) -> Prompt:
        """What is counted; raises InvalidValue for a block that is not as the API has it."""
        conversation = Conversation()
        if self.system is not None:
            conversation.add_system(self.system)
        for place, message in enumerate(self.messages):
            conversation.add_message(message, f"messages[{place}].content")
        if self.tools:
            conversation.add_tools(self.tools)
        return conversation.prompt

    @property
    def answered(self) -> bool:
        """Whether the last message brings a tool's result."""
        content = self.messages[-1].content
        return isinstance(content, list) and any(block.get("type") == "tool_result" for block in content)


class MessagesRequest(CountRequest):
    """The body of a request for an answer. Bounds: Anthropic API reference, messages."""

    max_tokens: int = Field(ge=0, description="End the answer after so many tokens.")
    stream: bool | None = Field(None, description="Send the answer as server-sent events.")
    stop_sequences: list[str] | None = Field(None, description="Strings before which the answer ends.")
    temperature: float | None = Field(None, ge=0, le=1)
    top_p: float | None = Field(None, ge=0, le=1)
    top_k: int | None = Field(None, ge=0)
    metadata: dict[str, Any] | None = None
    service_tier: Literal["auto", "standard_only"] | None = None

    @property
    def stops(self) -> tuple[str, ...]:
        """The stop sequences; raises InvalidValue for one of nothing but spaces, as the API does."""
        stops = tuple(self.stop_sequences or ())
        for place, stop in enumerate(stops):
            if not stop.strip():
                name = f"stop_sequences[{place}]"
                raise InvalidValue(name, f"{name} must hold something other than spaces, got {show(stop)}")
        return stops


def parse(document: Mapping[str, Any], _where: Where = NOWHERE) -> Ask:
    """What a request for an answer asks for; raises InvalidValue that names the field."""
    request = understood(MessagesRequest, document)
    thinking, output = request.thinking, request.output_config
    if thinking is not None and thinking.type == "enabled":
        _check_budget(thinking.budget_tokens, request)
    return Ask(
        model=request.model,
        prompts=(request.prompt,),
        stream=bool(request.stream),
        max_tokens=request.max_tokens,
        stop=request.stops,
        thinks=thinking is None or thinking.type != "disabled",
        toolbox=toolbox(request.tools, request.tool_choice, answered=request.answered),
        schema=output.format.wanted if output is not None and output.format is not None else None,
        extras={SILENT: thinking is not None and thinking.display == "omitted"},
    )


def _check_budget(budget: int | None, request: MessagesRequest) -> None:
    """Raises InvalidValue for a budget that is missing, or as large as the answer may be.

    Between tool calls thoughts may take more than one answer (Anthropic API reference, interleaved thinking).
    """
    field = "thinking.budget_tokens"
    if budget is None:
        raise InvalidValue(field, f"{field} must be a number of at least {LEAST_BUDGET}, got null")
    if budget >= request.max_tokens and not request.tools:
        raise InvalidValue(field, f"{field} must be less than max_tokens ({request.max_tokens}), got {budget}")


def parse_count(document: Mapping[str, Any]) -> CountRequest:
    """A request to count; raises InvalidValue that names the field."""
    request = understood(CountRequest, document)
    toolbox(request.tools, request.tool_choice)
    return request
