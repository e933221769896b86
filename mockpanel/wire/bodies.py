"""What every protocol does with a request's body: makes it a typed request. Knows no protocol."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from mockpanel.core.refusals import refusal

SomeRequest = TypeVar("SomeRequest", bound=BaseModel)


def understood(model: type[SomeRequest], document: Mapping[str, Any]) -> SomeRequest:
    """The typed request; raises InvalidValue that names the first wrong field."""
    try:
        return model.model_validate(document)
    except ValidationError as error:
        raise refusal(error, model) from None


def body_itself(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Where settings stand in a body, if a protocol says nothing else: among its own fields."""
    return document
