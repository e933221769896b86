"""Models: `GET /v1/models` and `GET /v1/models/{id}` (OpenAI API reference, models)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mockpanel.wire.models import listed_models
from mockpanel.wire.openai_common import OWNER

CREATED = 1_700_000_000
"""One fixed second for all, so that two lists are equal."""


def model_object(name: str) -> dict[str, Any]:
    """One model."""
    return {"id": name, "object": "model", "created": CREATED, "owned_by": OWNER}


def model_list(profiles: Iterable[str] = ()) -> dict[str, Any]:
    """All listed models."""
    return {"object": "list", "data": [model_object(name) for name in listed_models(profiles)]}
