"""Models: `GET /v1/models` and `GET /v1/models/{id}` (OpenAI API reference, models)."""

from __future__ import annotations

from typing import Any

from mockpanel.core.encodings import model_names
from mockpanel.core.errors import RequestRefused
from mockpanel.core.sentences import show
from mockpanel.wire.openai_common import DEFAULT_MODEL, OWNER

CREATED = 1_700_000_000
"""One fixed second for all, so that two lists are equal."""


def listed_models() -> list[str]:
    """The names that the list shows and that strict servers accept: the mock's own, then tiktoken's."""
    return [DEFAULT_MODEL, *model_names()]


def model_object(name: str) -> dict[str, Any]:
    """One model."""
    return {"id": name, "object": "model", "created": CREATED, "owned_by": OWNER}


def model_list() -> dict[str, Any]:
    """All listed models."""
    return {"object": "list", "data": [model_object(name) for name in listed_models()]}


def check_model(name: str) -> None:
    """Raises RequestRefused (404, model_not_found) for a model that is not listed."""
    if name not in listed_models():
        raise RequestRefused(
            f"The model {show(name)} does not exist; GET /v1/models lists those that do.",
            status=404,
            code="model_not_found",
        )
