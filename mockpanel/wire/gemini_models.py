"""Gemini's models: their names in paths, and `GET /v1beta/models` in pages and one by one.

Gemini API reference, models.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from mockpanel.core.errors import InvalidValue
from mockpanel.core.sentences import show
from mockpanel.wire.models import LONGEST_NAME

PAGE_SIZE = 50
LARGEST_PAGE = 1000
METHODS = ["generateContent", "countTokens", "embedContent"]

_COLLECTION = re.compile(r"^(?:.*/)?(?:models|tunedModels|endpoints)/")
"""What stands before a model's name in a path: of Vertex AI with project, location and publisher."""


def model_name(path: str) -> str:
    """The name of a model, without the collection that it is in; raises InvalidValue where it is too long."""
    name = _COLLECTION.sub("", path)
    if not 1 <= len(name) <= LONGEST_NAME:
        raise InvalidValue("model", f"model must be a name of 1 to {LONGEST_NAME} characters, got {show(name)}")
    return name


def model_object(name: str) -> dict[str, Any]:
    """One model; its limits are those of the service's current ones."""
    return {
        "name": f"models/{name}",
        "version": "001",
        "displayName": name,
        "description": "Answers with what it is told to.",
        "inputTokenLimit": 1_048_576,
        "outputTokenLimit": 65_536,
        "supportedGenerationMethods": METHODS,
        "temperature": 1,
        "topP": 0.95,
        "topK": 64,
        "maxTemperature": 2,
        "thinking": True,
    }


def model_page(names: Sequence[str], query: Mapping[str, str]) -> dict[str, Any]:
    """The page that `pageSize` and `pageToken` ask for, with the token of the next; raises InvalidValue."""
    size = min(_whole(query, "pageSize", 1) or PAGE_SIZE, LARGEST_PAGE)
    start = _whole(query, "pageToken", 0) or 0
    more = {"nextPageToken": str(start + size)} if start + size < len(names) else {}
    return {"models": [model_object(name) for name in names[start : start + size]], **more}


def _whole(query: Mapping[str, str], name: str, least: int) -> int | None:
    text = query.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text) >= least):
        raise InvalidValue(name, f"{name} must be a whole number, at least {least}, got {show(text)}")
    return int(text)
