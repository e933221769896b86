"""Whether a text matches a regular expression, told only where that cannot take long. Pure.

Python's re goes back and forth: for some expressions it would do so for years. So its ways are counted first.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from mockpanel.core.pattern_reading import names, parsed, python_spelling

MOST_EFFORT = 50_000
"""Ways through a text, times the characters of each; so many take about a millisecond."""

MOST_POWER = 16

_FLAGGED = re.compile(r"\(\?[a-zA-Z]*[im]")
"""Regardless of case, a large range alone takes long to compile; with many lines there are many beginnings."""


def matches(pattern: str, text: str) -> bool | None:
    """Whether a text has a match; None where the pattern is no expression, or one that might take long."""
    if effort(pattern, text) > MOST_EFFORT:
        return None
    return re.search(python_spelling(pattern), text) is not None


def effort(pattern: str, text: str) -> int:
    """How much there is at most to be looked at; more than MOST_EFFORT is not counted out."""
    return _effort(pattern, len(text))


@lru_cache(maxsize=1024)
def _effort(pattern: str, length: int) -> int:
    tree = parsed(pattern)
    if tree is None or _FLAGGED.search(pattern):
        return MOST_EFFORT + 1
    try:
        starts = 1 if len(tree) and tree[0] == (names.AT, names.AT_BEGINNING) else length + 1
        each = min(int(tree.getwidth()[0]), length) + 1
        return min(starts * _ways(tree, length) * each, MOST_EFFORT + 1)
    except RecursionError:
        return MOST_EFFORT + 1


def _ways(tree: Any, length: int) -> int:
    """In how many ways a sequence of parts may lie in a text."""
    ways = 1
    for operation, argument in tree:
        ways = min(ways * _ways_of_part(operation, argument, length), MOST_EFFORT + 1)
    return ways


def _ways_of_part(operation: Any, argument: Any, length: int) -> int:
    if operation in (names.MAX_REPEAT, names.MIN_REPEAT, names.POSSESSIVE_REPEAT):
        return _ways_of_repetition(argument, length)
    if operation is names.BRANCH:
        return sum(_ways(option, length) for option in argument[1])
    if operation is names.SUBPATTERN:
        return _ways(argument[3], length)
    if operation is names.ATOMIC_GROUP:
        return _ways(argument, length)
    if operation in (names.ASSERT, names.ASSERT_NOT):
        return _ways(argument[1], length)
    if operation is names.GROUPREF_EXISTS:
        return _ways(argument[1], length) + _ways(argument[2] or (), length)
    return length + 1 if operation is names.GROUPREF else 1


def _ways_of_repetition(repetition: Any, length: int) -> int:
    least, most, body = repetition
    inner, times = _ways(body, length), min(int(most), length)
    if inner > 1 and times > MOST_POWER:
        return MOST_EFFORT + 1
    empty = least if body.getwidth()[0] == 0 else 1  # what takes nothing is repeated all the same
    return int((max(times - least, 0) + 1) * inner**times * max(empty, 1))
