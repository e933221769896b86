"""Chat completions: what `POST /v1/chat/completions` asks for (OpenAI API reference, chat)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from mockpanel.core.errors import InvalidValue
from mockpanel.core.plan import Ask, Prompt
from mockpanel.core.tools import Toolbox
from mockpanel.wire.bodies import understood
from mockpanel.wire.face import NOWHERE, Face, Where
from mockpanel.wire.openai_chat_voice import AUDIO_TOKENS, CALL_FORM, ChatVoice
from mockpanel.wire.openai_common import OpenAIRequest, answer_headers, wanted_schema
from mockpanel.wire.openai_inputs import Counted, counted
from mockpanel.wire.openai_tools import call_form, function_box, toolbox, tools_text

TOKENS_PER_MESSAGE = 3
TOKENS_PER_REPLY = 3
TOKENS_PER_NAME = 1
"""What the chat format adds to the texts' own tokens (OpenAI cookbook, counting tokens for chat completions calls)."""

MOST_TOOLS = 128


class ContentPart(BaseModel):
    """One part of a message; text parts count and can be echoed, pictures, sounds and files count."""

    model_config = ConfigDict(extra="allow", strict=True)

    type: str
    text: str | None = None


class Message(BaseModel):
    """One message of the conversation."""

    model_config = ConfigDict(extra="allow", strict=True)

    role: Literal["developer", "system", "user", "assistant", "tool", "function"]
    content: str | list[ContentPart] | None = None
    name: str | None = None

    @property
    def text(self) -> str:
        """The content's text, the parts joined."""
        if isinstance(self.content, list):
            return "".join(part.text or "" for part in self.content if part.type == "text")
        return self.content or ""

    @property
    def media(self) -> Counted:
        """What the content counts for beside its text."""
        parts = self.content if isinstance(self.content, list) else []
        return counted(part.model_dump() for part in parts if part.type != "text")

    @property
    def called(self) -> Iterator[str]:
        """Names and arguments of the calls that the message made."""
        more = self.model_extra or {}
        calls = more.get("tool_calls")
        for call in [*(calls if isinstance(calls, list) else ()), {"function": more.get("function_call")}]:
            made = (call.get("function") or call.get("custom")) if isinstance(call, dict) else None
            if isinstance(made, dict):
                said = (made.get(field) for field in ("name", "arguments", "input"))
                yield from (text for text in said if isinstance(text, str) and text)


class ChatRequest(OpenAIRequest):
    """The body of a chat completion request."""

    messages: list[Message] = Field(min_length=1)
    max_tokens: int | None = Field(None, ge=1, description="The older name of max_completion_tokens.")
    max_completion_tokens: int | None = Field(None, ge=1, description="End the answer after so many tokens.")
    tools: list[dict[str, Any]] | None = Field(
        None, max_length=MOST_TOOLS, description="Functions and custom tools that the answer may call."
    )
    tool_choice: str | dict[str, Any] | None = Field(
        None, description="auto, none, required, one tool by name, or allowed_tools."
    )
    parallel_tool_calls: bool | None = Field(None, description="Whether several tools may be called at once.")
    functions: list[dict[str, Any]] | None = Field(None, max_length=MOST_TOOLS, description="The older form of tools.")
    function_call: str | dict[str, Any] | None = Field(None, description="The older form of tool_choice.")
    response_format: dict[str, Any] | None = Field(
        None, description="text, json_object, or json_schema: the answer is then JSON that the schema allows."
    )
    logprobs: bool | None = Field(None, description="Send log probabilities; they are made up, always the same.")
    top_logprobs: int | None = Field(None, ge=0, le=20, description="Candidates shown for each token.")


def parse(document: Mapping[str, Any], _where: Where = NOWHERE) -> Ask:
    """What a chat request asks for; raises InvalidValue that names the field."""
    request = understood(ChatRequest, document)
    if request.top_logprobs is not None and not request.logprobs:
        raise InvalidValue("top_logprobs", "top_logprobs needs logprobs to be true")
    limit = request.max_completion_tokens if request.max_completion_tokens is not None else request.max_tokens
    media = [message.media for message in request.messages]
    return Ask(
        prompts=(_prompt(request, media),),
        max_tokens=limit,
        alternatives=(request.top_logprobs or 0) if request.logprobs else None,
        thinks=True,
        toolbox=_toolbox(request),
        schema=wanted_schema(request.response_format, "response_format", "json_schema"),
        extras={
            CALL_FORM: call_form(request.tools, request.functions),
            AUDIO_TOKENS: sum(part.audio_tokens for part in media),
        },
        **request.shared,
    )


def _toolbox(request: ChatRequest) -> Toolbox:
    answered = request.messages[-1].role in ("tool", "function")
    if request.functions:
        return function_box(request.functions, request.function_call, answered=answered)
    return toolbox(request.tools, request.tool_choice, parallel=request.parallel_tool_calls, answered=answered)


def _prompt(request: ChatRequest, media: list[Counted]) -> Prompt:
    messages = request.messages
    named = [message.name for message in messages if message.name]
    overhead = TOKENS_PER_MESSAGE * len(messages) + TOKENS_PER_NAME * len(named) + TOKENS_PER_REPLY
    overhead += sum(part.tokens for part in media)
    texts = [
        text
        for message, part in zip(messages, media, strict=True)
        for text in (message.role, message.text, *part.texts, *message.called)
        if text
    ]
    last = next((message for message in reversed(messages) if message.role == "user"), messages[-1])
    more = tools_text(request.tools or request.functions)
    return Prompt(texts=(*texts, *named, *more), echo=last.text, overhead=overhead)


FACE = Face(parse, ChatVoice, headers=answer_headers, older_spellings=True)
