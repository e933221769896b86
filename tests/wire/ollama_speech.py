"""Speaks Ollama answers without a server, and reads them by the official client's own types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ollama import ChatResponse, GenerateResponse

from mockpanel.core.ledger import Ledger
from mockpanel.core.plan import StreamPlan
from mockpanel.wire.face import NOWHERE
from mockpanel.wire.ollama import CHAT_FACE, GENERATE_FACE, settings_in
from mockpanel.wire.overrides import collect
from mockpanel.wire.voice import Occasion, Voice
from tests.core.plans import plan_of, settings_with
from tests.wire.speaking import spoken

MESSAGES = [{"role": "user", "content": "Say hello."}]
TOOL = {
    "type": "function",
    "function": {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}},
}
CREATED = 1_769_092_737


def ollama_voice(
    *,
    chat: bool = True,
    defaults: Mapping[str, Any] | None = None,
    ledger: Ledger | None = None,
    **fields: Any,
) -> tuple[Voice, StreamPlan]:
    """The voice that answers a request with these fields, and what it was given to say."""
    face = CHAT_FACE if chat else GENERATE_FACE
    document = {"model": "llama3.2", **({"messages": MESSAGES} if chat else {"prompt": "Say hello."}), **fields}
    settings = settings_with(**{"mock_response": "Hello, World!", **(defaults or {})})
    plan = plan_of(face.parse(document, NOWHERE), settings, collect(settings_in(document), older_spellings=False))
    return face.voice(Occasion(plan, CREATED, ledger=Ledger() if ledger is None else ledger)), plan


def lines(size: int = 1, **fields: Any) -> list[dict[str, Any]]:
    """The answer line by line, each known to the client in every field."""
    text = spoken(*ollama_voice(**fields), size).decode()
    assert text.endswith("\n")
    found = [checked(json.loads(line)) for line in text.splitlines()]
    assert [line["done"] for line in found] == [False] * (len(found) - 1) + [True]
    return found


def whole(**fields: Any) -> dict[str, Any]:
    """The answer in one piece."""
    voice, _ = ollama_voice(stream=False, **fields)
    return checked(json.loads(voice.whole()))


def checked(line: dict[str, Any]) -> dict[str, Any]:
    """The line, which has no field that the client does not know, and what it needs."""
    kind = ChatResponse if "message" in line else GenerateResponse
    read = kind(**line).model_dump(exclude_unset=True)
    assert read == _without_ids(line)
    assert line.keys() >= {"model", "created_at", "done"}
    return line


def _without_ids(line: dict[str, Any]) -> dict[str, Any]:
    """A line without the ids of calls, which the service sends and the client drops."""
    message = line.get("message")
    if message is None or "tool_calls" not in message:
        return line
    calls = [{"function": call["function"]} for call in message["tool_calls"]]
    return {**line, "message": {**message, "tool_calls": calls}}


def text_of(found: list[dict[str, Any]]) -> str:
    """The text of all lines."""
    return "".join(line["message"]["content"] if "message" in line else line["response"] for line in found)


def thinking_of(found: list[dict[str, Any]]) -> str:
    """The reasoning of all lines."""
    return "".join(line.get("message", line).get("thinking", "") for line in found)


def calls_of(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The tool calls of all lines."""
    return [call for line in found for call in line.get("message", {}).get("tool_calls", ())]
