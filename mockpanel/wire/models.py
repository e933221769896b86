"""Which models there are, for every protocol alike. Knows not how a protocol shows them."""

from __future__ import annotations

from mockpanel.core.encodings import model_names
from mockpanel.core.errors import RequestRefused
from mockpanel.core.sentences import show

DEFAULT_MODEL = "mock-gpt4"

LONGEST_NAME = 512


def listed_models() -> list[str]:
    """The names that the lists show and that strict servers accept: the mock's own, then tiktoken's."""
    return [DEFAULT_MODEL, *model_names()]


def check_name(name: str) -> None:
    """Raises RequestRefused for a name that is too long for any model."""
    if len(name) > LONGEST_NAME:
        raise RequestRefused(f"a model's name must be at most {LONGEST_NAME} characters", param="model")


def check_model(name: str) -> None:
    """Raises RequestRefused (404, model_not_found) for a model that is not listed."""
    if name not in listed_models():
        raise RequestRefused(
            f"The model {show(name)} does not exist; GET /v1/models lists those that do.",
            status=404,
            code="model_not_found",
        )
