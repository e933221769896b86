"""The values that stand in a schema itself: its constant, its enumeration, its default and examples. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from mockpanel.core.schema_reading import Schema, listed

MOST_LISTED = 300
MOST_SHOWN = 10


def given_values(words: Schema, turn: int, allows: Callable[[Schema, Any], bool]) -> Iterator[tuple[Any]]:
    """The values that stand in the schema's words, from the `turn`-th on, as far as these allow them."""
    if "const" in words:
        yield (words["const"],)
    if values := listed(words, "enum"):
        start = turn % len(values)
        others = {word: said for word, said in words.items() if word != "enum"}
        turned = islice(values[start:] + values[:start], MOST_LISTED)
        yield from ((item,) for item in turned if allows(others, item))
        yield (values[start],)
    shown = [words.get("default"), *listed(words, "examples")]
    yield from ((item,) for item in shown[turn : turn + MOST_SHOWN] if item is not None and allows(words, item))


def json_length(value: Any) -> int | None:
    """The characters of a value as JSON; None where it has no such form, as 1e999 has none that can be sent on."""
    try:
        return len(json.dumps(value, allow_nan=False))
    except ValueError:
        return None
