"""Constants, enumerations, defaults and examples, as far as the schema allows them."""

from __future__ import annotations

from typing import Any

import pytest

from mockpanel.core.schema_checks import Checker
from mockpanel.core.schema_given import given_values, json_length


@pytest.mark.parametrize(
    ("words", "turn", "values"),
    [
        ({}, 0, []),
        ({"const": 5, "default": 6}, 0, [5]),
        ({"enum": [1, "a", 2], "type": "integer"}, 1, [2, 1, "a"]),
        ({"default": None, "examples": ["x", 7], "type": "integer"}, 0, [7]),
        ({"default": 5, "examples": [6, 7]}, 1, [6, 7]),
        ({"enum": [], "examples": 5}, 0, []),
    ],
    ids=str,
)
def test_the_values_that_stand_in_a_schema_are_given_in_their_order(
    words: dict[str, Any], turn: int, values: list[Any]
) -> None:
    assert [value for (value,) in given_values(words, turn, Checker(words).allows)] == values


def test_a_length_is_that_of_the_json_where_there_is_one() -> None:
    assert json_length({"a": [1]}) == 10
    assert json_length(float("inf")) is None
