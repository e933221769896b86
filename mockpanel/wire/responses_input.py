"""What a request of the Responses API brings as input: items made whole, as they are listed and counted later."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from mockpanel.core.errors import InvalidValue
from mockpanel.core.plan import Prompt
from mockpanel.wire.bodies import understood
from mockpanel.wire.identifiers import new_id

Item = Mapping[str, Any]
Find = Callable[[str, str], Item]
"""The kept item of an id, for the field that refers to it; raises RequestRefused."""

TOKENS_PER_MESSAGE = 3
TOKENS_PER_REPLY = 3
"""What the format adds to the texts' own tokens, taken to be what chat adds (OpenAI cookbook)."""

LOW_IMAGE_TOKENS = 85
IMAGE_TOKENS = 765
"""An image of low detail, and one of 1024 by 1024 otherwise (OpenAI docs, image costs: 85 and 170 for each tile)."""

BYTES_PER_TOKEN = 4
"""What a file that is no text is counted by."""

PREFIXES = {
    "message": "msg_",
    "function_call": "fc_",
    "function_call_output": "fco_",
    "custom_tool_call": "ctc_",
    "custom_tool_call_output": "ctco_",
    "reasoning": "rs_",
}
NEEDED = {
    "function_call": ("call_id", "name", "arguments"),
    "function_call_output": ("call_id", "output"),
    "custom_tool_call": ("call_id", "name", "input"),
    "custom_tool_call_output": ("call_id", "output"),
}


class InputPart(BaseModel):
    """One part of a message or of a tool's output."""

    model_config = ConfigDict(extra="allow", strict=True)

    type: str
    text: str | None = None
    refusal: str | None = None
    detail: str | None = None
    file_data: str | None = None


class InputItem(BaseModel):
    """One item of the input: a message, a call, a tool's output, reasoning given back, or a reference."""

    model_config = ConfigDict(extra="allow", strict=True)

    type: str | None = None
    id: str | None = None
    role: Literal["user", "assistant", "system", "developer"] | None = None
    content: str | list[InputPart] | None = None
    call_id: str | None = None
    name: str | None = None
    arguments: str | None = None
    input: str | None = None

    @property
    def kind(self) -> str:
        """Its type; a message and a reference need not name it."""
        return self.type or ("item_reference" if self.role is None and self.id else "message")


class InputItems(BaseModel):
    """A list of them, under the name that it has in a request."""

    input: list[InputItem]


def read_input(given: str | list[dict[str, Any]] | None, find: Find) -> tuple[Item, ...]:
    """The items, each with an id; raises InvalidValue for one that is wrong or lacks something."""
    if isinstance(given, str):
        given = [{"role": "user", "content": given}]
    items = understood(InputItems, {"input": given or []}).input
    return tuple(_whole(item, f"input[{place}]", find) for place, item in enumerate(items))


def _whole(item: InputItem, field: str, find: Find) -> Item:
    kind = item.kind
    if kind == "item_reference":
        return find(item.id or "", f"{field}.id")
    if kind == "message":
        return _message(item, field)
    fields = item.model_dump(exclude_unset=True)
    for name in NEEDED.get(kind, ()):
        if fields.get(name) is None:
            raise InvalidValue(f"{field}.{name}", f"{field}.{name} is required")
    identifier = item.id or new_id(PREFIXES.get(kind, "item_"))
    return {**fields, "type": kind, "id": identifier, "status": fields.get("status") or "completed"}


def _message(item: InputItem, field: str) -> Item:
    for name in ("role", "content"):
        if getattr(item, name) is None:
            raise InvalidValue(f"{field}.{name}", f"{field}.{name} is required")
    spoken = item.role == "assistant"
    if isinstance(item.content, str):
        content = [_text_part(item.content, spoken=spoken)]
    else:
        content = [_part(part) for part in item.content or ()]
    identifier = item.id or new_id(PREFIXES["message"])
    return {"id": identifier, "type": "message", "status": "completed", "role": item.role, "content": content}


def _text_part(text: str, *, spoken: bool) -> Item:
    if spoken:
        return {"type": "output_text", "annotations": [], "logprobs": [], "text": text}
    return {"type": "input_text", "text": text}


def _part(part: InputPart) -> Item:
    return {**_LEFT_OUT.get(part.type, {}), **part.model_dump(exclude_unset=True)}


_LEFT_OUT: dict[str, Item] = {"input_image": {"detail": "auto"}, "output_text": {"annotations": [], "logprobs": []}}
"""What clients leave out of a part, and its types need."""


def prompt_of(instructions: str | None, items: Sequence[Item], more: tuple[str, ...]) -> Prompt:
    """What counts as input, and the last user message, which is echoed; without one, the last message of any kind."""
    messages = [item for item in items if item["type"] == "message"]
    asked = [message for message in messages if message["role"] == "user"] or messages
    overhead = TOKENS_PER_REPLY + (TOKENS_PER_MESSAGE if instructions else 0)
    overhead += sum(TOKENS_PER_MESSAGE * (item["type"] == "message") + _unread_tokens(item) for item in items)
    texts = [text for item in items for text in _texts(item) if text]
    before = ("developer", instructions) if instructions else ()
    return Prompt((*before, *texts, *more), "".join(_text(asked[-1])) if asked else "", overhead)


def _texts(item: Item) -> list[str]:
    """The texts of an item that count; reasoning that is given back does not."""
    match item["type"]:
        case "message":
            return [item["role"], *_text(item)]
        case "function_call":
            return [item["name"], item["arguments"]]
        case "custom_tool_call":
            return [item["name"], item["input"]]
        case _:
            return _text(item)


def _text(item: Item) -> list[str]:
    inside = item.get("content") if item["type"] == "message" else item.get("output")
    if isinstance(inside, str):
        return [inside]
    return [text for part in _parts(inside) for text in (*_words(part), _file_text(part)) if text]


def _words(part: Item) -> Iterable[str]:
    return [part[name] for name in ("text", "refusal") if isinstance(part.get(name), str)]


def _parts(inside: object) -> list[Item]:
    return [part for part in inside if isinstance(part, Mapping)] if isinstance(inside, list) else []


def _unread_tokens(item: Item) -> int:
    """The tokens of an item's images and of its files that are no text."""
    return sum(_part_tokens(part) for part in _parts(item.get("content")) + _parts(item.get("output")))


def _part_tokens(part: Item) -> int:
    if part.get("type") == "input_image":
        return LOW_IMAGE_TOKENS if part.get("detail") == "low" else IMAGE_TOKENS
    data = _file_bytes(part)
    return len(data) // BYTES_PER_TOKEN if data and not _file_text(part) else 0


def _file_text(part: Item) -> str:
    try:
        return _file_bytes(part).decode()
    except UnicodeDecodeError:
        return ""


def _file_bytes(part: Item) -> bytes:
    """What a file holds that came with the request, as a data URL or as plain base64."""
    data = part.get("file_data")
    if not isinstance(data, str):
        return b""
    try:
        return base64.b64decode(data.rpartition(",")[2], validate=True)
    except (ValueError, binascii.Error):
        return b""
