"""What an object or array must have: names with their partners, items by place."""

from __future__ import annotations

from typing import Any

import pytest

from mockpanel.core.schema_members import (
    item_schemas,
    member_names,
    member_schema,
    most,
    name_by_pattern,
    needed_names,
    with_partners,
)
from mockpanel.core.schema_reading import mapped

RULES = {"dependentRequired": {"a": ["b"], "b": ["c", 5], "x": "not a list"}}


def test_names_come_once_and_bring_their_partners() -> None:
    assert with_partners(RULES, ["a", "a", 7]) == ["a", "b", "c"]
    assert needed_names({**RULES, "required": ["x", "b"]}) == ["x", "b", "c"]
    assert needed_names({"required": 5}) == []


@pytest.mark.parametrize(
    ("words", "items"),
    [
        ({}, [True]),
        ({"items": {"type": "null"}}, [{"type": "null"}]),
        ({"items": False}, []),
        ({"maxItems": 0}, []),
        ({"minItems": 3, "items": 1}, [1, 1, 1]),
        ({"prefixItems": [1, 2], "items": 3}, [1, 2]),
        ({"prefixItems": [1, 2], "items": 3, "minItems": 3}, [1, 2, 3]),
        ({"prefixItems": [1, 2], "maxItems": 1}, [1]),
        ({"contains": 5, "minContains": 2, "items": 3}, [{"allOf": [5, 3]}] * 2),
        ({"contains": 5, "minContains": 0}, [True]),
    ],
    ids=str,
)
def test_items_are_as_few_as_may_be_but_one_where_it_is_wanted(words: dict[str, Any], items: list[Any]) -> None:
    assert list(item_schemas(words, wanted=True)) == items


def test_optional_names_are_those_that_are_wanted_allowed_and_have_room() -> None:
    words = {"properties": {"a": 1, "b": 2, "c": 3, "d": 4}, "required": ["z"], "maxProperties": 4}

    def names(room: int) -> list[str]:
        return member_names(words, wanted=lambda schema: schema != 2, allowed=lambda name: name != "c", room=room)

    assert names(9) == ["a", "d", "z"]
    assert names(1) == ["a", "z"]


def test_names_come_in_googles_order_then_in_that_of_the_properties() -> None:
    words = {"properties": {"a": 1, "b": 2}, "required": ["z", "y"], "propertyOrdering": ["y", "x", "b", None]}

    assert member_names(words, wanted=bool, allowed=bool, room=9) == ["y", "b", "a", "z"]


def test_a_member_meets_all_that_is_said_under_its_name() -> None:
    words = {"properties": {"a": 1, "ab": 2}, "patternProperties": {"b$": 3, "^x": 4}, "additionalProperties": 5}

    assert [member_schema(words, name) for name in ("a", "b", "ab", "c")] == [1, 3, {"allOf": [2, 3]}, 5]
    assert member_schema({}, "a") is True


def test_names_are_made_for_each_pattern_in_turn() -> None:
    words = {"patternProperties": {"^S_": {}, "^no": False, "^I_": {}}}

    assert [name_by_pattern(words, place) for place in range(4)] == ["S_", "I_", "S_1", "I_1"]
    assert name_by_pattern({"patternProperties": {"a": False}}, 0) is None


def test_an_item_that_is_not_wanted_is_left_out() -> None:
    assert list(item_schemas({"items": {}}, wanted=False)) == []


def test_what_is_no_object_and_no_count_says_nothing() -> None:
    assert mapped({"properties": [1]}, "properties") == {}
    assert most({"maxItems": "x"}, "maxItems") == 10**9
