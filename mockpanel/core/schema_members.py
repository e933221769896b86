"""What an object or array of a JSON schema must have and may have: names, partners, counts. Pure; makes no value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from mockpanel.core.schema_reading import Schema, limit

UNBOUNDED = 10**9


def mapped(words: Schema, word: str) -> Mapping[str, Any]:
    """What a word says by name; nothing where it is no object."""
    found = words.get(word)
    return found if isinstance(found, dict) else {}


def most(words: Schema, word: str) -> int:
    """An upper limit of a count."""
    found = limit(words.get(word))
    return UNBOUNDED if found is None else found


def needed_names(words: Schema) -> list[str]:
    """The properties that must be there, with those that they need beside them."""
    required = words.get("required")
    return with_partners(words, required if isinstance(required, list) else [])


def with_partners(words: Schema, names: list[Any]) -> list[str]:
    """Some names, each once, and those that dependentRequired wants beside them."""
    found = dict.fromkeys(name for name in names if isinstance(name, str))
    rules = mapped(words, "dependentRequired")
    waiting = list(found) if rules else []
    while waiting:
        partners = rules.get(waiting.pop())
        listed = partners if isinstance(partners, list) else []
        new = [name for name in listed if isinstance(name, str) and name not in found]
        found.update(dict.fromkeys(new))
        waiting += new
    return list(found)


def item_schemas(words: Schema, *, wanted: bool) -> Iterator[Any]:
    """The schema of each item of an array: as few as may be, and one where that is `wanted` and allowed."""
    listed = words.get("prefixItems")
    prefix = listed if isinstance(listed, list) else []
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
