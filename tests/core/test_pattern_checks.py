"""Matches are told as re tells them, where that is quick, and not at all where it might not be."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.pattern_checks import MOST_EFFORT, effort, matches
from tests.core.schemas import OPEN_PATTERNS, PATTERNS

SLOW = [
    "^(a+)+$",
    "(a|a)*b",
    "(a?){25}a{25}",
    "a*a*a*a*a*a*b",
    "(.*)*x",
    "(){100000000}",
    "((){9999}){9999}",
    r"(a*)(a*)(a*)(a*)\1\2",
    "(a*(?=a*b))*",
    "(a)?(?(1)a*a*a*a*|b)c",
    "(?>(a|b)*)c",
    "(?i)[\\x00-\\uffff]",
]


@given(pattern=st.sampled_from([*PATTERNS, *OPEN_PATTERNS]), text=st.text("ab1 @-A.", max_size=8))
def test_a_match_is_told_as_the_library_tells_it(pattern: str, text: str) -> None:
    assert matches(pattern, text) in (bool(re.search(pattern, text)), None)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("^[A-Z]", "A" + "x" * 10_000),
        ("[0-9]$", "x" * 10_000 + "0"),
        (r"^[\w.+-]+@[a-z\d-]+\.[a-z]{2,}$", "user1@example.com"),
        ("^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$", "3fa85f64-5717-4562-b3fc-000000000001"),
        ("^(?<year>[0-9]{4})", "2026"),
    ],
    ids=str,
)
def test_what_schemas_usually_say_is_looked_for(pattern: str, text: str) -> None:
    assert matches(pattern, text) is True


@pytest.mark.parametrize("pattern", SLOW)
def test_what_might_take_long_is_not_looked_for(pattern: str) -> None:
    assert effort(pattern, "a" * 1000) > MOST_EFFORT
    assert matches(pattern, "a" * 1000) is None


@given(pattern=st.text("ab*+?(|){}1,9", max_size=25), text=st.text("ab", max_size=60))
def test_any_expression_comes_to_an_end(pattern: str, text: str) -> None:
    assert matches(pattern, text) in (True, False, None)


def test_what_is_no_expression_matches_nothing_that_can_be_told() -> None:
    assert matches("(", "a") is None
