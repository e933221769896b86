"""A value that a JSON schema allows, always the same one. Pure.

However hostile the schema, what is made of it is small; one that allows nothing gets a plausible value.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from itertools import islice
from typing import Any

from mockpanel.core.patterns import matching
from mockpanel.core.schema_checks import Checker
from mockpanel.core.schema_members import item_schemas, mapped, most, needed_names, with_partners
from mockpanel.core.schema_numbers import number
from mockpanel.core.schema_options import HARD, Reading, simplest
from mockpanel.core.schema_reading import Schema, identity, kinds_of, limit
from mockpanel.core.schema_strings import has_form, string

DEEPEST = 20
"""Below it only what must be there is filled in."""

FURTHEST = 80
"""Below it there is nothing but empty values."""

MOST_VALUES = 1_000
LARGEST = 100_000
"""Characters in all; what would come behind them is left empty."""

MOST_TRIES = 16
MOST_STEPS = 2_000
"""Of looking whether a value that was made is allowed."""

MOST_LISTED = 300

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
        made = self._made(words, name, depth, turn)
        if HARD & words.keys():
            made = self._tried(words, made, (name, depth, turn))
        self._entered.subtract(passed)
        return made

    def _tried(self, words: Schema, made: Any, place: tuple[str, int, int]) -> Any:
        """The first of some values that all of the schema's words allow; the first one, where none does."""
        name, depth, turn = place
        found = made
        for more in range(1, MOST_TRIES):
            if self._values < 0 or self._allows(words, found):
                return found
            found = self._made(words, name, depth, turn + more)
        return made

    def _made(self, words: Schema, name: str, depth: int, turn: int) -> Any:
        given = next(self._given(words, turn), None)
        if given is not None:
            length = _length(given[0])
            self._room -= length or 0
            return given[0] if length else None
        if options := self._reading.choices(words):
            self._values -= len(options)
            last = depth >= DEEPEST
            options = sorted(options, key=lambda option: self._reading.distance(option, self._entered, last=last))
            turn, place = divmod(turn, len(options))
            return self.value(options[place], name, depth + 1, turn)
        kind = next((kind for kind in kinds_of(words) if kind != "null"), "null" if "type" in words else "string")
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

    def _given(self, words: Schema, turn: int) -> Iterator[tuple[Any]]:
        """The values that stand in the schema itself, from the `turn`-th on, as far as it allows them."""
        if "const" in words:
            yield (words["const"],)
        listed = words.get("enum")
        if isinstance(listed, list) and listed:
            start = turn % len(listed)
            others = {word: said for word, said in words.items() if word != "enum"}
            turned = islice(listed[start:] + listed[:start], MOST_LISTED)
            yield from ((item,) for item in turned if self._allows(others, item))
            yield (listed[start],)
        examples = words.get("examples")
        shown = [words.get("default"), *(examples if isinstance(examples, list) else ())]
        yield from ((item,) for item in shown[turn : turn + 10] if item is not None and self._allows(words, item))

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
        names = self._names(words, known, depth)
        self._values -= len(names) // 10
        made: dict[str, Any] = {}
        for name in names:
            self._room -= len(name) + 4
            if self._room < 0:
                break
            made[name] = self.value(known.get(name, others), name, depth + 1, turn)
        least = limit(words.get("minProperties")) or 0
        if not known and isinstance(others, dict) and depth < DEEPEST and not self._leads_back(others):
            least = max(least, min(1, most(words, "maxProperties")))
        for more in range(2 * least if len(made) < least else 0):
            if len(made) >= least or self._values < 0 or self._room < 0:
                break
            name, schema = self._another(words, depth, more)
            made.setdefault(name, self.value(schema, name, depth + 1, turn))
        return made

    def _names(self, words: Schema, known: Mapping[str, Any], depth: int) -> list[str]:
        """The properties that an object gets: what must be there, and what may as far as there is room for it."""
        needed = needed_names(words)
        rule = words.get("propertyNames", True)
        spare = most(words, "maxProperties") - len(needed)
        wanted = set(needed)
        for name, schema in known.items() if depth < DEEPEST else ():
            if name in wanted:
                continue
            if len(wanted) > self._values:
                break
            extra = [found for found in with_partners(words, [name]) if found not in wanted]
            if len(extra) > spare or schema is False or self._leads_back(schema):
                continue
            if rule is True or all(self._allows(rule, found) for found in extra):
                wanted.update(extra)
                spare -= len(extra)
        return [*(name for name in known if name in wanted), *(name for name in wanted if name not in known)]

    def _another(self, words: Schema, depth: int, place: int) -> tuple[str, Any]:
        """The name and schema of a property beyond the known ones."""
        others, patterns = words.get("additionalProperties", True), mapped(words, "patternProperties")
        if patterns:
            pattern = next(iter(patterns))
            return matching(pattern, turn=place) or f"key{place + 1}", patterns[pattern]
        if "propertyNames" in words:
            return str(self.value({"allOf": [{"type": "string"}, words["propertyNames"]]}, "key", depth, place)), others
        return f"key{place + 1}", others

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


def _length(value: Any) -> int | None:
    """The characters of a value as JSON; None where it has no such form, as 1e999 has none that can be sent on."""
    try:
        return len(json.dumps(value, allow_nan=False))
    except ValueError:
        return None
