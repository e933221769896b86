"""Speaks whole responses without a server, and checks every event against the client's own types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, get_args

from openai import BaseModel
from openai.types.responses import Response
from openai.types.responses.response_stream_event import ResponseStreamEvent

from mockpanel.core.errors import RequestRefused
from mockpanel.core.plan import Ask
from mockpanel.wire.openai_responses import parse
from mockpanel.wire.overrides import collect
from mockpanel.wire.responses_input import Item
from mockpanel.wire.responses_voice import ResponsesVoice
from mockpanel.wire.voice import Occasion
from tests.core.plans import plan_of, settings_with
from tests.wire.speaking import CREATED, spoken_part, unknown_fields

EVENTS: dict[str, type[BaseModel]] = {
    get_args(kind.model_fields["type"].annotation)[0]: kind for kind in get_args(get_args(ResponseStreamEvent)[0])
}
"""The client's type of each kind of event."""

Event = dict[str, Any]


class NoMemory:
    """Nothing is kept but what it is given."""

    def __init__(self, conversation: tuple[Item, ...] = ()) -> None:
        self._conversation = conversation

    def conversation(self, response_id: str) -> tuple[Item, ...]:
        """The same for every id."""
        return self._conversation

    def item(self, item_id: str, field: str) -> Item:
        """One of the conversation's items."""
        for item in self._conversation:
            if item["id"] == item_id:
                return item
        raise RequestRefused(f"no item {item_id}", status=404, param=field)


def asked(*conversation: Item, **fields: Any) -> Ask:
    """What a request with these fields asks for, after a conversation."""
    return parse({"input": "Say hello.", **fields}, memory=NoMemory(conversation))


def voice_of(**fields: Any) -> ResponsesVoice:
    """The voice that answers a request with these fields."""
    document: Mapping[str, Any] = {"model": "gpt-4o", "input": "Say hello.", **fields}
    defaults = settings_with(mock_response="Hello, World!")
    overrides = collect(document, older_spellings=False)
    return ResponsesVoice(Occasion(plan_of(parse(document, memory=NoMemory()), defaults, overrides), CREATED))


def streamed(size: int = 1, **fields: Any) -> bytes:
    """All frames of a streamed response, in chunks of `size` tokens."""
    voice = voice_of(stream=True, **fields)
    plan = voice.plan
    (choice,) = plan.choices
    frames = [voice.greeting(), voice.opening(choice)]
    if choice.reasoning is not None and plan.thinking is not None:
        frames += spoken_part(voice, plan, choice, choice.reasoning, plan.thinking, size)
    for part in choice.parts:
        frames += spoken_part(voice, plan, choice, part, choice.tokens, size)
    return b"".join([*frames, voice.ending(choice), voice.closing()])


def whole(**fields: Any) -> Event:
    """The response in one piece, which the client's type must know in all its fields."""
    answer: Event = json.loads(voice_of(**fields).whole())
    check(Response, answer)
    return answer


def events(stream: bytes, start: int = 0) -> list[Event]:
    """The JSON of each event: named as its type says, numbered without a gap, and exactly of the client's own type."""
    *blocks, rest = stream.decode().split("\n\n")
    assert rest == ""
    found = [_event(block) for block in blocks]
    assert [event["sequence_number"] for event in found] == list(range(start, start + len(found)))
    for event in found:
        check(EVENTS[event["type"]], event)
    return found


def check(kind: type[BaseModel], document: Event) -> None:
    """Every field that the client's type needs is there, and no other than it knows."""
    assert unknown_fields(kind.model_validate_json(json.dumps(document), strict=True)) <= {"obfuscation"}


def types(found: list[Event]) -> list[str]:
    """The kinds of some events in their order, those of the same kind in a row once, without their common prefix."""
    names = [event["type"].removeprefix("response.") for event in found]
    return [name for place, name in enumerate(names) if place == 0 or name != names[place - 1]]


def of_type(found: list[Event], name: str) -> list[Event]:
    """The events of one kind."""
    return [event for event in found if event["type"] == f"response.{name}"]


def joined(found: list[Event], name: str = "output_text") -> str:
    """The text of all deltas of one kind."""
    return "".join(event["delta"] for event in of_type(found, f"{name}.delta"))


def _event(block: str) -> Event:
    name, data = block.split("\n")
    event: Event = json.loads(data.removeprefix("data: "))
    assert name == f"event: {event['type']}"
    return event
