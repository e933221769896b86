"""What each keyword of a JSON schema says of a value by itself, without the schemas in it. Pure; knows no patterns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any

from mockpanel.core.schema_reading import exact, identity, kinds_of, limit


def holds(word: str, value: Any, wanted: Any) -> bool:
    """Whether what a word alone says holds of a value; a word that says nothing of such values always does."""
    match word:
        case "type":
            kinds = kinds_of({"type": wanted})
            return not kinds or any(_is_kind(value, kind) for kind in kinds)
        case "const":
            return identity(value) == identity(wanted)
        case "enum":
            return not isinstance(wanted, list) or any(identity(value) == identity(item) for item in wanted)
        case "required":
            listed = wanted if isinstance(wanted, list) else []
            return not isinstance(value, dict) or all(name in value for name in listed if isinstance(name, str))
        case "dependentRequired":
            return not isinstance(value, dict) or not isinstance(wanted, dict) or _depends(value, wanted)
        case "uniqueItems":
            unique = wanted is True and isinstance(value, list)
            return not unique or len({identity(item) for item in value}) == len(value)
    return _measures(word, value, wanted)


def _measures(word: str, value: Any, wanted: Any) -> bool:
    kind, compare = _MEASURES.get(word, (None, None))
    if compare is None or not isinstance(value, kind or ()) or isinstance(value, bool):
        return True
    if word in _LENGTHS:
        length = limit(wanted)
        return length is None or compare(len(value), length)
    number, bound = exact(value), exact(wanted)
    return number is None or bound is None or compare(number, bound)


_LENGTHS = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")
_MEASURES: dict[str, tuple[Any, Callable[[Any, Any], bool]]] = {
    "minLength": (str, lambda length, least: length >= least),
    "maxLength": (str, lambda length, most: length <= most),
    "minItems": (list, lambda length, least: length >= least),
    "maxItems": (list, lambda length, most: length <= most),
    "minProperties": (dict, lambda length, least: length >= least),
    "maxProperties": (dict, lambda length, most: length <= most),
    "minimum": ((int, float), lambda number, least: number >= least),
    "maximum": ((int, float), lambda number, most: number <= most),
    "exclusiveMinimum": ((int, float), lambda number, bound: number > bound),
    "exclusiveMaximum": ((int, float), lambda number, bound: number < bound),
    "multipleOf": ((int, float), lambda number, step: step <= 0 or number % step == 0),
}


def _is_kind(value: Any, kind: str) -> bool:
    match kind:
        case "null":
            return value is None
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
            return whole and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "string":
            return isinstance(value, str)
        case "array":
            return isinstance(value, list)
    return kind != "object" or isinstance(value, dict)


def _depends(value: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return all(
        needed in value
        for name, others in wanted.items()
        if name in value and isinstance(others, Sequence)
        for needed in islice(others, 1000)
    )
