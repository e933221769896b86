"""Expressions are read as Python or ECMAScript spells them; what is none is nothing."""

from __future__ import annotations

import pytest

from mockpanel.core.pattern_reading import LONGEST_PATTERN, parsed, python_spelling


def test_groups_that_ecmascript_names_are_spelled_as_in_python() -> None:
    assert python_spelling("(?<year>a)(?<!b)(?<=c)") == "(?P<year>a)(?<!b)(?<=c)"


def test_an_expression_is_read_once() -> None:
    assert parsed("^a+$") is parsed("^a+$")


@pytest.mark.parametrize("pattern", ["(", "[z-a]", r"\p{L}", "a" * (LONGEST_PATTERN + 1)])
def test_what_is_no_expression_or_too_long_is_nothing(pattern: str) -> None:
    assert parsed(pattern) is None
