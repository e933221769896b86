"""A schema comes down to words and alternatives, and those that lead back into themselves come last."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from mockpanel.core.schema_options import KINDS, Reading, simplest

NODE: dict[str, Any] = {"type": "object", "properties": {"next": {"$ref": "#"}}}


def test_references_and_parts_of_all_are_taken_in() -> None:
    root = {"allOf": [{"$ref": "#/$defs/a"}, {"maximum": 5}], "minimum": 1, "$defs": {"a": {"type": "integer"}}}

    words, _ = Reading(root).flat(root)

    assert words == {"minimum": 1, "type": "integer", "maximum": 5}


def test_a_circle_of_references_comes_to_an_end() -> None:
    root = {"$ref": "#", "type": "null"}

    assert Reading(root).flat(root)[0] == {"type": "null"}


def test_alternatives_keep_what_is_said_beside_them() -> None:
    reading = Reading({})

    either = reading.choices({"minimum": 1, "anyOf": [{"maximum": 5}, True]})
    judged = reading.choices({"if": {"minimum": 1}, "else": {"maximum": 5}})

    assert [reading.flat(option)[0] for option in either] == [{"minimum": 1, "maximum": 5}, {"minimum": 1}]
    assert [reading.flat(option)[0] for option in judged] == [{"minimum": 1}, {"maximum": 5}]
    assert reading.choices({"type": "null"}) == []


def test_of_several_patterns_all_but_the_last_stay_beside_the_rest() -> None:
    root = {"allOf": [{"pattern": "a"}, {"$ref": "#/$defs/b"}], "pattern": "c", "$defs": {"b": {"pattern": "b"}}}

    assert Reading(root).flat(root)[0] == {"pattern": "b", "allOf": [{"pattern": "c"}, {"pattern": "a"}]}


def test_what_is_not_not_so_is_so() -> None:
    root = {"not": {"not": {"type": "integer"}}, "minimum": 1}

    assert Reading(root).flat(root)[0] == {"type": "integer", "minimum": 1}


def test_what_only_says_what_it_is_not_leaves_the_other_types() -> None:
    def kinds(schema: dict[str, Any]) -> list[str]:
        return [option["type"] for option in Reading({}).choices(schema)]

    assert kinds({"not": {"type": ["string", "number"]}}) == ["object", "array", "boolean", "null"]
    assert kinds({"not": {"const": 1}}) == list(KINDS)
    assert kinds({"type": ["string", "null"], "not": {"type": "string"}}) == ["null"]
    assert kinds({"type": "string", "not": {"type": "string"}}) == []


def test_schemas_of_members_that_will_be_there_are_taken_in() -> None:
    reading = Reading({})

    taken = reading.choices({"required": ["a"], "dependentSchemas": {"a": {"required": ["b"]}, "b": {"minimum": 1}}})

    assert [reading.flat(option)[0] for option in taken] == [
        {"required": ["a", "b"], "dependentSchemas": {"b": {"minimum": 1}}}
    ]
    assert reading.choices({"dependentSchemas": {"a": {}}}) == []


def test_what_leads_back_stands_behind_null_and_null_behind_the_rest() -> None:
    options: list[dict[str, Any]] = [{"$ref": "#"}, {"type": "null"}, {"type": "array"}, {"type": "string"}]
    reading, entered = Reading(NODE), Counter({id(NODE): 1})

    usual = sorted(options, key=lambda option: reading.distance(option, entered))
    last = sorted(options, key=lambda option: reading.distance(option, entered, last=True))

    assert [option.get("type") for option in usual] == ["array", "string", "null", None]
    assert [option.get("type") for option in last] == ["string", "null", "array", None]


def test_an_array_that_must_hold_what_leads_back_leads_back_itself() -> None:
    reading, entered = Reading(NODE), Counter({id(NODE): 1})

    assert reading.distance({"type": "array", "items": {"$ref": "#"}, "minItems": 1}, entered)[0]
    assert not reading.distance({"type": "array", "items": {"$ref": "#"}}, entered)[0]


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "object"}, {}),
        ({"type": "array"}, []),
        ({"type": "string"}, ""),
        ({"type": "integer"}, 0),
        ({"const": 5}, 5),
        ({"const": "long"}, None),
        ({}, None),
        (False, None),
    ],
    ids=str,
)
def test_the_simplest_value_is_empty(schema: Any, value: object) -> None:
    assert simplest(schema) == value
