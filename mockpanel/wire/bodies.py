"""Reads a request's body: bytes to JSON, JSON to the typed request of a protocol. Knows no protocol."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import islice
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from mockpanel.core.errors import InvalidValue
from mockpanel.core.refusals import refusal
from mockpanel.core.sentences import field_path

SEARCHED_VALUES = 10_000

SomeRequest = TypeVar("SomeRequest", bound=BaseModel)


def read_body(body: bytes) -> dict[str, Any]:
    """The JSON object of a request body; raises InvalidValue for what is not JSON, not an object, or too deep."""
    try:
        document = from_json(body, allow_inf_nan=False)
    except ValueError as error:
        document = _with_nan(body, str(error))
    if not isinstance(document, dict):
        raise InvalidValue(None, "the request body must be a JSON object")
    return document


def _with_nan(body: bytes, reason: str) -> Any:
    """Refuses a body that is not JSON; where NaN or Infinity is what is wrong, names the field if it is a plain one."""
    try:
        document = from_json(body, allow_inf_nan=True)
    except ValueError:
        raise InvalidValue(None, f"the request body is not valid JSON: {reason}") from None
    place = _not_finite(document)
    if place is None:
        raise InvalidValue(None, "the request body is not valid JSON: it holds NaN or Infinity")
    raise InvalidValue(place, f"{place} must be a finite number, got NaN or Infinity")


def _not_finite(document: Any) -> str | None:
    """The place of the first number that is none, looked for among the first SEARCHED_VALUES values."""
    waiting: list[tuple[Any, tuple[int | str, ...]]] = [(document, ())]
    for _ in range(SEARCHED_VALUES):
        if not waiting:
            break
        value, place = waiting.pop()
        if isinstance(value, float) and not math.isfinite(value):
            return field_path(place) or None
        inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        waiting += reversed([(item, (*place, name)) for name, item in islice(inside, SEARCHED_VALUES)])
    return None


def understood(model: type[SomeRequest], document: Mapping[str, Any]) -> SomeRequest:
    """The typed request; raises InvalidValue that names the first wrong field."""
    try:
        return model.model_validate(document)
    except ValidationError as error:
        raise refusal(error, model) from None


def body_itself(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Where settings stand in a body, if a protocol says nothing else: among its own fields."""
    return document
