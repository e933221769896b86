"""Turns what pydantic found wrong into one sentence with the name, the bounds and the value.

Works for settings and for wire bodies alike; knows nothing of either.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from mockpanel.core.errors import InvalidValue
from mockpanel.core.sentences import field_path, number, show

_KINDS = {
    "string_type": "a string",
    "string_unicode": "valid Unicode text without lone surrogates",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
}
_NUMBER_TYPES = {"float_type", "float_parsing", "int_type", "int_parsing", "int_from_float"}
_BOUND_TYPES = {
    "greater_than",
    "greater_than_equal",
    "less_than",
    "less_than_equal",
    "finite_number",
    "int_parsing_size",
}


def bounds(metadata: Sequence[Any]) -> tuple[float | None, float | None]:
    """The smallest and largest value that a pydantic field's metadata allows; None where there is no bound."""
    low = next((m.ge for m in metadata if getattr(m, "ge", None) is not None), None)
    high = next((m.le for m in metadata if getattr(m, "le", None) is not None), None)
    return low, high


def refusal(error: ValidationError, model: type[BaseModel]) -> InvalidValue:
    """The first thing that is wrong, as one sentence with the name, the bounds and the value."""
    found = min(error.errors(include_url=False), key=lambda item: len(item["loc"]) == 0)
    location = tuple(part for part in found["loc"] if part not in _UNION_BRANCHES)
    path = field_path(location)
    kind = found["type"]
    if kind == "value_error":
        cause = found.get("ctx", {}).get("error")
        return cause if isinstance(cause, InvalidValue) else InvalidValue(path or None, str(cause))
    if kind == "missing":
        return InvalidValue(path, f"{path} is required")
    if kind == "extra_forbidden":
        known = ", ".join(model.model_fields)
        return InvalidValue(path, f"{path} is not a setting; the settings are {known}")
    return InvalidValue(
        path or None, f"{path or 'the body'} must be {_wanted(kind, found, model)}, got {show(found['input'])}"
    )


_UNION_BRANCHES = {"str", "int", "float", "bool", "nullable", "constrained-str", "constrained-int"}


def _wanted(kind: str, found: Any, model: type[BaseModel]) -> str:
    name = found["loc"][0] if found["loc"] else None
    field = model.model_fields.get(str(name)) or next((f for f in model.model_fields.values() if f.alias == name), None)
    low, high = bounds(field.metadata) if field is not None else (None, None)
    between = f"between {number(low)} and {number(high)}" if low is not None and high is not None else ""
    if kind in _NUMBER_TYPES:
        noun = "a whole number" if kind.startswith("int") else "a number"
        return f"{noun} {between}".rstrip()
    if kind in _BOUND_TYPES:
        if between:
            return between
        if low is not None:
            return f"at least {number(low)}"
        return "a finite number"
    if kind in ("literal_error", "enum"):
        return "one of " + str(found["ctx"]["expected"]).replace("'", "")
    if kind == "too_short":
        return f"a list of at least {found['ctx']['min_length']}"
    if kind == "too_long":
        return f"a list of at most {found['ctx']['max_length']}"
    return _KINDS.get(kind, str(found["msg"]).removeprefix("Input should be "))
