"""How sentences show values, numbers and places: short, in JSON's spelling, and always fit for UTF-8."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from mockpanel.core.sentences import SHOWN_CHARACTERS, counted, field_path, number, show

SHOWN = [
    ("text", '"text"'),
    ('say "no"', '"say \\"no\\""'),
    ("漢字 😀", '"漢字 😀"'),
    ("a\x00\n", '"a\\u0000\\n"'),
    ("\ud83d", '"\\ud83d"'),
    (True, "true"),
    (False, "false"),
    (None, "null"),
    (-3, "-3"),
    (0.5, "0.5"),
    (1e308, "1e+308"),
    (math.nan, "NaN"),
    (math.inf, "Infinity"),
    (-math.inf, "-Infinity"),
    ([1, "a", None], '[1, "a", null]'),
    ({"key": "secret"}, "an object"),
    (SecretStr("secret"), "a hidden value"),
    (10**400, "a number of more than 60 digits"),
    (-(10**5000), "a number of more than 60 digits"),
    (b"bytes", "bytes"),
    ([10**5000], "list"),
]

JSON_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(st.sampled_from("\ud83dé"), max_size=100)),
    lambda inner: st.one_of(st.lists(inner, max_size=5), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=10,
)


@pytest.mark.parametrize(("value", "shown"), SHOWN, ids=[shown for _, shown in SHOWN])
def test_a_value_is_shown_in_the_spelling_of_json(value: object, shown: str) -> None:
    result = show(value)

    assert result == shown


def test_a_long_text_is_shown_by_its_beginning() -> None:
    result = show("x" * 1_000_000)

    assert result == '"' + "x" * (SHOWN_CHARACTERS - 2) + "…"


def test_a_long_list_is_shown_by_its_beginning() -> None:
    result = show(list(range(1000)))

    assert result.startswith("[0, 1, 2, 3, ")
    assert len(result) == SHOWN_CHARACTERS


@given(JSON_VALUES)
def test_every_value_is_shown_on_one_short_line(value: object) -> None:
    result = show(value)

    assert 0 < len(result) <= SHOWN_CHARACTERS
    assert "\n" not in result


@given(JSON_VALUES)
def test_every_value_is_shown_in_characters_that_utf8_can_carry(value: object) -> None:
    result = show(value)

    assert result.encode().decode() == result


@pytest.mark.parametrize(
    ("value", "shown"), [(0, "0"), (0.0, "0"), (0.5, "0.5"), (100_000, "100000"), (-2, "-2"), (600.0, "600")]
)
def test_a_bound_is_shown_without_false_digits(value: float, shown: str) -> None:
    result = number(value)

    assert result == shown


@pytest.mark.parametrize(
    ("location", "path"),
    [
        (("n",), "n"),
        (("messages", 0, "role"), "messages[0].role"),
        (("stream_options", "include_usage"), "stream_options.include_usage"),
        (("prompt", "list[str]", 3), "prompt[3]"),
        (("prompt", "function-after(check(), str)"), "prompt"),
        (("matrix", 1, 2), "matrix[1][2]"),
        ((), ""),
    ],
)
def test_a_place_is_written_as_the_openai_api_writes_it(location: tuple[int | str, ...], path: str) -> None:
    result = field_path(location)

    assert result == path


@pytest.mark.parametrize(("count", "told"), [(0, "0 chunks"), (1, "1 chunk"), (2, "2 chunks")])
def test_things_are_counted_as_people_do(count: int, told: str) -> None:
    assert counted(count, "chunk") == told
