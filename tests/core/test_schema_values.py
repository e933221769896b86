"""Values made from JSON schemas: what the jsonschema library accepts, always the same, and never much."""

from __future__ import annotations

import json
from enum import Enum
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from pydantic import BaseModel, Field

from mockpanel.core.schema_checks import fits
from mockpanel.core.schema_values import ANY_OBJECT, LARGEST, MOST_VALUES, example
from tests.core.larger_schemas import LARGER
from tests.core.schemas import CHOOSY, SCHEMAS, Schema, flaws


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Node(BaseModel):
    value: int
    next: Node | None = None


class Tree(BaseModel):
    name: str
    children: list[Tree]


class Order(BaseModel):
    colour: Colour
    size: Literal["s", "m"]
    price: float = Field(gt=0, lt=1)
    note: str | None
    tags: list[str] = Field(min_length=2)
    counts: dict[str, int]
    either: int | str | Node


STRICT: dict[str, Schema] = {
    "an expression of several kinds": {
        "type": "object",
        "properties": {"item": {"anyOf": [{"$ref": "#/$defs/user"}, {"$ref": "#/$defs/address"}]}},
        "required": ["item"],
        "additionalProperties": False,
        "$defs": {
            "user": {"type": "object", "properties": {"age": {"type": "number"}}, "required": ["age"]},
            "address": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
        },
    },
    "a page that holds pages": {
        "type": "object",
        "properties": {
            "type": {"type": "string", "enum": ["div", "button"]},
            "children": {"type": "array", "items": {"$ref": "#"}},
        },
        "required": ["type", "children"],
        "additionalProperties": False,
    },
    "a list that ends with null": {
        "type": "object",
        "properties": {"head": {"$ref": "#/$defs/node"}},
        "required": ["head"],
        "$defs": {
            "node": {
                "type": "object",
                "properties": {
                    "value": {"type": "number"},
                    "next": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]},
                },
                "required": ["value", "next"],
            }
        },
    },
}
"""What OpenAI's guide to structured outputs shows."""


@settings(max_examples=150)
@given(schema=SCHEMAS)
def test_a_value_is_one_that_its_schema_allows_and_always_the_same(schema: Schema) -> None:
    value = example(schema, "Hello")

    assert flaws(value, schema) == []
    assert value == example(json.loads(json.dumps(schema)), "Hello")
    assert fits(json.dumps(value), schema)


@settings(max_examples=150)
@given(schema=CHOOSY)
def test_an_object_has_those_members_that_may_stand_together(schema: Schema) -> None:
    assert flaws(example(schema, "Hello"), schema) == []


@pytest.mark.parametrize("model", [Node, Tree, Order], ids=lambda model: model.__name__)
def test_a_pydantic_model_reads_the_value_of_its_own_schema(model: type[BaseModel]) -> None:
    value = example(model.model_json_schema(), "Hello")

    model.model_validate(value)


@pytest.mark.parametrize("schema", [*STRICT.values(), *LARGER.values()], ids=[*STRICT, *LARGER])
def test_schemas_of_the_guide_and_of_the_larger_standard_are_met(schema: Schema) -> None:
    assert flaws(example(schema, "Hello"), schema) == []


def test_a_schema_that_refers_to_itself_ends_soon() -> None:
    assert example(Node.model_json_schema()) == {"value": 1, "next": None}
    assert example(STRICT["a page that holds pages"]) == {"type": "div", "children": []}
    assert example(STRICT["a list that ends with null"]) == {"head": {"value": 1, "next": None}}


def test_a_member_that_wants_its_object_s_own_schema_wants_nothing_new() -> None:
    schema = {"properties": {"a": {}, "b": {}}, "dependentSchemas": {"a": {"$ref": "#"}, "b": {"required": ["c"]}}}

    assert list(example(schema)) == ["a", "b", "c"]


def test_the_first_free_string_is_the_text_and_others_tell_their_names() -> None:
    names = {"id": {"type": "string", "format": "uuid"}, "say": {"type": "string"}, "more": {"type": "string"}}

    value = example({"type": "object", "properties": names}, "Hello")

    assert value == {"id": "3fa85f64-5717-4562-b3fc-000000000001", "say": "Hello", "more": "sample more"}


def test_as_few_members_as_may_be_are_left_out_and_the_text_stays() -> None:
    strings = {name: {"type": "string"} for name in "abcd"}

    value = example({"properties": strings, "not": {"required": ["b", "c"]}}, "Hello")

    assert value == {"a": "Hello", "b": "sample b", "d": "sample d"}


