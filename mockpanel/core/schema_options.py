"""What a JSON schema comes down to: references and allOf taken in, and the alternatives that it leaves. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import reduce
from itertools import islice
from typing import Any

from mockpanel.core.schema_members import needed_names
from mockpanel.core.schema_reading import LONGEST_CHAIN, Schema, kinds_of, mapped, merged, referred, words_of

HARD = frozenset(("oneOf", "anyOf", "not", "if", "dependentSchemas", "contains", "allOf", "propertyNames"))
"""Words whose meaning is not met by making alone: what was made has to be looked at."""

MOST_OPTIONS = 30

KINDS = ("string", "integer", "object", "array", "boolean", "number", "null")
"""What a value may be of which a schema says only what it is not."""

_EMPTY: dict[str, Any] = {
    "object": {}, "array": [], "string": "", "integer": 0, "number": 0, "boolean": True, "null": None
}  # fmt: skip


class Reading:
    """One schema as it is read; what was read once is kept, since schemas refer to the same places again and again."""

    def __init__(self, root: Schema) -> None:
        self._root = root
        self._flat: dict[int, tuple[Any, dict[str, Any], tuple[int, ...]]] = {}
        self._choices: dict[int, tuple[Schema, list[dict[str, Any]]]] = {}

    def flat(self, schema: Any) -> tuple[dict[str, Any], tuple[int, ...]]:
        """The schema's words without references and allOf, and which schemas these led through, by identity.

        Of several patterns, all but the last stay in allOf, since no word of its own could hold them.
        """
        key = id(schema)
        if key not in self._flat:
            passed = [key]
            words = self._flattened(schema, passed)
            self._flat[key] = (schema, words, tuple(passed))
        return self._flat[key][1:]

    def choices(self, words: Schema) -> list[dict[str, Any]]:
        """The alternatives of anyOf, oneOf, if and so on, each together with all else that the schema says."""
        key = id(words)
        if key not in self._choices:
            found = _alternatives(words) or self._with_dependents(words) or _kinds_left(words)
            self._choices[key] = (words, found)
        return self._choices[key][1]

    def _with_dependents(self, words: Schema) -> list[dict[str, Any]]:
        """The schema with what dependentSchemas say of members that will be there, each but once; none for nothing."""
        rules = mapped(words, "dependentSchemas")
        there = rules.keys() & {*needed_names(words), *mapped(words, "properties")}
        if not there:
            return []
        rest = {word: value for word, value in words.items() if word != "dependentSchemas"}
        taken, _ = self.flat({"allOf": [rest, *(rule for name, rule in rules.items() if name in there)]})
        others = {**rules, **mapped(taken, "dependentSchemas")}
        return [{**taken, "dependentSchemas": {name: rule for name, rule in others.items() if name not in there}}]

    def distance(self, schema: Any, entered: Counter[int], *, last: bool = False) -> tuple[bool, int, bool]:
        """How far a schema is from an end, to sort alternatives by: first whether it leads into one being made.

        Where it is the `last` chance to end, next come those that need least; else, in any case, null stands last.
        """
        words, passed = self.flat(schema)
        kinds = kinds_of(words)
        small = "const" in words or "enum" in words or bool(kinds and kinds[0] not in ("object", "array"))
        return self._leads_back(words, passed, entered), 0 if small or not last else 1, kinds == ("null",)

    def _leads_back(self, words: Schema, passed: tuple[int, ...], entered: Counter[int]) -> bool:
        if any(entered[target] > 0 for target in passed):
            return True
        items = words.get("items")
        return bool(
            isinstance(items, dict) and words.get("minItems") and self._leads_back({}, self.flat(items)[1], entered)
        )

    def _flattened(self, schema: Any, passed: list[int]) -> dict[str, Any]:
        words, patterns = words_of(schema), dict[Any, None]()
        for _ in range(LONGEST_CHAIN):
            if isinstance(reference := words.pop("$ref", None), str):
                said = [self._target(reference, passed), words]
            elif isinstance(every := words.pop("allOf", None), list):
                said = [words, *(self._part(part, passed) for part in islice(every, LONGEST_CHAIN))]
            elif words_of(words.get("not")).keys() == {"not"}:
                said = [words, {"allOf": [words_of(words.pop("not"))["not"]]}]
            else:
                break
            patterns.update((part["pattern"], None) for part in said if isinstance(part.get("pattern"), str))
            words = reduce(merged, said)
        for word in ("$ref", "allOf"):
            words.pop(word, None)  # what is left of a circle
        if beside := [{"pattern": pattern} for pattern in patterns if pattern != words.get("pattern")]:
            words["allOf"] = beside
        return words

    def _part(self, part: Any, passed: list[int]) -> dict[str, Any]:
        """One part of allOf, its reference followed."""
        words = words_of(part)
        for _ in range(LONGEST_CHAIN):
            if not isinstance(reference := words.pop("$ref", None), str):
                break
            words = merged(self._target(reference, passed), words)
        return words

    def _target(self, reference: str, passed: list[int]) -> dict[str, Any]:
        target = referred(self._root, reference)
        passed.append(id(target))
        return words_of(target)


def _alternatives(words: Schema) -> list[dict[str, Any]]:
    for word in ("anyOf", "oneOf"):
        options = words.get(word)
        if isinstance(options, list) and options:
            rest = {name: value for name, value in words.items() if name != word}
            return [merged(rest, {"allOf": [option]}) for option in islice(options, MOST_OPTIONS)]
    return _branches(words) if "if" in words else []


def _kinds_left(words: Schema) -> list[dict[str, Any]]:
    """The schema for each type that it leaves by what it says it is not."""
    if "not" not in words:
        return []
    kinds = kinds_of(words) or (() if "type" in words else KINDS)
    return [{**words, "type": kind} for kind in _left(kinds, words["not"])] if len(kinds) > 1 else []


def _left(kinds: Sequence[str], negated: Any) -> Sequence[str]:
    """The types that may be left where a schema is not to be met; all where that cannot be told by type alone."""
    said = words_of(negated)
    excluded = kinds_of(said) if said.keys() == {"type"} else ()
    return [
        kind for kind in kinds if kind not in excluded and not (kind == "integer" and "number" in excluded)
    ] or kinds


def _branches(words: Schema) -> list[dict[str, Any]]:
    rest = {name: value for name, value in words.items() if name not in ("if", "then", "else")}
    met = merged(rest, {"allOf": [words["if"], words.get("then", True)]})
    return [met, merged(rest, {"allOf": [words.get("else", True)]})]


def simplest(schema: Any) -> Any:
    """The emptiest value of what a schema says first; for where no more may be made."""
    words = schema if isinstance(schema, dict) else {}
    if "const" in words:
        return words["const"] if not isinstance(words["const"], list | dict | str) else None
    return None if "$ref" in words else _EMPTY.get(next(iter(kinds_of(words)), "null"))
