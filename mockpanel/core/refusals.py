"""Turns what pydantic found wrong into one sentence with the name, the bounds and the value.

Works for settings and for wire bodies alike; knows nothing of either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from mockpanel.core.errors import InvalidValue
from mockpanel.core.sentences import field_path, number, shorten, show

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
_NUMBER_TYPES = {"float_type": "a number", "float_parsing": "a number"}
_WHOLE_TYPES = {"int_type", "int_parsing", "int_from_float"}
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
    found = error.errors(include_url=False)
    first = found[0]
    if first["type"] == "extra_forbidden":
        name = shorten(str(first["loc"][-1])) or show("")
        return InvalidValue(name, f"{name} is not a setting; the settings are {', '.join(model.model_fields)}")
    location, alternatives = _union(found)
    path = field_path(location)
    if first["type"] == "value_error":
        cause = first.get("ctx", {}).get("error")
        return cause if isinstance(cause, InvalidValue) else InvalidValue(path or None, str(cause))
    if first["type"] == "missing" and not alternatives:
        return InvalidValue(path, f"{path} is required")
    wanted = " or ".join(alternatives) if alternatives else _wanted(first, model)
    value = _at(error, location) if alternatives else first["input"]
    return InvalidValue(path or None, f"{path or 'the body'} must be {wanted}, got {show(value)}")


def _union(found: Sequence[Any]) -> tuple[tuple[int | str, ...], list[str]]:
    """Where several kinds are allowed and none fits, pydantic tells of each: the place, and what each wants.

    The branch of a union stands in the location as a name that is no field's: a type, or list[…].
    """
    location = found[0]["loc"]
    branch = next((place for place, part in enumerate(location) if place and _is_branch(part)), None)
    if branch is None:
        return location, []
    place = location[:branch]
    inside = {
        item["loc"][branch]: item
        for item in reversed(found)
        if any(isinstance(part, str) for part in item["loc"][branch + 1 :])
    }
    if len(inside) == 1:  # one kind fits so far that something inside it is wrong: tell of that
        (item,) = inside.values()
        found[0].update(item)
        deeper, alternatives = _union([{**item, "loc": (*place, *item["loc"][branch + 1 :])}])
        return deeper, alternatives
    kinds = [_branch_words(str(item["loc"][branch])) for item in found if item["loc"][:branch] == place]
    return place, list(dict.fromkeys(kinds))


def _is_branch(part: int | str) -> bool:
    return isinstance(part, str) and (part in _BRANCHES or part.startswith(("list[", "constrained-", "nullable")))


_BRANCHES = {"str": "a string", "int": "a whole number", "float": "a number", "bool": "true or false"}


def _branch_words(branch: str) -> str:
    if branch.startswith("list["):
        inside = branch.removeprefix("list[")
        if inside.startswith("list["):
            return "a list of lists of token numbers"
        return {"str": "a list of strings", "con": "a list of token numbers"}.get(inside[:3], "a list of parts")
    if branch.startswith("literal["):
        *words, last = branch.removeprefix("literal[").removesuffix("]").replace("'", "").split(",")
        return f"one of {', '.join(words)} or {last}" if words else last
    return _BRANCHES.get(branch, branch)


def _at(error: ValidationError, location: Sequence[int | str]) -> Any:
    """The value at a place of what was validated, found through the first error's own input."""
    for item in error.errors(include_url=False):
        if tuple(item["loc"][:-1]) == tuple(location):
            return item["input"]
    return error.errors(include_url=False)[0]["input"]


def _wanted(found: Mapping[str, Any], model: type[BaseModel]) -> str:
    """What would have been right, in words with bounds."""
    kind, context = str(found["type"]), found.get("ctx", {})
    field = _field_at(model, found["loc"])
    low, high = bounds(field.metadata) if field is not None else (None, None)
    between = f"between {number(low)} and {number(high)}" if low is not None and high is not None else ""
    if kind in _WHOLE_TYPES:
        return f"a whole number {between}".rstrip()
    if kind in _NUMBER_TYPES:
        return f"a number {between}".rstrip()
    if kind in _BOUND_TYPES:
        return between or _one_bound(kind, context)
    match kind:
        case "literal_error" | "enum":
            return "one of " + str(context["expected"]).replace("'", "")
        case "too_short":
            return f"a list of at least {context['min_length']}"
        case "too_long":
            return f"a list of at most {context['max_length']}"
        case "string_too_short":
            return f"at least {context['min_length']} characters"
        case "string_too_long":
            return f"at most {context['max_length']} characters"
        case "missing":
            return "there"
        case _:
            return _KINDS.get(kind, str(found["msg"]).removeprefix("Input should be "))


def _field_at(model: type[BaseModel], location: Sequence[int | str]) -> FieldInfo | None:
    """The field at a place, in a model or one within it; None for what stands in a list or in a free object."""
    field: FieldInfo | None = None
    inside: type[BaseModel] | None = model
    for part in location:
        fields = inside.model_fields.items() if inside is not None else ()
        field = next((found for name, found in fields if part in (name, found.alias)), None)
        kinds = (field.annotation, *get_args(field.annotation)) if field is not None else ()
        inside = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)
    return field


def _one_bound(kind: str, context: Mapping[str, Any]) -> str:
    for name, words in (("ge", "at least"), ("gt", "more than"), ("le", "at most"), ("lt", "less than")):
        if name in context:
            return f"{words} {number(context[name])}"
    return "a finite number" if kind == "finite_number" else "a smaller number"
