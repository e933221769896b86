"""Speaks Gemini answers without a server, and reads them as strictly as the official client's own types allow."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from google.genai import types

from mockpanel.core.plan import StreamPlan
from mockpanel.wire.face import Where
from mockpanel.wire.gemini import parse, settings_in
from mockpanel.wire.gemini_voice import GeminiVoice
from mockpanel.wire.overrides import collect
from mockpanel.wire.voice import Occasion
from tests.core.plans import plan_of, settings_with
from tests.wire.speaking import spoken

CONTENTS = [{"role": "user", "parts": [{"text": "Say hello."}]}]
WEATHER = {"functionDeclarations": [{"name": "weather", "parameters": {"type": "OBJECT", "properties": {"city": {}}}}]}


def gemini_voice(
    *, stream: bool = False, alt: str = "sse", defaults: Mapping[str, Any] | None = None, **fields: Any
) -> tuple[GeminiVoice, StreamPlan]:
    """The voice that answers a request with these fields, and what it was given to say."""
    document = {"contents": CONTENTS, **fields}
    ask = parse(document, Where({"model": "models/gemini-2.5-flash"}, {"alt": alt}), stream=stream)
    settings = settings_with(**{"mock_response": "Hello, World!", **(defaults or {})})
    plan = plan_of(ask, settings, collect(settings_in(document), older_spellings=False))
    return GeminiVoice(Occasion(plan, 0)), plan


def whole(**fields: Any) -> dict[str, Any]:
    """The answer in one piece, which the client's types know in every field."""
    voice, _ = gemini_voice(**fields)
    return checked(json.loads(voice.whole()))


def events(size: int = 1, **fields: Any) -> list[dict[str, Any]]:
    """The answer's chunks as server-sent events."""
    frames = spoken(*gemini_voice(stream=True, **fields), size).decode()
    *blocks, rest = frames.split("\n\n")
    assert rest == ""
    assert all(block.startswith("data: ") and "\n" not in block for block in blocks)
    return [checked(json.loads(block.removeprefix("data: "))) for block in blocks]


def array(**fields: Any) -> list[dict[str, Any]]:
    """The answer's chunks as one JSON array."""
    frames = spoken(*gemini_voice(stream=True, alt="json", **fields))
    return [checked(chunk) for chunk in json.loads(frames)]


def checked(response: dict[str, Any]) -> dict[str, Any]:
    """The response, which has all that the service sends and nothing that the client does not know."""
    types.GenerateContentResponse.model_validate(response)  # refuses unknown fields in all depths
    assert response.keys() - {"candidates", "promptFeedback"} == {"usageMetadata", "modelVersion", "responseId"}
    usage = response["usageMetadata"]
    parts = usage["promptTokenCount"] + usage["candidatesTokenCount"] + usage.get("thoughtsTokenCount", 0)
    assert usage["totalTokenCount"] == parts
    for candidate in response.get("candidates", ()):
        assert candidate["content"]["role"] == "model"
        assert isinstance(candidate["index"], int)
    return response


def parts_of(chunks: list[dict[str, Any]], index: int = 0) -> list[dict[str, Any]]:
    """All parts of one candidate."""
    found = [candidate for chunk in chunks for candidate in chunk["candidates"] if candidate["index"] == index]
    return [part for candidate in found for part in candidate["content"]["parts"]]


def text_of(chunks: list[dict[str, Any]], index: int = 0, *, thought: bool = False) -> str:
    """The text of one candidate, or of its thoughts."""
    found = [part for part in parts_of(chunks, index) if part.get("thought", False) is thought]
    return "".join(part.get("text", "") for part in found)


def reasons(chunks: list[dict[str, Any]]) -> list[str]:
    """Why candidates ended, in the order in which they did."""
    found = [candidate for chunk in chunks for candidate in chunk["candidates"]]
    return [candidate["finishReason"] for candidate in found if "finishReason" in candidate]
