"""JSON schemas that some value meets, made at random, and the judge of values: the jsonschema library."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from jsonschema import Draft202012Validator

Schema = dict[str, Any]

NAMES = st.sampled_from(["name", "city", "élan", "a b", "x"])
SCALARS = st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5) | st.floats(-5, 5)
KNOWN_FORMATS = ["date", "time", "date-time", "email", "ipv4", "ipv6", "uuid", "hostname", "uri", "regex"]
PATTERNS = [
    "^[A-Z]{2}-[0-9]{3}$",
    "[a-z]+@[a-z]+",
    r"^\d+(\.\d{2})?$",
    "^(red|green|blue)$",
    "^[^a-z]{2,}$",
    r"^\w+\s\S+$",
    r"(ab?)\1",
    "^$",
    "a|b",
    ".",
]
OPEN_PATTERNS = [
    "^[A-Z]",
    "[0-9]$",
    r"\S",
    "a|b",
    "[0-9]{4}-",
    "[a-z]+@[a-z]+",
    r"\bword\b",
    "^x*$",
    "^(ab?)+$",
]
"""Patterns that texts of any length match."""

GROWING_FORMATS = ["email", "hostname", "uri", "regex"]


def flaws(value: object, schema: Schema) -> list[str]:
    """What is wrong with a value, by the library."""
    judge = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [error.message for error in judge.iter_errors(value)]


@st.composite
def numbers(draw: st.DrawFn) -> Schema:
    """A number or integer between bounds, open or closed, or a multiple."""
    kind = draw(st.sampled_from(["integer", "number"]))
    whole = st.integers(-1000, 1000)
    values = whole if kind == "integer" else whole | st.floats(-1000, 1000)
    inside = draw(whole)
    schema: Schema = {"type": kind}
    low, high = draw(st.none() | values), draw(st.none() | values)
    if low is not None:
        schema["minimum" if low <= inside else "exclusiveMinimum"] = min(low, inside - 1)
    if high is not None:
        schema["maximum" if high >= inside else "exclusiveMaximum"] = max(high, inside + 1)
    if draw(st.booleans()):
        schema["multipleOf"] = draw(st.sampled_from([1, 1.0, 0.5, 0.25]))
    return schema


@st.composite
def strings(draw: st.DrawFn) -> Schema:
    """A string of some length, form or pattern."""
    if draw(st.booleans()):
        return {"type": "string", "format": draw(st.sampled_from(KNOWN_FORMATS))}
    if draw(st.booleans()):
        return {"type": "string", "pattern": draw(st.sampled_from(PATTERNS))}
    least = draw(st.integers(0, 30))
    if draw(st.booleans()):
        return {"type": "string", "pattern": draw(st.sampled_from(OPEN_PATTERNS)), "minLength": least}
    if draw(st.booleans()):
        return {"type": "string", "format": draw(st.sampled_from(GROWING_FORMATS)), "minLength": 2 * least}
    bounds = {"minLength": least, "maxLength": least + draw(st.integers(0, 20))}
    return {"type": "string", **{name: bounds[name] for name in draw(st.sets(st.sampled_from(sorted(bounds))))}}


LISTED = st.one_of(
    st.builds(lambda value: {"const": value}, SCALARS),
    st.builds(lambda values: {"enum": values}, st.lists(SCALARS, min_size=1, max_size=5)),
    st.just({"type": ["string", "null"]}),
    st.just({"type": "boolean"}),
    st.just({"type": "null"}),
    st.just({}),
)


def _objects(children: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    @st.composite
    def made(draw: st.DrawFn) -> Schema:
        properties = draw(st.dictionaries(NAMES, children, max_size=4))
        required = draw(st.lists(st.sampled_from(sorted(properties)), unique=True)) if properties else []
        schema: Schema = {"type": "object", "properties": properties, "required": required}
        if draw(st.booleans()):
            schema["additionalProperties"] = draw(st.just(False) | children)
        if draw(st.booleans()):
            schema["maxProperties"] = len(required) + draw(st.integers(0, 2))
        if schema.get("additionalProperties") is not False and draw(st.booleans()):
            schema["minProperties"] = min(draw(st.integers(0, 6)), schema.get("maxProperties", 6))
        return schema

    return made()


def _arrays(children: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    @st.composite
    def made(draw: st.DrawFn) -> Schema:
        least = draw(st.integers(0, 4))
        schema: Schema = {"type": "array", "items": draw(children), "minItems": least}
        if draw(st.booleans()):
            schema["maxItems"] = least + draw(st.integers(0, 3))
        if draw(st.booleans()):
            schema["prefixItems"] = draw(st.lists(children, max_size=3))
        return schema

    return made()


def _distinct() -> st.SearchStrategy[Schema]:
    """Arrays without two equal items, of kinds that have enough different ones."""
    items = st.sampled_from(
        [
            {"type": "integer", "minimum": 3, "maximum": 9},
            {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
            {"type": "string", "maxLength": 2},
            {"type": "string", "format": "uuid"},
            {"type": "string", "pattern": "^[a-c][0-9]$"},
            {"enum": ["a", "b", 1, True, None]},
            {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]},
            {"anyOf": [{"type": "boolean"}, {"type": "integer"}]},
        ]
    )
    return st.builds(
        lambda item, count: {"type": "array", "items": item, "minItems": count, "uniqueItems": True},
        items,
        st.integers(0, 5),
    )


def _combined(children: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    several = st.lists(children, min_size=1, max_size=3)
    return st.one_of(
        st.builds(lambda options: {"anyOf": options}, several),
        st.builds(lambda part: {"allOf": [part]}, children),
        st.builds(lambda part: {"anyOf": [part, {"type": "null"}]}, children),
    )


DEFINED = {"a b": "#/$defs/a%20b", "a/b": "#/$defs/a~1b/allOf/0"}
"""The parts of a schema that others refer to, and how they do."""

_LEAVES = numbers() | strings() | LISTED | _distinct()
_NESTED = st.recursive(
    _LEAVES | st.sampled_from([{"$ref": path} for path in DEFINED.values()]),
    lambda children: st.one_of(_objects(children), _arrays(children), _combined(children)),
    max_leaves=8,
)

SCHEMAS = st.builds(
    lambda schema, one, other: {**schema, "$defs": {"a b": one, "a/b": {"allOf": [other]}}}, _NESTED, _LEAVES, _LEAVES
)
"""Schemas that some value meets."""


@st.composite
def _choosy(draw: st.DrawFn) -> Schema:
    """An object that some of its members do, and with it what says so in roundabout ways."""
    names = draw(st.lists(NAMES, min_size=2, unique=True))
    there = draw(st.lists(st.sampled_from(names), min_size=1, max_size=len(names) - 1, unique=True))
    gone = [name for name in names if name not in there]
    inside, outside = {"required": [draw(st.sampled_from(there))]}, {"required": [draw(st.sampled_from(gone))]}
    said: list[Schema] = [
        {"not": {"required": [*outside["required"], *draw(st.lists(st.sampled_from(there)))]}},
        {"oneOf": draw(st.permutations([inside, outside]))},
        {"anyOf": draw(st.permutations([{**inside, "not": outside}, {**outside, "not": inside}]))},
        {"if": inside, "then": {"not": outside}},
        {"dependentSchemas": {inside["required"][0]: {"not": outside}}},
        {"dependentSchemas": {inside["required"][0]: {"properties": {"new": {"type": "null"}}, "required": ["new"]}}},
        {"maxProperties": len(there) + 1, "minProperties": 1},
    ]
    properties = {name: draw(numbers() | strings()) for name in names}
    return {"type": "object", "properties": properties, "allOf": draw(st.lists(st.sampled_from(said), max_size=2))}


CHOOSY = _choosy()
"""Schemas of objects that not all of their members are allowed in at once."""
