"""A value that a JSON schema allows, always the same one. Pure.

However hostile the schema, what is made of it is small; one that allows nothing gets a plausible value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from typing import Any

from mockpanel.core.schema_checks import Checker
from mockpanel.core.schema_given import given_values, json_length
from mockpanel.core.schema_members import (
    item_schemas,
    member_names,
    member_schema,
    most,
    name_by_pattern,
)
from mockpanel.core.schema_numbers import number
from mockpanel.core.schema_options import HARD, Reading, simplest
from mockpanel.core.schema_pruning import with_fewer
from mockpanel.core.schema_reading import Schema, identity, kind_for, limit, mapped
from mockpanel.core.schema_strings import has_form, string

DEEPEST = 20
"""Below it only what must be there is filled in."""

FURTHEST = 80
"""Below it there is nothing but empty values."""

MOST_VALUES = 1_000
LARGEST = 100_000
"""Characters in all; what would come behind them is left empty."""

MOST_TRIES = 16
MOST_WHOLE = 4
"""So many are tried with all members before members are left out."""

MOST_STEPS = 2_000
"""Of looking whether a value that was made is allowed."""

ANY_OBJECT: Schema = {"type": "object"}
"""Where any object will do, the one that is made holds the text."""


def example(schema: Schema, text: str = "") -> Any:
    """A value of the schema; the first free string in it is `text`, if there is one."""
    if text and schema == ANY_OBJECT:
        return {"answer": text}
    return _Maker(schema, text).value(schema, "value", 0)


class _Maker:
    """Makes one value; knows the whole schema for its references, and how much may still be made."""

    def __init__(self, root: Schema, text: str) -> None:
        self._reading = Reading(root)
        self._allows = Checker(root, MOST_STEPS, patterns=True).allows
        self._prunes = Checker(root, MOST_STEPS, patterns=True)
        self._text = text
        self._values = MOST_VALUES
        self._room = LARGEST
        self._entered: Counter[int] = Counter()

    def value(self, schema: Any, name: str, depth: int, turn: int = 0) -> Any:
        """A value of a schema that stands under a name; another `turn` gives another one, where there is one."""
        self._values -= 1
        if self._values < 0 or depth > FURTHEST:
            self._room -= 4
            return simplest(schema)
        words, passed = self._reading.flat(schema)
        self._entered.update(passed)
        before = self._text, self._room
        made = self._made(words, name, depth, turn)
        if HARD & words.keys():
            made = self._tried(words, made, (name, depth, turn), before)
        self._entered.subtract(passed)
        return made

    def _tried(self, words: Schema, made: Any, place: tuple[str, int, int], before: tuple[str, int]) -> Any:
        """The first of some values that all of the schema's words allow; the first one, where none does."""
        name, depth, turn = place
        tried, room = [made], self._room
        for more in range(1, MOST_TRIES):
            if self._values < 0 or self._allows(words, tried[-1]):
                return tried[-1]
            if more == MOST_WHOLE and (fewer := with_fewer(words, tried, self._prunes)) is not None:
                made = fewer
                break
            self._text, self._room = before
            tried.append(self._made(words, name, depth, turn + more))
            room = min(room, self._room)
        self._room = room
        return made

    def _made(self, words: Schema, name: str, depth: int, turn: int) -> Any:
        given = next(given_values(words, turn, self._allows), None)
        if given is not None:
            length = json_length(given[0])
            self._room -= length or 0
            return given[0] if length else None
        if options := self._reading.choices(words):
            self._values -= len(options)
            last = depth >= DEEPEST
            options = sorted(options, key=lambda option: self._reading.distance(option, self._entered, last=last))
            turn, place = divmod(turn, len(options))
            return self.value(options[place], name, depth + 1, turn)
        kind, turn = kind_for(words, turn)
        match kind:
            case "object":
                return self._object(words, depth, turn)
            case "array":
                return self._array(words, name, depth, turn)
            case "integer" | "number":
                return number(words, whole=kind == "integer", turn=turn)
            case "boolean":
                return turn % 2 == 0
            case "null":
                return None
        return self._string(words, name, turn)

    def _string(self, words: Schema, name: str, turn: int) -> str:
        text = f"sample {name}"
        if self._text and not has_form(words):
            text, self._text = self._text, ""
        made = string(words, text, turn)
        self._room -= len(made)
        return made

    def _object(self, words: Schema, depth: int, turn: int) -> dict[str, Any]:
        known = mapped(words, "properties")
        others = words.get("additionalProperties")
        names = self._names(words, depth)
        self._values -= len(names) // 10
        made: dict[str, Any] = {}
        for name in names:
            self._room -= len(name) + 4
            if self._room < 0:
                break
            made[name] = self.value(member_schema(words, name), name, depth + 1, turn)
        least = limit(words.get("minProperties")) or 0
        if not known and isinstance(others, dict) and depth < DEEPEST and not self._leads_back(others):
            least = max(least, min(1, most(words, "maxProperties")))
        for more in range(2 * least if len(made) < least else 0):
            if len(made) >= least or self._values < 0 or self._room < 0:
                break
            name, schema = self._another(words, depth, more)
            made.setdefault(name, self.value(schema, name, depth + 1, turn))
        return made

    def _names(self, words: Schema, depth: int) -> list[str]:
        """The properties that an object gets: what must be there, and what may as far as there is room for it."""
        rule = words.get("propertyNames", True)
        return member_names(
            words,
            wanted=lambda schema: depth < DEEPEST and schema is not False and not self._leads_back(schema),
            allowed=lambda name: rule is True or self._allows(rule, name),
            room=self._values,
        )

    def _another(self, words: Schema, depth: int, place: int) -> tuple[str, Any]:
        """The name and schema of a property beyond the known ones."""
        name = f"key{place + 1}"
        if "patternProperties" in words:
            name = name_by_pattern(words, place) or name
        elif "propertyNames" in words:
            rule = {"allOf": [{"type": "string"}, words["propertyNames"]]}
            name = str(self.value(rule, "key", depth, place))
        return name, member_schema(words, name)

    def _array(self, words: Schema, name: str, depth: int, turn: int) -> list[Any]:
        unique, seen = words.get("uniqueItems") is True, set[Hashable]()
        made: list[Any] = []
        wanted = depth < DEEPEST and not self._leads_back(words.get("items", True))
        for part in item_schemas(words, wanted=wanted):
            item = self._unseen(part, name, (depth + 1, turn + len(made)), seen) if unique else None
            unique = item is not None
            made.append(self.value(part, name, depth + 1, turn) if item is None else item[0])
            if self._room < 0:
                break
        return made

    def _unseen(self, part: Any, name: str, place: tuple[int, int], seen: set[Hashable]) -> tuple[Any] | None:
        """An item that is not among those that were seen, if one can be found."""
        depth, turn = place
        for more in range(MOST_TRIES):
            item = self.value(part, name, depth, turn + more)
            if (known := identity(item)) not in seen:
                seen.add(known)
                return (item,)
        return None

    def _leads_back(self, schema: Any) -> bool:
        return self._reading.distance(schema, self._entered)[0]
