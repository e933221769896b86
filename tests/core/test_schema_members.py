"""What an object or array must have: names with their partners, items by place."""

from __future__ import annotations

from typing import Any

import pytest

from mockpanel.core.schema_members import item_schemas, mapped, most, needed_names, with_partners

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


def test_an_item_that_is_not_wanted_is_left_out() -> None:
    assert list(item_schemas({"items": {}}, wanted=False)) == []


def test_what_is_no_object_and_no_count_says_nothing() -> None:
    assert mapped({"properties": [1]}, "properties") == {}
    assert most({"maxItems": "x"}, "maxItems") == 10**9
