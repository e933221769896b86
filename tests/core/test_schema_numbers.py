"""Numbers of a schema: within bounds, multiples, and as many different ones as there are."""

from __future__ import annotations

from typing import Any

import pytest

from mockpanel.core.schema_numbers import number


def several(schema: dict[str, Any], count: int, *, whole: bool = True) -> list[float]:
    return [number(schema, whole=whole, turn=turn) for turn in range(count)]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({}, [1, 2, 3]),
        ({"minimum": 5}, [5, 6, 7]),
        ({"maximum": -5}, [-5, -6, -7]),
        ({"minimum": 0, "maximum": 2}, [1, 2, 0]),
        ({"exclusiveMinimum": 1, "exclusiveMaximum": 4}, [2, 3, 2]),
        ({"minimum": 3, "exclusiveMinimum": 3}, [4, 5, 6]),
        ({"minimum": 4, "exclusiveMinimum": 3}, [4, 5, 6]),
        ({"multipleOf": 5}, [5, 10, 15]),
        ({"multipleOf": 1.5}, [3, 6, 9]),
        ({"minimum": 0.5, "maximum": 1.5}, [1, 1, 1]),
        ({"minimum": 1e20}, [10**20, 10**20 + 1, 10**20 + 2]),
        ({"minimum": 1e305}, [1, 2, 3]),
    ],
    ids=str,
)
def test_whole_numbers_count_on_within_their_bounds(schema: dict[str, Any], expected: list[int]) -> None:
    found = several(schema, 3)

    assert found == expected
    assert all(isinstance(value, int) for value in found)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({}, [1, 2]),
        ({"exclusiveMinimum": 0, "exclusiveMaximum": 1}, [0.5, 2 / 3]),
        ({"minimum": 0.25, "maximum": 0.25}, [0.25, 0.25]),
        ({"multipleOf": 0.25, "minimum": 0.3}, [0.5, 0.75]),
        ({"multipleOf": 0.1, "minimum": 0.25}, [0.4, 0.4]),
        ({"minimum": -0.5, "exclusiveMaximum": 0}, [-0.25, -1 / 6]),
        ({"maximum": 1e-5, "minimum": 1e-6}, [5.5e-6, 7e-6]),
    ],
    ids=str,
)
def test_numbers_lie_between_their_bounds(schema: dict[str, Any], expected: list[float]) -> None:
    assert several(schema, 2, whole=False) == pytest.approx(expected)


def test_bounds_that_leave_nothing_give_some_number_all_the_same() -> None:
    assert several({"minimum": 5, "maximum": 3}, 1) == [4]
    assert isinstance(number({"minimum": 0.1, "maximum": 0.2, "multipleOf": 7}, whole=True), int | float)
