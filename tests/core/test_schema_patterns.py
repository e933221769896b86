"""Texts match one pattern or several, and are as long as they are to be."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.pattern_reading import python_spelling
from mockpanel.core.schema_patterns import written
from tests.core.schemas import OPEN_PATTERNS

MOST = 10_000


@given(
    pattern=st.sampled_from([*OPEN_PATTERNS, "(?<year>[0-9]{4})-"]), least=st.integers(0, 400), turn=st.integers(0, 200)
)
def test_a_pattern_that_is_open_somewhere_gets_a_text_of_any_length(pattern: str, least: int, turn: int) -> None:
    text = written([pattern], least, MOST, turn)

    assert text is not None
    assert len(text) >= least
    assert re.search(python_spelling(pattern), text)


@pytest.mark.parametrize(
    ("patterns", "text"),
    [
        (["^a", "z$"], "az"),
        (["z$", "^a"], "az"),
        (["^[a-z]+$", "^.{5,}$"], "aaaaa"),
        (["^[a-z0-9]+$", "[0-9]"], "0"),
        (["[A-Z]", "[0-9]", "[a-z]"], "A0a"),
    ],
    ids=str,
)
def test_several_patterns_are_met_at_once(patterns: list[str], text: str) -> None:
    assert written(patterns, 0, MOST) == text


def test_several_patterns_are_met_at_a_length() -> None:
    assert written(["^a", "z$"], 6, MOST) == "axxxxz"
    assert written(["[A-Z]", "[0-9]"], 6, MOST) == "A0xxxx"


def test_patterns_that_exclude_each_other_get_a_text_for_the_last() -> None:
    assert written(["^a", "^b"], 0, MOST) == "b"


def test_turns_that_a_pattern_leaves_no_choice_for_are_numbered() -> None:
    assert [written(["^S_"], 0, MOST, turn) for turn in (0, 1, 12)] == ["S_", "S_1", "S_12"]
    assert [written(["_S$"], 0, MOST, turn) for turn in (0, 1)] == ["_S", "1_S"]
    assert written(["^S_$"], 0, MOST, 1) == "S_"


@pytest.mark.parametrize("pattern", ["^(?:[a-z]?[0-9]?){20}-", "-(?:[a-z]?[0-9]?){20}$"])
def test_a_pattern_too_slow_to_be_checked_is_padded_where_its_spelling_leaves_room(pattern: str) -> None:
    text = written([pattern], 300, MOST)

    assert text is not None
    assert len(text) >= 300
    assert re.search(pattern, text)


def test_what_is_no_pattern_gets_no_text() -> None:
    assert written(["("], 0, MOST) is None
