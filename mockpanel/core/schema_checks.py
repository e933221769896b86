"""Whether a JSON value is one that a schema allows, as far as can be told cheaply. Pure.

A pattern of a hostile schema could take for ever to match; so patterns and formats are taken for kept, unless a checker
is told to heed patterns: then it does where they are quick.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from mockpanel.core.pattern_checks import MOST_EFFORT, effort, matches
from mockpanel.core.schema_keywords import holds
from mockpanel.core.schema_reading import Schema, kinds_of, limit, listed, mapped, referred, words_of

MOST_STEPS = 10_000
DEEPEST = 60
EFFORT_A_STEP = 50
"""So much looking for a pattern is one step."""

LONGEST_CHECKED = 100_000
"""A longer text is not read to see whether it fits: its first character must do."""


def fits(text: str, schema: Schema) -> bool:
    """Whether a text is JSON that the schema allows."""
    if len(text) > LONGEST_CHECKED:
        return text.lstrip()[:1] == ("{" if "object" in kinds_of(schema) else "[")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return Checker(schema).allows(schema, value)


class _TooMuch(Exception):
    """The schema leads further than anyone would want to wait."""


class Checker:
    """Looks through values, in so many steps in all."""

    def __init__(self, root: Schema, steps: int = MOST_STEPS, *, patterns: bool = False) -> None:
        self._root = root
        self._left = steps
        self._patterns = patterns

    def allows(self, schema: Any, value: Any, *, unsure: bool = True) -> bool:
        """Whether a schema, a part of the root, allows a value; `unsure` where that is too much to look through."""
        try:
            return self._passes(schema, value, 0)
        except _TooMuch:
            return unsure

    def _passes(self, schema: Any, value: Any, depth: int) -> bool:
        self._left -= 1
        if self._left < 0 or depth > DEEPEST:
            raise _TooMuch
        words = words_of(schema)
        if words.get("nullable") is True and value is None:
            return True
        return (
            all(holds(word, value, wanted) for word, wanted in words.items())
            and (not self._patterns or self._matches(words.get("pattern"), value))
            and self._passes_others(words, value, depth + 1)
            and (not isinstance(value, list) or self._passes_items(words, value, depth + 1))
            and (not isinstance(value, dict) or self._passes_members(words, value, depth + 1))
        )

    def _matches(self, pattern: Any, value: Any) -> bool:
        if not isinstance(pattern, str) or not isinstance(value, str):
            return True
        needed = effort(pattern, value)
        if needed > MOST_EFFORT:
            return True
        self._left -= needed // EFFORT_A_STEP
        return matches(pattern, value) is not False

    def _passes_others(self, words: Schema, value: Any, depth: int) -> bool:
        """What other schemas in its words say of the same value."""
        if isinstance(words.get("$ref"), str) and not self._passes(referred(self._root, words["$ref"]), value, depth):
            return False
        if not all(self._passes(part, value, depth) for part in listed(words, "allOf")):
            return False
        any_of, one_of = listed(words, "anyOf"), listed(words, "oneOf")
        if any_of and not any(self._passes(part, value, depth) for part in any_of):
            return False
        if one_of and sum(self._passes(part, value, depth) for part in one_of) != 1:
            return False
        if "not" in words and self._passes(words["not"], value, depth):
            return False
        if "if" not in words:
            return True
        branch = "then" if self._passes(words["if"], value, depth) else "else"
        return self._passes(words.get(branch, True), value, depth)

    def _passes_items(self, words: Schema, value: list[Any], depth: int) -> bool:
        prefix = listed(words, "prefixItems")
        if not all(self._passes(part, item, depth) for part, item in zip(prefix, value, strict=False)):
            return False
        items = words.get("items", True)
        if items is not True and not all(self._passes(items, item, depth) for item in value[len(prefix) :]):
            return False
        if "contains" not in words:
            return True
        found = sum(self._passes(words["contains"], item, depth) for item in value)
        least, most = limit(words.get("minContains", 1)), limit(words.get("maxContains"))
        return found >= (1 if least is None else least) and (most is None or found <= most)

    def _passes_members(self, words: Schema, value: Mapping[str, Any], depth: int) -> bool:
        properties = mapped(words, "properties")
        others = words.get("additionalProperties", True) if "patternProperties" not in words else True
        names = words.get("propertyNames", True)
        return (
            all(self._passes(properties.get(name, others), item, depth) for name, item in value.items())
            and (names is True or all(self._passes(names, name, depth) for name in value))
            and all(
                self._passes(part, value, depth)
                for name, part in mapped(words, "dependentSchemas").items()
                if name in value
            )
        )
