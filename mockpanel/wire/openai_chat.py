"""Chat completions: `POST /v1/chat/completions`, streamed and not (OpenAI API reference, chat)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, assert_never

from pydantic import BaseModel, ConfigDict, Field

from mockpanel.core.choices import Choice, FinishReason, Part, PartKind
from mockpanel.core.errors import InvalidValue
from mockpanel.core.logprobs import scored
from mockpanel.core.plan import Ask, Prompt
from mockpanel.core.schema_values import ANY_OBJECT
from mockpanel.core.sentences import show
from mockpanel.core.tools import Toolbox
from mockpanel.wire import sse
from mockpanel.wire.bodies import understood
from mockpanel.wire.face import NOWHERE, Face, Where
from mockpanel.wire.openai_common import (
    OpenAIRequest,
    answer_headers,
    head,
    new_id,
    origin,
    readable,
    usage_object,
)
from mockpanel.wire.openai_tools import call_id, call_object, function_box, toolbox, tools_text
from mockpanel.wire.voice import Occasion

ID_PREFIX = "chatcmpl-"
LEGACY = "functions"
TOKENS_PER_MESSAGE = 3
TOKENS_PER_REPLY = 3
TOKENS_PER_NAME = 1
"""What the chat format adds to the texts' own tokens (OpenAI cookbook, counting tokens for chat completions calls)."""


class ContentPart(BaseModel):
    """One part of a message; text parts count and can be echoed, others are accepted."""

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


class ChatRequest(OpenAIRequest):
    """The body of a chat completion request."""

    messages: list[Message] = Field(min_length=1)
    max_tokens: int | None = Field(None, ge=1, description="The older name of max_completion_tokens.")
    max_completion_tokens: int | None = Field(None, ge=1, description="End the answer after so many tokens.")
    tools: list[dict[str, Any]] | None = Field(None, description="Functions that the answer may call.")
    tool_choice: str | dict[str, Any] | None = Field(None, description="auto, none, required, or one function by name.")
    parallel_tool_calls: bool | None = Field(None, description="Whether several tools may be called at once.")
    functions: list[dict[str, Any]] | None = Field(None, description="The older form of tools.")
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
    return Ask(
        prompts=(_prompt(request.messages, tools_text(request.tools or request.functions)),),
        max_tokens=limit,
        alternatives=(request.top_logprobs or 0) if request.logprobs else None,
        thinks=True,
        toolbox=_toolbox(request),
        schema=wanted_schema(request.response_format),
        extras={LEGACY: bool(request.functions)},
        **request.shared,
    )


def _toolbox(request: ChatRequest) -> Toolbox:
    answered = request.messages[-1].role in ("tool", "function")
    if request.functions:
        return function_box(request.functions, request.function_call, answered=answered)
    return toolbox(request.tools, request.tool_choice, parallel=request.parallel_tool_calls, answered=answered)


def wanted_schema(response_format: dict[str, Any] | None, field: str = "response_format") -> Mapping[str, Any] | None:
    """The JSON schema that a `response_format` asks for; None for plain text."""
    kind = (response_format or {}).get("type", "text")
    if response_format is None or kind == "text":
        return None
    if kind == "json_object":
        return ANY_OBJECT
    if kind != "json_schema":
        raise InvalidValue(f"{field}.type", f"{field}.type must be text, json_object or json_schema, got {show(kind)}")
    described = response_format.get("json_schema")
    schema = described.get("schema") if isinstance(described, dict) else None
    if not isinstance(schema, dict):
        raise InvalidValue(
            f"{field}.json_schema.schema", f"{field}.json_schema.schema must be an object, got {show(schema)}"
        )
    return schema


