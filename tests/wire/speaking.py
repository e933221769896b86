"""Speaks whole answers without a server, and reads them as a client would: what the protocols' tests share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from mockpanel.core.choices import Choice, Part
from mockpanel.core.plan import Ask, StreamPlan
from mockpanel.core.tokens import Tokens
from mockpanel.wire import openai_chat, openai_chat_voice, openai_completions
from mockpanel.wire.overrides import collect
from mockpanel.wire.voice import Occasion, Voice
from tests.core.plans import plan_of, settings_with

CREATED = 1_769_092_737


@dataclass(frozen=True)
class Face:
    """One protocol, with a request that it understands."""

    parse: Callable[[Mapping[str, Any]], Ask]
    voice: Callable[[Occasion], Voice]
    request: Mapping[str, Any]
    piece: Callable[[dict[str, Any]], str]
    """The text that one choice of a chunk adds."""


def _content(choice: dict[str, Any]) -> str:
    return choice["delta"].get("content") or ""


def _text(choice: dict[str, Any]) -> str:
    text: str = choice["text"]
    return text


CHAT = Face(
    openai_chat.parse,
    openai_chat_voice.ChatVoice,
    {"model": "gpt-4", "messages": [{"role": "user", "content": "Say hello."}]},
    _content,
)
LEGACY = Face(
    openai_completions.parse, openai_completions.CompletionVoice, {"model": "gpt-4", "prompt": "Say hello."}, _text
)
FACES = {"chat": CHAT, "completions": LEGACY}


def voice_of(face: Face, **fields: Any) -> tuple[Voice, StreamPlan]:
    """The voice that answers a request with these fields, and what it was given to say."""
    document = {**face.request, **fields}
    plan = plan_of(face.parse(document), settings_with(mock_response="Hello, World!"), collect(document))
    return face.voice(Occasion(plan, CREATED)), plan


def streamed(face: Face, size: int = 1, **fields: Any) -> bytes:
    """All frames of a streamed answer, in chunks of `size` tokens."""
    return spoken(*voice_of(face, stream=True, **fields), size)


def spoken(voice: Voice, plan: StreamPlan, size: int = 1) -> bytes:
    """All frames with which a voice speaks a plan, in chunks of `size` tokens."""
    frames: list[bytes] = []
    for choice in plan.choices:
        frames.append(voice.opening(choice))
        if choice.reasoning is not None and plan.thinking is not None:
            frames += spoken_part(voice, plan, choice, choice.reasoning, plan.thinking, size)
        for part in choice.parts:
            frames += spoken_part(voice, plan, choice, part, choice.tokens, size)
        frames.append(voice.ending(choice))
    return b"".join([*frames, voice.closing()])


def spoken_part(
    voice: Voice, plan: StreamPlan, choice: Choice, part: Part, tokens: Tokens, size: int
) -> Iterator[bytes]:
    """The frames of one part."""
    yield voice.part_opening(choice, part)
    for piece, start, end in chunks(choice, part, tokens, size):
        if plan.ask.alternatives is not None and part.kind in ("text", "refusal"):
            yield voice.scored_piece(choice, piece, start, end)
        elif piece:
            yield voice.pieces(choice, part, [piece], (end,))
    yield voice.part_ending(choice, part)


def chunks(choice: Choice, part: Part, tokens: Tokens, size: int) -> Iterator[tuple[bytes, int, int]]:
    """The pieces of a part, each with its first token and the one after its last; half characters are held back."""
    last = min(part.end, choice.count) if part is not choice.reasoning else part.end
    start, at = part.start, tokens.json_ends[part.start - 1] if part.start else 0
    for end in range(start + size, last, size):
        if (to := tokens.json_ends[end - 1]) > at:
            yield tokens.json[at:to], start, end
            start, at = end, to
    if last > part.start:
        tail = choice.tail if part is choice.parts[-1] else b""
        yield tokens.json[at : tokens.json_ends[last - 1]] + tail, start, last


def events(stream: bytes) -> list[dict[str, Any]]:
    """The JSON of each event; the stream must be data lines with an empty line after each, [DONE] the last."""
    *blocks, rest = stream.decode().split("\n\n")
    assert rest == ""
    assert all(block.startswith("data: ") for block in blocks)
    assert blocks.pop() == "data: [DONE]"
    return [json.loads(block.removeprefix("data: ")) for block in blocks]


def whole(face: Face, **fields: Any) -> dict[str, Any]:
    """The answer in one piece."""
    voice, _ = voice_of(face, **fields)
    answer: dict[str, Any] = json.loads(voice.whole())
    return answer


def joined(face: Face, found: list[dict[str, Any]], index: int = 0) -> str:
    """The text of one choice, all its chunks joined."""
    choices = [choice for event in found for choice in event["choices"] if choice["index"] == index]
    return "".join(map(face.piece, choices))


def unknown_fields(model: BaseModel) -> set[str]:
    """The fields that the client's own types do not know, in all depths."""
    found = set(model.model_extra or ())
    for name in type(model).model_fields:
        value = getattr(model, name)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, BaseModel):
                found |= {f"{name}.{inner}" for inner in unknown_fields(item)}
    return found
