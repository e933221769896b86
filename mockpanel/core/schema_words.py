"""Constraints that a schema's description tells in words, as keywords again. Pure; knows no other part of a schema.

Anthropic's libraries move what their API does not take behind the description, as "{minLength: 3, multipleOf: 4}".
"""

from __future__ import annotations

import ast
import json
import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

LONGEST_READ = 10_000

NUMBERS = frozenset((
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    *("minLength", "maxLength", "minItems", "maxItems", "minContains", "maxContains"),
))  # fmt: skip
TEXTS = frozenset(("pattern", "format"))
LISTS = frozenset(("prefixItems",))
"""What is read of each kind; what the libraries say of an object's members they also forbid (additionalProperties)."""

_WORD = re.compile(r"(?:\A|, )([\w$-]+): ")
_NOTHING: Mapping[str, Any] = MappingProxyType({})


def told(description: Any) -> Mapping[str, Any]:
    """The keywords that stand in braces at the description's end, in a paragraph of their own; none where none do."""
    if not isinstance(description, str) or not description.endswith("}") or len(description) > LONGEST_READ:
        return _NOTHING
    before, _, last = description.rpartition("\n\n{")
    if before or description.startswith("\n\n{"):
        return _told(last[:-1])
    return _told(description[1:-1]) if description.startswith("{") else _NOTHING


@lru_cache(maxsize=512)
def _told(said: str) -> Mapping[str, Any]:
    return MappingProxyType(
        {word: value for word, spelled in _spelled(said) if (value := _read(word, spelled)) is not None}
    )


def _spelled(said: str) -> Iterator[tuple[str, str]]:
    """Each name with what stands behind it, up to the next name; nothing where the first is none."""
    found = list(_WORD.finditer(said))
    if not found or found[0].start() > 0:
        return
    ends = [*(match.start() for match in found[1:]), len(said)]
    yield from ((match[1], said[match.end() : end]) for match, end in zip(found, ends, strict=True))


def _read(word: str, spelled: str) -> Any:
    """The value that a library wrote as text; None where a keyword has no such value, or is none that is read."""
    if word in TEXTS:
        return spelled
    if word in NUMBERS:
        return _number(spelled)
    if word == "uniqueItems":
        return True if spelled in ("True", "true") else None
    if word not in LISTS:
        return None
    try:
        value = json.loads(json.dumps(ast.literal_eval(spelled)))  # Python's literals are more than JSON's
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    return value if isinstance(value, list) else None


def _number(spelled: str) -> int | float | None:
    try:
        value = json.loads(spelled)
    except (ValueError, RecursionError):
        return None
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole or (isinstance(value, float) and math.isfinite(value)) else None
