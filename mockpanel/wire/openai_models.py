"""Models: `GET /v1/models` and `GET /v1/models/{id}` (OpenAI API reference, models)."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

from mockpanel.core.encodings import model_names
from mockpanel.core.errors import RequestRefused
from mockpanel.core.sentences import show
from mockpanel.wire.openai_common import DEFAULT_MODEL, OWNER

CREATED = 1_700_000_000
"""One fixed second for all, so that two lists are equal."""


def listed_models(profiles: Iterable[str] = ()) -> list[str]:
    """The names that the list shows and that strict servers accept: the mock's own, then profiles, then tiktoken's."""
    return list(dict.fromkeys((DEFAULT_MODEL, *profiles, *model_names())))


def model_object(name: str) -> dict[str, Any]:
    """One model."""
    return {"id": name, "object": "model", "created": CREATED, "owned_by": OWNER}


def model_list(profiles: Iterable[str] = ()) -> dict[str, Any]:
    """All listed models."""
    return {"object": "list", "data": [model_object(name) for name in listed_models(profiles)]}


def check_model(name: str, profiles: Container[str] = ()) -> None:
    """Raises RequestRefused (404, model_not_found) for a model that is not listed, nor among the profiles' names."""
    if name not in listed_models() and name not in profiles:
        raise RequestRefused(
            f"The model {show(name)} does not exist; GET /v1/models lists those that do.",
            status=404,
            code="model_not_found",
        )
