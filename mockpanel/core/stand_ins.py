"""The models mock-a to mock-z, which stand for profiles: how they are written down. Knows no profile.

mock-a=gpt-4o-2024, mock-b=Groq Llama 3.3 70B (2026)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mockpanel.core.errors import InvalidValue
from mockpanel.core.sentences import show

PLAIN_MODEL = "mock-gpt4"
"""The model that is no profile, whatever profiles there are: the live defaults."""

SETTING = "mock_models"
_NAME = re.compile(r"mock-[a-z]")
_BETWEEN = re.compile(r",\s*(?=mock-[a-z]\s*=)", re.IGNORECASE)
"""Only where a model follows: a profile's name may hold commas."""


def stand_ins(text: str) -> dict[str, str]:
    """Profiles by the models that stand for them, of one line of text; raises InvalidValue."""
    found: dict[str, str] = {}
    for part in _BETWEEN.split(text) if text.strip() else ():
        model, equals, profile = (piece.strip() for piece in part.partition("="))
        if not equals:
            raise InvalidValue(SETTING, f"{SETTING} must be like mock-a=PROFILE, mock-b=PROFILE, got {show(text)}")
        if _model(model) in found:
            raise InvalidValue(SETTING, f"{SETTING} must name each model once, got {_model(model)} twice")
        found |= checked({model: profile})
    return found


def checked(document: Mapping[str, Any]) -> dict[str, str]:
    """The same of a JSON object, in which null stands for no profile; raises InvalidValue."""
    found = {}
    for name, profile in document.items():
        model = _model(name)
        if profile is None:
            continue
        if not isinstance(profile, str) or not profile.strip():
            raise InvalidValue(model, f"{model} must be the name of a profile, got {show(profile)}")
        found[model] = profile.strip()
    return dict(sorted(found.items()))


def _model(name: str) -> str:
    model = name.strip().lower()
    if not _NAME.fullmatch(model):
        raise InvalidValue(SETTING, f"{SETTING}: a model must be one of mock-a to mock-z, got {show(name)}")
    return model
