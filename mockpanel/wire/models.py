"""Which models there are, for every protocol alike. Knows not how a protocol shows them."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable

from mockpanel.core.encodings import model_names
from mockpanel.core.errors import RequestRefused
from mockpanel.core.sentences import show
from mockpanel.core.stand_ins import PLAIN_MODEL

DEFAULT_MODEL = PLAIN_MODEL

LONGEST_NAME = 512

CheckModel = Callable[[str, Container[str]], None]
"""Raises RequestRefused for a name that is neither a listed model nor among the profiles' names."""


def listed_models(profiles: Iterable[str] = ()) -> list[str]:
    """The names that the list shows and that strict servers accept: the mock's own, then profiles, then tiktoken's."""
    return list(dict.fromkeys((DEFAULT_MODEL, *profiles, *model_names())))


def check_name(name: str) -> None:
    """Raises RequestRefused for a name that is too long for any model."""
    if len(name) > LONGEST_NAME:
        raise RequestRefused(f"a model's name must be at most {LONGEST_NAME} characters", param="model")


def check_model(name: str, profiles: Container[str] = ()) -> None:
    """Raises RequestRefused (404, model_not_found) for a model that is not listed, nor among the profiles' names."""
    if name not in listed_models() and name not in profiles:
        raise RequestRefused(
            f"The model {show(name)} does not exist; GET /v1/models lists those that do.",
            status=404,
            code="model_not_found",
        )
