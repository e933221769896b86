"""JSON that is being written: a sentence on what is wrong, and white space put in and taken out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.json_text import indented, json_fault, on_one_line

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=5), VALUES, max_size=4))
def test_indents_are_those_of_json_and_can_be_taken_out_again(value: dict[str, Any]) -> None:
    compact = json.dumps(value, separators=(",", ":"))

    shown = indented(compact)

    assert shown == json.dumps(value, indent=2)
    assert on_one_line(shown) == compact
    assert indented(shown) == shown


def test_numbers_and_repeated_keys_stay_as_they_were_typed() -> None:
    assert on_one_line(indented('{"a": 1e5, "a": 1.50}')) == '{"a":1e5,"a":1.50}'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", ""),
        ("  \n", ""),
        ('{"a": [1]}', ""),
        ('{"a":', "Not JSON: expecting value in line 1, column 6."),
        ("[1]", "Not a JSON object: arguments are between { and }."),
        ('{"a": NaN}', "Not JSON: NaN is no number of JSON."),
        ("[" * 100_000, "Not JSON: nested too deeply."),
    ],
)
def test_what_is_wrong_is_a_sentence(text: str, sentence: str) -> None:
    assert json_fault(text) == sentence
