"""Regular expressions as Python's own parser sees them, in ECMAScript's spelling too. Matches and writes nothing."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

# The parser of Python 3.11 to 3.14's own re; where it is gone, nothing is read and callers do without.
try:
    from re import _constants as names
    from re import _parser as parser
except ImportError:  # pragma: no cover
    parser = names = None

__all__ = ["LONGEST_PATTERN", "names", "parsed", "python_spelling"]

LONGEST_PATTERN = 1_000

_SCRIPT_GROUP = re.compile(r"\(\?<(?![=!])")
"""How ECMAScript begins a named group, where Python writes (?P<."""


def python_spelling(pattern: str) -> str:
    """The same expression as Python writes it."""
    return _SCRIPT_GROUP.sub("(?P<", pattern)


@lru_cache(maxsize=256)
def parsed(pattern: str) -> Any:
    """The parts of an expression, as re's parser tells them; None where it is none, or too long to be read."""
    if len(pattern) > LONGEST_PATTERN or parser is None:
        return None
    try:
        return parser.parse(python_spelling(pattern))
    except (re.error, RecursionError, OverflowError, Warning):
        return None
