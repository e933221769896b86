"""The values that stand in a schema itself: its constant, its enumeration, its default and examples. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from mockpanel.core.schema_reading import Schema

MOST_LISTED = 300
MOST_SHOWN = 10


def given_values(words: Schema, turn: int, allows: Callable[[Schema, Any], bool]) -> Iterator[tuple[Any]]:
    """The values that stand in the schema's words, from the `turn`-th on, as far as these allow them."""
    if "const" in words:
        yield (words["const"],)
    listed = words.get("enum")
    if isinstance(listed, list) and listed:
        start = turn % len(listed)
        others = {word: said for word, said in words.items() if word != "enum"}
        turned = islice(listed[start:] + listed[:start], MOST_LISTED)
        yield from ((item,) for item in turned if allows(others, item))
        yield (listed[start],)
    examples = words.get("examples")
    shown = [words.get("default"), *(examples if isinstance(examples, list) else ())]
    yield from ((item,) for item in shown[turn : turn + MOST_SHOWN] if item is not None and allows(words, item))


def json_length(value: Any) -> int | None:
    """The characters of a value as JSON; None where it has no such form, as 1e999 has none that can be sent on."""
    try:
        return len(json.dumps(value, allow_nan=False))
    except ValueError:
        return None
