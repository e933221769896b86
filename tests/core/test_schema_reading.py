"""Schemas are read as the standard says: references, kinds, equality, and what two of them say together."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from mockpanel.core.schema_reading import exact, identity, kind_for, kinds_of, limit, merged, referred, words_of

ROOT = {"$defs": {"a b": {"x": 1}, "a/b": [{"y": 2}], "a~b": 3}}


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("#", ROOT),
        ("#/$defs/a%20b", {"x": 1}),
        ("#/$defs/a~1b/0", {"y": 2}),
        ("#/$defs/a~0b", 3),
        ("#/$defs/none", {}),
        ("#/$defs/a~1b/9", {}),
        ("#/$defs/a~0b/deeper", {}),
    ],
)
def test_a_reference_leads_to_its_place_or_to_an_empty_schema(reference: str, found: object) -> None:
    assert referred(ROOT, reference) == found


@pytest.mark.parametrize(
    ("schema", "kinds"),
    [
        ({"type": "STRING"}, ("string",)),
        ({"type": ["null", "integer"]}, ("null", "integer")),
        ({"type": "string", "nullable": True}, ("string", "null")),
        ({"required": ["a"]}, ("object",)),
        ({"items": {}}, ("array",)),
        ({"minimum": 1}, ("number",)),
        ({"minLength": 1}, ()),
        ({}, ()),
    ],
    ids=str,
)
def test_the_kinds_are_those_that_are_named_or_else_meant(schema: dict[str, Any], kinds: tuple[str, ...]) -> None:
    assert kinds_of(schema) == kinds


@pytest.mark.parametrize(
    ("schema", "kinds"),
    [
        ({"type": ["boolean", "null"]}, ["boolean", "boolean", "null", "null"]),
        ({"type": ["null", "string"]}, ["string"] * 4),
        ({"type": "boolean"}, ["boolean"] * 4),
        ({"type": []}, ["null"] * 4),
        ({}, ["string"] * 4),
    ],
    ids=str,
)
def test_each_turn_is_for_a_type_that_has_another_value_left(schema: dict[str, Any], kinds: list[str]) -> None:
    assert [kind_for(schema, turn)[0] for turn in range(4)] == kinds


@pytest.mark.parametrize("name", ["https://x.y/z", "https://x.y/z#"])
def test_a_reference_may_name_the_document_itself(name: str) -> None:
    root = {"$id": name, "$defs": {"a": 1}}

    assert referred(root, "https://x.y/z#/$defs/a") == 1
    assert referred(root, "https://x.y/z") == root
    assert referred(root, "https://other/z#/$defs/a") == {}


def test_only_known_words_are_read_however_many_there_are() -> None:
    assert words_of({"type": "null", "title": "x"}) == {"type": "null"}
    assert words_of({"type": "null", **{f"x{place}": place for place in range(100)}}) == {"type": "null"}
    assert words_of(True) == words_of("nonsense") == {}
    assert words_of(False) == {"not": {}}


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ({"minimum": 1}, {"minimum": 3}, {"minimum": 3}),
        ({"maxLength": 1}, {"maxLength": 3}, {"maxLength": 1}),
        ({"enum": [1, 2, 3]}, {"enum": [3.0, 2]}, {"enum": [2, 3]}),
        ({"required": ["a"]}, {"required": ["b", "a"]}, {"required": ["a", "b"]}),
        ({"type": "number"}, {"type": ["integer", "null"]}, {"type": ["integer"]}),
        ({"type": "integer"}, {"type": ["integer", "null"]}, {"type": ["integer"]}),
        ({"multipleOf": 4}, {"multipleOf": 6}, {"multipleOf": 12}),
        ({"multipleOf": 0.5}, {"multipleOf": 0.75}, {"multipleOf": 1.5}),
        ({"items": {"minimum": 1}}, {"items": {"maximum": 2}}, {"items": {"allOf": [{"minimum": 1}, {"maximum": 2}]}}),
        ({"anyOf": [1, 2]}, {"anyOf": [3]}, {"anyOf": [{"allOf": [1, 3]}, {"allOf": [2, 3]}]}),
        ({"not": {"const": 1}}, {"not": {"const": 2}}, {"not": {"anyOf": [{"const": 1}, {"const": 2}]}}),
        ({"pattern": "a"}, {"pattern": "b"}, {"pattern": "b"}),
        ({"type": "null"}, {"title": "x"}, {"type": "null"}),
    ],
    ids=str,
)
def test_two_schemas_say_together_what_both_say(one: Any, other: Any, together: Any) -> None:
    assert merged(one, other) == together


def test_numbers_are_exact_and_what_is_none_is_left_out() -> None:
    assert exact(0.1) == Fraction(1, 10)
    assert [exact(value) for value in (True, "1", None, 10**400, float("inf"))] == [None] * 5
    assert [limit(value) for value in (3, 3.0, "3", True, -1, "x", None, float("inf"))] == [3, 3, 3, *[None] * 5]


def test_equal_values_have_one_identity() -> None:
    assert identity({"a": [1, "x"]}) == identity({"a": [1.0, "x"]})
    assert len({identity(value) for value in (1, True, "1", None, [1], {"a": 1}, [], {})}) == 8
