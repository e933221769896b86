"""Anthropic messages: `POST /v1/messages`, streamed as named events and in one piece (API reference, messages)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mockpanel.core.choices import Choice, Part, PartKind
from mockpanel.core.plan import StreamPlan
from mockpanel.wire import sse
from mockpanel.wire.anthropic_blocks import Blocks, delta, key
from mockpanel.wire.anthropic_endings import NO_END, begun_usage, delta_usage, end, message_usage
from mockpanel.wire.anthropic_errors import refusal_body, request_headers
from mockpanel.wire.anthropic_request import SILENT, parse
from mockpanel.wire.face import Face, Headers
from mockpanel.wire.identifiers import new_id
from mockpanel.wire.voice import Occasion

ID_PREFIX = "msg_"

PING = b'event: ping\ndata: {"type": "ping"}\n\n'


class MessageVoice:
    """Speaks one message: each part is a content block."""

    media_type = sse.MEDIA_TYPE

    def __init__(self, occasion: Occasion) -> None:
        plan = self._plan = occasion.plan
        self._id = new_id(ID_PREFIX)
        self._blocks = Blocks(plan, silent=bool(plan.ask.extras.get(SILENT)))
        # Made now, while the first token is waited for, and not when it is due.
        spoken = self._blocks.parts if plan.ask.stream else ()
        self._templates = {key(part): _template(number, part) for number, part in enumerate(spoken)}

    def opening(self, _choice: Choice) -> bytes:
        """message_start: the message without content."""
        return _event({"type": "message_start", "message": self._message([], NO_END, begun_usage(self._plan.usage))})

    def part_opening(self, choice: Choice, part: Part) -> bytes:
        """content_block_start; behind the first one a ping, and before a tool's input an empty piece of it."""
        number = self._blocks.number(part)
        if number is None:
            return b""
        frames = _event({"type": "content_block_start", "index": number, "content_block": self._blocks.begun(part)})
        if number == 0:
            frames += PING
        if part.kind is PartKind.TOOL_CALL:
            frames += self.pieces(choice, part, [b""], (part.start,))
        return frames

    def pieces(self, _choice: Choice, part: Part, pieces: list[bytes], _sent: Sequence[int]) -> bytes:
        """A content_block_delta for each piece; none of thoughts that are not to be shown."""
        if part.kind is PartKind.REASONING and self._blocks.silent:
            return b""
        return sse.filled(self._templates[key(part)], pieces)

    def scored_piece(self, choice: Choice, piece: bytes, _start: int, end: int) -> bytes:
        """A chunk of text: the API has no log probabilities, and no request asks for them."""
        return self.pieces(choice, choice.parts[0], [piece], (end,))

    def part_ending(self, _choice: Choice, part: Part) -> bytes:
        """The signature of thoughts or the sources of a text, and content_block_stop."""
        number = self._blocks.number(part)
        if number is None:
            return b""
        last = [_delta_event(number, closing) for closing in self._blocks.closing(part)]
        return b"".join(map(_event, [*last, {"type": "content_block_stop", "index": number}]))

    def ending(self, _choice: Choice) -> bytes:
        """message_delta: why it ends, and what it used in all."""
        return _event({"type": "message_delta", "delta": end(self._plan), "usage": delta_usage(self._plan.usage)})

    def closing(self) -> bytes:
        """message_stop."""
        return _event({"type": "message_stop"})

    def whole(self) -> bytes:
        """The message in one piece."""
        content = [self._blocks.whole(part) for part in self._blocks.parts]
        return sse.dumps(self._message(content, end(self._plan), message_usage(self._plan.usage)))

    def _message(self, content: list[dict[str, Any]], ended: dict[str, Any], usage: dict[str, Any]) -> dict[str, Any]:
        head = {"model": self._plan.ask.model, "id": self._id, "type": "message", "role": "assistant"}
        return {**head, "content": content, **ended, "usage": usage}


def answer_headers(_plan: StreamPlan, _elapsed_ms: int, request_id: str) -> Headers:
    """The request's id."""
    return request_headers(request_id)


def _event(value: dict[str, Any]) -> bytes:
    """One event, named by its type."""
    return b"event: %b\n%b" % (value["type"].encode(), sse.event(value))


def _delta_event(number: int, piece: dict[str, Any]) -> dict[str, Any]:
    return {"type": "content_block_delta", "index": number, "delta": piece}


def _template(number: int, part: Part) -> tuple[bytes, bytes]:
    value = _delta_event(number, delta(part, sse.HOLE))
    before, behind = sse.template(value)
    return b"event: %b\n%b" % (value["type"].encode(), before), behind


FACE = Face(parse, MessageVoice, refusal=refusal_body, headers=answer_headers, heartbeat=PING)
