"""What the checker says of values agrees with the jsonschema library, patterns and formats aside."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from mockpanel.core.schema_checks import Checker, fits
from tests.core.schemas import SCALARS, SCHEMAS, Schema

OBJECT: Schema = {"type": "object"}

VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcx"), inner), max_leaves=6
)


def allowed(schema: Any, value: Any) -> bool:
    return Checker(schema).allows(schema, value)


def without_patterns(schema: Any) -> Any:
    """The schema without what the checker leaves out."""
    if isinstance(schema, list):
        return [without_patterns(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {name: without_patterns(item) for name, item in schema.items() if name not in ("pattern", "format")}


@settings(max_examples=150)
@given(schema=SCHEMAS.map(without_patterns), value=VALUES)
def test_the_checker_agrees_with_the_library(schema: Schema, value: object) -> None:
    assert allowed(schema, value) == Draft202012Validator(schema).is_valid(value)


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"oneOf": [{"minimum": 1}, {"maximum": 5}]}, 7, 3),
        ({"not": {"type": "string"}}, 1, "x"),
        ({"if": {"minimum": 5}, "then": {"multipleOf": 2}, "else": {"multipleOf": 3}}, 3, 4),
        ({"if": {"minimum": 5}, "then": {"multipleOf": 2}}, 6, 7),
        ({"contains": {"const": 1}}, [2, 1], [2]),
        ({"contains": {"const": 1}, "maxContains": 1}, [1], [1, 1]),
        ({"dependentRequired": {"a": ["b"]}}, {"a": 1, "b": 2}, {"a": 1}),
        ({"dependentSchemas": {"a": {"required": ["b"]}}}, {"b": 1}, {"a": 1}),
        ({"propertyNames": {"maxLength": 1}}, {"a": 1}, {"aa": 1}),
        ({"uniqueItems": True}, [1, True, "1", [1], {"a": 1}], [1, 1.0]),
        ({"enum": [1, {"a": [None]}]}, {"a": [None]}, True),
        ({"const": 0}, 0.0, False),
        ({"type": "integer"}, 3.0, 3.5),
        ({"type": "STRING", "nullable": True}, None, 5),
        ({"multipleOf": 0.1}, 0.3, 0.35),
        ({"minLength": "2"}, "ab", "a"),
    ],
    ids=str,
)
def test_each_word_is_heeded(schema: Any, good: object, bad: object) -> None:
    assert allowed(schema, good)
    assert not allowed(schema, bad)


def test_nothing_passes_what_is_false() -> None:
    assert not allowed(False, None)
    assert not allowed({"properties": {"a": False}}, {"a": 1})


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#"},
        {"anyOf": [{"$ref": "#"}] * 3},
        {"not": {"$ref": "#"}},
        True,
        {"contains": {"const": 1}, "minContains": 0},
        {"enum": 5, "required": 3, "minimum": "x", "type": 7, "dependentRequired": 5, "multipleOf": 0, "allOf": 1},
    ],
    ids=str,
)
def test_what_says_nothing_or_leads_too_far_is_allowed(schema: Schema) -> None:
    assert allowed(schema, 5)


@pytest.mark.parametrize(
    ("text", "schema"),
    [
        ('{"a": 1}', OBJECT),
        ('{"a": 1}', {"properties": {"a": {"type": "integer"}}, "required": ["a"]}),
        ("[1]", {"type": "array"}),
        ('"x"', {}),
        ('{"a": "b"}', {"properties": {"a": {"pattern": "^c"}}}),
        ('{"a": ' + " " * 200_000 + "1}", OBJECT),
    ],
    ids=range(6),
)
def test_a_text_fits_where_it_is_json_of_the_schema(text: str, schema: Schema) -> None:
    assert fits(text, schema)


@pytest.mark.parametrize(
    ("text", "schema"),
    [
        ("Hello", OBJECT),
        ("", {}),
        ("[1]", OBJECT),
        ('{"a": "x"}', {"properties": {"a": {"type": "integer"}}}),
        ('{"b": 1}', {"required": ["a"]}),
        ("[" * 100_000, {"type": "array"}),
        ("Hello" + " " * 200_000, OBJECT),
    ],
    ids=range(7),
)
def test_a_text_does_not_fit_where_it_is_anything_else(text: str, schema: Schema) -> None:
    assert not fits(text, schema)


def test_patterns_are_heeded_where_that_is_wanted_and_quick() -> None:
    schema = {"pattern": "^a"}

    assert allowed(schema, "b")
    assert not Checker(schema, patterns=True).allows(schema, "b")
    assert Checker(schema, patterns=True).allows(schema, "ab")
    assert Checker(schema, patterns=True).allows({"pattern": "^(a+)+$"}, "a" * 100 + "b")
    assert Checker(schema, patterns=True).allows({"pattern": 5}, "b")


def test_what_is_too_much_to_look_through_can_be_called_not_allowed() -> None:
    assert not Checker({"$ref": "#"}).allows({"$ref": "#"}, 5, unsure=False)
