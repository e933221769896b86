"""Strings of a schema: forms, patterns, lengths, and different ones for different turns."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.schema_strings import LONGEST_TEXT, has_form, string
from mockpanel.core.schema_values import LARGEST


@given(text=st.text(max_size=30), least=st.integers(0, 40), spare=st.integers(0, 40), turn=st.integers(0, 500))
def test_a_text_is_padded_or_cut_to_its_lengths(text: str, least: int, spare: int, turn: int) -> None:
    found = string({"minLength": least, "maxLength": least + spare}, text, turn)

    assert least <= len(found) <= least + spare


def test_a_text_that_fits_stays_as_it_is_and_later_turns_are_numbered() -> None:
    assert [string({}, "Hello", turn) for turn in (0, 1, 40)] == ["Hello", "Hello 1", "Hello 14"]
    assert [string({"maxLength": 5}, "Hello", turn) for turn in (0, 1, 40)] == ["Hello", "Hell1", "Hel14"]
    assert string({"minLength": 9}, "Hello") == "Hello xxx"


@pytest.mark.parametrize("schema", [{"minLength": 10**9}, {"pattern": "^a*$", "minLength": 10**9}], ids=str)
def test_no_length_that_is_asked_for_makes_a_text_too_long(schema: dict[str, Any]) -> None:
    assert len(string(schema, "Hello")) <= LONGEST_TEXT


def test_an_unknown_format_and_a_broken_pattern_are_like_none() -> None:
    assert string({"format": "colour"}, "Hello") == "Hello"
    assert string({"pattern": "("}, "Hello") == "Hello"
    assert not has_form({"format": "colour"})
    assert has_form({"format": "date"})
    assert has_form({"pattern": "a"})


def test_what_all_of_several_patterns_want_is_heeded_in_one_text() -> None:
    assert string({"allOf": [{"pattern": "^a"}], "pattern": "z$"}, "Hello") == "az"
    assert string({"allOf": [5, {"pattern": 5}], "pattern": "z$"}, "Hello") == "z"


def test_a_text_may_be_as_long_as_all_that_is_made_of_a_schema() -> None:
    assert LONGEST_TEXT == LARGEST
    assert len(string({"minLength": 60_000}, "Hello")) == 60_000
