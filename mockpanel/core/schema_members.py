"""What an object or array of a JSON schema must have and may have: names, partners, counts. Pure; makes no value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from mockpanel.core.pattern_checks import matches
from mockpanel.core.schema_patterns import written
from mockpanel.core.schema_reading import Schema, limit, listed, mapped

UNBOUNDED = 10**9
MOST_PATTERNS = 20
LONGEST_NAME = 1_000


def most(words: Schema, word: str) -> int:
    """An upper limit of a count."""
    found = limit(words.get(word))
    return UNBOUNDED if found is None else found


def needed_names(words: Schema) -> list[str]:
    """The properties that must be there, with those that they need beside them."""
    return with_partners(words, listed(words, "required"))


def with_partners(words: Schema, names: list[Any]) -> list[str]:
    """Some names, each once, and those that dependentRequired wants beside them."""
    found = dict.fromkeys(name for name in names if isinstance(name, str))
    rules = mapped(words, "dependentRequired")
    waiting = list(found) if rules else []
    while waiting:
        partners = listed(rules, waiting.pop())
        new = [name for name in partners if isinstance(name, str) and name not in found]
        found.update(dict.fromkeys(new))
        waiting += new
    return list(found)


def member_names(
    words: Schema, *, wanted: Callable[[Any], bool], allowed: Callable[[str], bool], room: int
) -> list[str]:
    """The properties that an object gets: those that must be there, others whose schema is `wanted` and name `allowed`.

    No optional ones are added beyond `room` in all, nor beyond maxProperties. They come in the order of the schema's
    propertyOrdering (a word of Google's), then of its properties.
    """
    known, found = mapped(words, "properties"), dict.fromkeys(needed_names(words))
    spare = most(words, "maxProperties") - len(found)
    for name, schema in known.items():
        if len(found) > room:
            break
        if name in found or not wanted(schema):
            continue
        extra = [partner for partner in with_partners(words, [name]) if partner not in found]
        if len(extra) <= spare and all(map(allowed, extra)):
            found.update(dict.fromkeys(extra))
            spare -= len(extra)
    first = [name for name in listed(words, "propertyOrdering") if isinstance(name, str)]
    return [name for name in dict.fromkeys([*first, *known, *found]) if name in found]


def member_schema(words: Schema, name: str) -> Any:
    """What an object's words say of the value under a name."""
    known, patterns = mapped(words, "properties"), mapped(words, "patternProperties")
    parts = [known[name]] if name in known else []
    parts += [part for pattern, part in islice(patterns.items(), MOST_PATTERNS) if matches(pattern, name)]
    if len(parts) > 1:
        return {"allOf": parts}
    return parts[0] if parts else words.get("additionalProperties", True)


def name_by_pattern(words: Schema, place: int) -> str | None:
    """The `place`-th name that patternProperties allow, each pattern in its turn; None where there is none."""
    patterns = [name for name, part in mapped(words, "patternProperties").items() if part is not False]
    if not patterns:
        return None
    turn, which = divmod(place, len(patterns))
    return written([patterns[which]], 0, LONGEST_NAME, turn)


def item_schemas(words: Schema, *, wanted: bool) -> Iterator[Any]:
    """The schema of each item of an array: as few as may be, and one where that is `wanted` and allowed."""
    prefix = listed(words, "prefixItems")
    items, contained = words.get("items", True), words.get("contains")
    least = max(limit(words.get("minItems")) or 0, len(prefix) or int(wanted and items is not False))
    size = min(least, most(words, "maxItems"))
    yield from islice(prefix, size)
    done = min(len(prefix), size)
    if contained is not None:
        needed = limit(words.get("minContains", 1))
        for _ in range(min(1 if needed is None else needed, most(words, "maxItems") - done)):
            yield {"allOf": [contained, items]}
            done += 1
    for _ in range(size - done):
        yield items
