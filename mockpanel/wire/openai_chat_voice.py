"""How a chat answer is spoken, in chunks and in one piece (OpenAI API reference, chat, streaming events)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, assert_never

from mockpanel.core.choices import Choice, Part, PartKind
from mockpanel.wire import sse
from mockpanel.wire.identifiers import new_id
from mockpanel.wire.openai_chat_message import (
    finish_reason,
    log_probabilities,
    message,
    sources,
    whole_log_probabilities,
)
from mockpanel.wire.openai_common import head, origin, usage_object
from mockpanel.wire.openai_tools import CallForm, call_id
from mockpanel.wire.voice import Occasion

ID_PREFIX = "chatcmpl-"
CALL_FORM = "call_form"
AUDIO_TOKENS = "audio_tokens"
"""What an ask's extras hold for this voice: a CallForm, and how many of the prompt's tokens are audio."""


class ChatVoice:
    """Speaks one chat answer."""

    media_type = sse.MEDIA_TYPE

    def __init__(self, occasion: Occasion) -> None:
        plan = self._plan = occasion.plan
        self._created = occasion.created
        self._id = new_id(ID_PREFIX)
        self._form: CallForm = plan.ask.extras.get(CALL_FORM, CallForm())
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
        identifier = self._calls[choice.index, part.place]
        call = self._form.in_delta(choice.calls.index(part), self._form.called(part, identifier, ""))
        delta = {"role": "assistant", "content": None, **call, "refusal": None} if part.place == 0 else call
        return sse.event(self._chunk(choice, delta))

    def pieces(self, choice: Choice, part: Part, pieces: list[bytes], _sent: Sequence[int]) -> bytes:
        """A chunk for each piece: of content, of a refusal, of a call's arguments, or in reasoning_content."""
        return sse.filled(self._templates[choice.index, part.place], pieces)

    def scored_piece(self, choice: Choice, piece: bytes, start: int, end: int) -> bytes:
        """One chunk of content or refusal with its tokens' log probabilities."""
        name = "content" if choice.refusal is None else "refusal"
        logprobs = log_probabilities(self._plan, choice, start, end)
        return sse.event(self._chunk(choice, {name: sse.text_of(piece)}, logprobs=logprobs))

    def part_ending(self, choice: Choice, part: Part) -> bytes:
        """The sources of a text that cites some."""
        cited = sources(self._plan, choice) if part.kind is PartKind.TEXT else []
        return sse.event(self._chunk(choice, {"annotations": cited})) if cited else b""

    def ending(self, choice: Choice) -> bytes:
        """The chunk with the finish reason."""
        return sse.event(self._chunk(choice, {}, finish_reason=finish_reason(choice, self._form)))

    def closing(self) -> bytes:
        """The usage chunk where it was asked for, and [DONE]; the usage chunk's choices are empty."""
        if not self._plan.ask.include_usage:
            return sse.DONE
        return sse.event({**self._head, "choices": [], "usage": self._usage()}) + sse.DONE

    def whole(self) -> bytes:
        """The answer in one piece."""
        plan = self._plan
        dumps = sse.dumps if plan.ask.alternatives is None else sse.dumps_gently
        return dumps(
            {
                **head(self._id, "chat.completion", self._created, plan),
                "choices": [self._whole_choice(choice) for choice in plan.choices],
                "usage": self._usage(),
                **origin(plan),
            }
        )

    def _first_chunk(self, choice: Choice) -> bytes:
        """The role, beside the empty beginning of what follows: content, or the refusal."""
        first = choice.parts[0]
        if first.place == 0 and first.kind is PartKind.TOOL_CALL:
            return b""
        refused = first.kind is PartKind.REFUSAL
        delta = {"role": "assistant", "content": None if refused else "", "refusal": "" if refused else None}
        scored = self._plan.ask.alternatives is not None
        return sse.event(
            self._chunk(choice, delta, logprobs=log_probabilities(self._plan, choice, 0, 0) if scored else None)
        )

    def _delta(self, choice: Choice, part: Part, text: str) -> dict[str, Any]:
        match part.kind:
            case PartKind.TEXT:
                return {"content": text}
            case PartKind.REFUSAL:
                return {"refusal": text}
            case PartKind.REASONING:
                return {"reasoning_content": text}  # the field that current clients read
            case PartKind.TOOL_CALL:
                return self._form.in_delta(choice.calls.index(part), self._form.added(part, text))
            case _ as unknown:
                assert_never(unknown)

    def _chunk(self, choice: Choice, delta: dict[str, Any], **fields: Any) -> dict[str, Any]:
        spoken = {"index": choice.index, "delta": delta, "logprobs": None, "finish_reason": None, **fields}
        usage = {"usage": None} if self._plan.ask.include_usage else {}
        return {**self._head, "choices": [spoken], **usage}

    def _whole_choice(self, choice: Choice) -> dict[str, Any]:
        calls = [
            self._form.called(part, self._calls[choice.index, part.place], choice.text_of(part))
            for part in choice.calls
        ]
        return {
            "index": choice.index,
            "message": message(self._plan, choice, calls, self._form),
            "logprobs": whole_log_probabilities(self._plan, choice),
            "finish_reason": finish_reason(choice, self._form),
        }

    def _usage(self) -> dict[str, Any]:
        return usage_object(self._plan.usage, self._plan.ask.extras.get(AUDIO_TOKENS, 0))
