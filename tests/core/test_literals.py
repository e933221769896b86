"""JSON values as source text: what a program reads from them is the value."""

from __future__ import annotations

import ast
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.literals import DEEPEST, JAVASCRIPT, PYTHON, literal, parse_object, quoted

TEXTS = st.text(st.characters())
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=15,
)


@given(VALUES)
def test_python_reads_the_same_value(value: Any) -> None:
    assert ast.literal_eval(literal(value, PYTHON)) == value


@given(st.text(st.characters(exclude_categories=())))
def test_a_string_is_the_same_in_json_and_python_even_with_half_a_surrogate_pair(text: str) -> None:
    assert json.loads(quoted(text)) == text
    assert ast.literal_eval(quoted(text)) == text
    quoted(text).encode()


@given(st.dictionaries(TEXTS, VALUES, max_size=5))
def test_an_object_comes_back_from_its_json(value: dict[str, Any]) -> None:
    assert parse_object(json.dumps(value)) == value


@pytest.mark.parametrize("text", ["", "[]", "1", "null", "{", '{"a": NaN}', '{"a": 1e999}', '{"a": -Infinity}'])
def test_what_is_no_object_or_no_number_has_none(text: str) -> None:
    assert parse_object(text) is None


def test_what_nests_too_deep_has_none() -> None:
    assert parse_object('{"a": ' + "[" * DEEPEST + "]" * DEEPEST + "}") is None
    assert parse_object('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}") is None


def test_javascript_names_stand_bare_where_they_can() -> None:
    value = {"model": "gpt", "x-a": None, "__proto__": True}

    assert literal(value, JAVASCRIPT) == '{ model: "gpt", "x-a": null, ["__proto__"]: true }'


def test_long_values_take_a_line_each() -> None:
    assert literal({"a": "x" * 70, "b": [1]}, PYTHON) == '{\n    "a": "' + "x" * 70 + '",\n    "b": [1],\n}'
