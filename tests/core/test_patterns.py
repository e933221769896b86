"""Texts made from regular expressions match them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.patterns import matching
from tests.core.schemas import PATTERNS

MORE_PATTERNS = [
    *PATTERNS,
    r"^[\w.+-]+@[a-z\d-]+\.[a-z]{2,}$",
    r"^(?:a|(b)c)\1?$",
    r"^\D\W\S$",
    r"^[^\d\s]+$",
    "^[é-ü漢]$",
    "^x*?y??z++$",
    "^(?>ab|c)+$",
    r"^(a)?(?(1)b|c)$",
    r"^\d{4}-(0[1-9]|1[0-2])$",
    r"^#[0-9a-fA-F]{6}$",
    r"\bword\b",
    "^(?i:abc)$",
]


@given(pattern=st.sampled_from(MORE_PATTERNS), turn=st.integers(0, 1000))
def test_a_text_matches_its_pattern(pattern: str, turn: int) -> None:
    text = matching(pattern, turn=turn)

    assert text is not None
    assert re.search(pattern, text)


@given(pattern=st.sampled_from(["^a*$", "^[0-9]{2,}$", "^(ab?)+$", "^(x{3})*y*$"]), least=st.integers(0, 60))
def test_what_may_repeat_is_repeated_until_the_text_is_long_enough(pattern: str, least: int) -> None:
    text = matching(pattern, least)

    assert text is not None
    assert re.search(pattern, text)
    assert least <= len(text) <= least + 6


def test_different_turns_give_different_texts_where_there_is_a_choice() -> None:
    found = {matching("^[A-Z][0-9]$", turn=turn) for turn in range(260)}

    assert len(found) == 260


def test_a_group_that_ecmascript_names_is_read_too() -> None:
    assert matching("^(?<year>[0-9]{4})-x$") == "0000-x"


@pytest.mark.parametrize(
    "pattern", ["(", "[z-a]", r"\p{L}", "a{99999}", "a" * 2000, "((a{999}){999}){999}", "[^\\s\\S]"]
)
def test_what_is_no_pattern_or_wants_too_much_gives_nothing(pattern: str) -> None:
    assert matching(pattern) is None