def _prompt(messages: list[Message], more: tuple[str, ...]) -> Prompt:
    named = [message.name for message in messages if message.name]
    overhead = TOKENS_PER_MESSAGE * len(messages) + TOKENS_PER_NAME * len(named) + TOKENS_PER_REPLY
    texts = [text for message in messages for text in (message.role, message.text) if text]
    last = next((message for message in reversed(messages) if message.role == "user"), messages[-1])
    return Prompt(texts=(*texts, *named, *more), echo=last.text, overhead=overhead)


class ChatVoice:
    """Speaks one chat answer."""

    media_type = sse.MEDIA_TYPE

    def __init__(self, occasion: Occasion) -> None:
        plan = self._plan = occasion.plan
        self._created = occasion.created
        self._id = new_id(ID_PREFIX)
        self._legacy = bool(plan.ask.extras.get(LEGACY))
        self._head = {**head(self._id, "chat.completion.chunk", occasion.created, plan), **origin(plan)}
        self._calls = {(choice.index, part.place): call_id(part) for choice in plan.choices for part in choice.calls}
        # All made now, while the first token is waited for, and not when it is due.
        spoken = plan.choices if plan.ask.stream else ()
        self._templates = {
            (choice.index, part.place): sse.template(self._chunk(choice, self._delta(choice, part, sse.HOLE)))
            for choice in spoken
            for part in (*choice.parts, *([choice.reasoning] if choice.reasoning else ()))
        }
        self._openings = [self._first_chunk(choice) for choice in spoken]

    def opening(self, choice: Choice) -> bytes:
        """The role chunk, directly before the choice's first content; a first tool call brings the role itself."""
        return self._openings[choice.index]

    def part_opening(self, choice: Choice, part: Part) -> bytes:
        """A tool call's name and id; nothing before text."""
        if part.kind is not PartKind.TOOL_CALL:
            return b""
        first = {"role": "assistant", "content": None} if part.place == 0 else {}
        last = {"refusal": None} if part.place == 0 else {}
        return sse.event(self._chunk(choice, {**first, **self._call(choice, part), **last}))

    def pieces(self, choice: Choice, part: Part, pieces: list[bytes]) -> bytes:
        """A chunk for each piece: of content, of a refusal, of a call's arguments, or in reasoning_content."""
        return sse.filled(self._templates[choice.index, part.place], pieces)

    def scored_piece(self, choice: Choice, piece: bytes, start: int, end: int) -> bytes:
        """One chunk of content or refusal with its tokens' log probabilities."""
        name = "content" if choice.refusal is None else "refusal"
        logprobs = self._logprobs(choice, start, end)
        return sse.event(self._chunk(choice, {name: sse.text_of(piece)}, logprobs=logprobs))

    def part_ending(self, choice: Choice, part: Part) -> bytes:
        """The sources of a text that cites some."""
        cited = self._annotations(choice) if part.kind is PartKind.TEXT else []
        return sse.event(self._chunk(choice, {"annotations": cited})) if cited else b""

    def ending(self, choice: Choice) -> bytes:
        """The chunk with the finish reason."""
        return sse.event(self._chunk(choice, {}, finish_reason=self._finish_reason(choice)))

    def closing(self) -> bytes:
        """The usage chunk where it was asked for, and [DONE]; the usage chunk's choices are empty."""
        if not self._plan.ask.include_usage:
            return sse.DONE
        return sse.event({**self._head, "choices": [], "usage": usage_object(self._plan.usage)}) + sse.DONE

    def whole(self) -> bytes:
        """The answer in one piece."""
        plan = self._plan
        dumps = sse.dumps if plan.ask.alternatives is None else sse.dumps_gently
        return dumps(
            {
                **head(self._id, "chat.completion", self._created, plan),
                "choices": [self._whole_choice(choice) for choice in plan.choices],
                "usage": usage_object(plan.usage),
                **origin(plan),
            }
        )

    def _first_chunk(self, choice: Choice) -> bytes:
        if choice.parts[0].place == 0 and choice.parts[0].kind is PartKind.TOOL_CALL:
            return b""
        return sse.event(self._chunk(choice, {"role": "assistant", "content": "", "refusal": None}))

    def _delta(self, choice: Choice, part: Part, text: str) -> dict[str, Any]:
        match part.kind:
            case PartKind.TEXT:
                return {"content": text}
            case PartKind.REFUSAL:
                return {"refusal": text}
            case PartKind.REASONING:
                return {"reasoning_content": text}  # the field that current clients read
            case PartKind.TOOL_CALL if self._legacy:
                return {"function_call": {"arguments": text}}
            case PartKind.TOOL_CALL:
                return {"tool_calls": [{"index": choice.calls.index(part), "function": {"arguments": text}}]}
            case _ as unknown:
                assert_never(unknown)

    def _call(self, choice: Choice, part: Part) -> dict[str, Any]:
        if self._legacy:
            return {"function_call": {"name": part.name, "arguments": ""}}
        call = call_object(part, self._calls[choice.index, part.place], "")
        return {"tool_calls": [{"index": choice.calls.index(part), **call}]}

    def _finish_reason(self, choice: Choice) -> str:
        legacy = self._legacy and choice.finish_reason is FinishReason.TOOL_CALLS
        return "function_call" if legacy else choice.finish_reason

    def _annotations(self, choice: Choice) -> list[dict[str, Any]]:
        length = len(choice.text)
        return [
            {
                "type": "url_citation",
                "url_citation": {
                    "start_index": min(cited.start, length),
                    "end_index": length if cited.end is None else min(cited.end, length),
                    "title": cited.title,
                    "url": cited.url,
                },
            }
            for cited in self._plan.settings.mock_citations
        ]

    def _chunk(self, choice: Choice, delta: dict[str, Any], **fields: Any) -> dict[str, Any]:
        spoken = {"index": choice.index, "delta": delta, "logprobs": None, "finish_reason": None, **fields}
        usage = {"usage": None} if self._plan.ask.include_usage else {}
        return {**self._head, "choices": [spoken], **usage}

    def _whole_choice(self, choice: Choice) -> dict[str, Any]:
        return {
            "index": choice.index,
            "message": self._message(choice),
            "logprobs": None if self._plan.ask.alternatives is None else self._logprobs(choice, 0, choice.count),
            "finish_reason": self._finish_reason(choice),
        }

    def _message(self, choice: Choice) -> dict[str, Any]:
        spoken = any(part.kind is PartKind.TEXT for part in choice.parts)
        annotations = self._annotations(choice) if spoken else []
        message: dict[str, Any] = {"role": "assistant", "content": choice.text if spoken else None}
        message |= {"refusal": choice.refusal, "annotations": annotations}
        calls = [
            call_object(part, self._calls[choice.index, part.place], choice.text_of(part)) for part in choice.calls
        ]
        if calls:
            message |= {"function_call": calls[0]["function"]} if self._legacy else {"tool_calls": calls}
        if self._plan.thinking is not None:
            message["reasoning_content"] = self._plan.thinking.text
        return message

    def _logprobs(self, choice: Choice, start: int, end: int) -> dict[str, Any]:
        scores = [
            self._score(choice, place)
            for part in choice.parts
            if part.kind is not PartKind.TOOL_CALL
            for place in range(max(part.start, start), min(part.end, end))
        ]
        refused = choice.refusal is not None
        return {"content": None if refused else scores, "refusal": scores if refused else None}

    def _score(self, choice: Choice, place: int) -> dict[str, Any]:
        ask = self._plan.ask
        found = scored(choice.tokens.token_bytes(place), place, ask.alternatives or 0, ask.seed + choice.index)
        candidates = [
            {"token": readable(score.token), "logprob": score.logprob, "bytes": list(score.token)} for score in found
        ]
        return {**candidates[0], "top_logprobs": candidates[: ask.alternatives]}


FACE = Face(parse, ChatVoice, headers=answer_headers, older_spellings=True)
