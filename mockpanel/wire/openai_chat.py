"""Chat completions: `POST /v1/chat/completions`, streamed and not (OpenAI API reference, chat)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from mockpanel.core.errors import InvalidValue
from mockpanel.core.logprobs import scored
from mockpanel.core.plan import Ask, Choice, Prompt, StreamPlan
from mockpanel.wire import sse
from mockpanel.wire.openai_common import OpenAIRequest, head, new_id, origin, readable, understood, usage_object

ID_PREFIX = "chatcmpl-"
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
    logprobs: bool | None = Field(None, description="Send log probabilities; they are made up, always the same.")
    top_logprobs: int | None = Field(None, ge=0, le=20, description="Candidates shown for each token.")


def parse(document: Mapping[str, Any]) -> Ask:
    """What a chat request asks for; raises InvalidValue that names the field."""
    request = understood(ChatRequest, document)
    if request.top_logprobs is not None and not request.logprobs:
        raise InvalidValue("top_logprobs", "top_logprobs needs logprobs to be true")
    limit = request.max_completion_tokens if request.max_completion_tokens is not None else request.max_tokens
    return Ask(
        prompts=(_prompt(request.messages),),
        max_tokens=limit,
        alternatives=(request.top_logprobs or 0) if request.logprobs else None,
        thinks=True,
        **request.shared,
    )


def _prompt(messages: list[Message]) -> Prompt:
    named = [message.name for message in messages if message.name]
    overhead = TOKENS_PER_MESSAGE * len(messages) + TOKENS_PER_NAME * len(named) + TOKENS_PER_REPLY
    texts = [text for message in messages for text in (message.role, message.text) if text]
    last = next((message for message in reversed(messages) if message.role == "user"), messages[-1])
    return Prompt(texts=(*texts, *named), echo=last.text, overhead=overhead)


class ChatVoice:
    """Speaks one chat answer."""

    media_type = sse.MEDIA_TYPE

    def __init__(self, plan: StreamPlan, created: int) -> None:
        self._plan = plan
        self._created = created
        self._id = new_id(ID_PREFIX)
        self._head = {**head(self._id, "chat.completion.chunk", created, plan), **origin(plan)}
        # All made now, while the first token is waited for, and not when it is due.
        spoken = plan.choices if plan.ask.stream else ()
        self._templates = [sse.template(self._chunk(choice, {"content": sse.HOLE})) for choice in spoken]
        thinks = spoken if plan.thinking is not None else ()
        self._thoughts = [sse.template(self._chunk(choice, {"reasoning_content": sse.HOLE})) for choice in thinks]
        first = {"role": "assistant", "content": "", "refusal": None}
        self._openings = [sse.event(self._chunk(choice, first)) for choice in spoken]

    def opening(self, choice: Choice) -> bytes:
        """The role chunk, directly before the choice's first content."""
        return self._openings[choice.index]

    def thoughts(self, choice: Choice, pieces: list[bytes]) -> bytes:
        """A chunk of reasoning for each piece, in the field that current clients read."""
        return sse.filled(self._thoughts[choice.index], pieces)

    def pieces(self, choice: Choice, pieces: list[bytes]) -> bytes:
        """A content chunk for each piece."""
        return sse.filled(self._templates[choice.index], pieces)

    def scored_piece(self, choice: Choice, piece: bytes, start: int, end: int) -> bytes:
        """One content chunk with its tokens' log probabilities."""
        logprobs = self._logprobs(choice, start, end)
        return sse.event(self._chunk(choice, {"content": sse.text_of(piece)}, logprobs=logprobs))

    def ending(self, choice: Choice) -> bytes:
        """The chunk with the finish reason."""
        return sse.event(self._chunk(choice, {}, finish_reason=choice.finish_reason))

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

    def _chunk(self, choice: Choice, delta: dict[str, Any], **fields: Any) -> dict[str, Any]:
        spoken = {"index": choice.index, "delta": delta, "logprobs": None, "finish_reason": None, **fields}
        usage = {"usage": None} if self._plan.ask.include_usage else {}
        return {**self._head, "choices": [spoken], **usage}

    def _whole_choice(self, choice: Choice) -> dict[str, Any]:
        scores = None if self._plan.ask.alternatives is None else self._logprobs(choice, 0, choice.count)
        message: dict[str, Any] = {"role": "assistant", "content": choice.text, "refusal": None, "annotations": []}
        if self._plan.thinking is not None:
            message["reasoning_content"] = self._plan.thinking.text
        return {
            "index": choice.index,
            "message": message,
            "logprobs": scores,
            "finish_reason": choice.finish_reason,
        }

    def _logprobs(self, choice: Choice, start: int, end: int) -> dict[str, Any]:
        return {"content": [self._score(choice, place) for place in range(start, end)], "refusal": None}

    def _score(self, choice: Choice, place: int) -> dict[str, Any]:
        ask = self._plan.ask
        found = scored(choice.tokens.token_bytes(place), place, ask.alternatives or 0, ask.seed + choice.index)
        candidates = [
            {"token": readable(score.token), "logprob": score.logprob, "bytes": list(score.token)} for score in found
        ]
        return {**candidates[0], "top_logprobs": candidates[: ask.alternatives]}