def test_members_come_in_the_order_that_is_asked_for() -> None:
    schema = {"properties": {"a": {}, "b": {}, "c": {}}, "required": ["z"], "propertyOrdering": ["c", 5, "z", "y", "b"]}

    assert list(example(schema)) == ["c", "z", "b", "a"]


def test_any_object_holds_the_text() -> None:
    assert example(ANY_OBJECT, "Hello") == {"answer": "Hello"}
    assert example(ANY_OBJECT) == {}


def test_an_example_and_a_default_go_before_a_value_that_is_made() -> None:
    assert example({"type": "integer", "default": 7}) == 7
    assert example({"type": "string", "examples": ["Rome", "Oslo"]}, "Hello") == "Rome"
    assert example({"anyOf": [{"type": "string"}, {"type": "null"}], "default": None}, "Hello") == "Hello"


def deep(levels: int) -> Schema:
    """Objects in each other that all must be there."""
    schema: Schema = {"type": "integer"}
    for _ in range(levels):
        schema = {"type": "object", "properties": {"in": schema}, "required": ["in"], "additionalProperties": False}
    return schema


def test_what_must_be_there_is_there_however_deep() -> None:
    schema = deep(70)

    assert flaws(example(schema), schema) == []


def test_many_properties_that_must_be_there_are_there() -> None:
    names = {f"p{place}": {"type": "integer" if place % 2 else "string"} for place in range(5000)}
    schema = {"type": "object", "properties": names, "required": list(names)}

    assert flaws(example(schema), schema) == []


ITSELF = {"$ref": "#"}
NAMES = [f"p{place}" for place in range(2000)]
HOSTILE: dict[str, Any] = {
    "long arrays of long strings": {
        "type": "array",
        "minItems": 10**9,
        "items": {"type": "array", "minItems": 10**9, "items": {"type": "string", "minLength": 10**9}},
    },
    "itself": ITSELF,
    "either itself or itself": {"anyOf": [ITSELF, ITSELF]},
    "both itself and itself": {"allOf": [ITSELF, ITSELF]},
    "not itself": {"not": ITSELF},
    "itself in a circle": {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}},
    "three of itself": {"type": "object", "required": list("abc"), "properties": dict.fromkeys("abc", ITSELF)},
    "thousands of itself": {"type": "object", "required": NAMES, "properties": dict.fromkeys(NAMES, ITSELF)},
    "arrays of itself": {"type": "array", "minItems": 3, "items": ITSELF},
    "many alternatives": {"oneOf": [{"type": "object", "properties": {"x": {"oneOf": [ITSELF] * 30}}}] * 30},
    "a large constant, often": {"type": "array", "minItems": 10**6, "items": {"const": "x" * 50_000}},
    "more different items than there are": {"type": "array", "uniqueItems": True, "minItems": 10**6, "items": True},
    "many things that do not fit": {"enum": list(range(100_000)), "type": "string"},
    "a pattern that explodes": {"type": "string", "pattern": "((a{9999}){9999}){9999}"},
    "a pattern of nothing": {"type": "string", "pattern": "((()*)*){9999}"},
    "a pattern that backtracks": {"type": "string", "pattern": "^(a+)+$", "minLength": 5000},
    "a number beyond all": {"type": "integer", "minimum": 10**4000},
    "very deep": deep(95),
    "an infinite constant": {"const": {"a": [float("inf")]}},
    "an infinite choice": {"enum": [float("inf")], "minimum": float("-inf"), "multipleOf": float("inf")},
    "nothing at all": False,
    "words of the wrong kind": {
        "type": {"of": 1},
        "properties": [1],
        "required": 5,
        "enum": {},
        "anyOf": {},
        "allOf": 7,
        "items": "x",
        "minItems": "many",
        "prefixItems": {},
        "pattern": 5,
        "format": [],
        "multipleOf": 0,
        "dependentRequired": {"a": 5},
        "examples": 3,
    },
    "words of the wrong kind in an object": {"type": "object", "required": [5, None, "a"], "properties": {"a": 5}},
    "words of the wrong kind in a number": {"type": "number", "minimum": "a", "maximum": None, "multipleOf": -1},
    "references that lead nowhere": {"anyOf": [{"$ref": "#/none/0"}, {"$ref": "http://example.com/x"}]},
}


@pytest.mark.parametrize("schema", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_schema_gets_something_small(schema: Any) -> None:
    value = example(schema, "Hello")

    assert len(json.dumps(value, allow_nan=False)) < 3 * LARGEST + 20 * MOST_VALUES
