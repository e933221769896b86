"""How a sentence shows a value, a number and a place in a body. Plain functions that need nothing else."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence

SHOWN_CHARACTERS = 60
"""A refused value is shown up to this length; a megabyte of text does not belong in a sentence."""


def show(value: object) -> str:
    """The value as a sentence shows it: JSON spelling, at most SHOWN_CHARACTERS long, secrets hidden."""
    match value:
        case float() if not math.isfinite(value):
            text = "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")
        case bool() | None:
            text = json.dumps(value)
        case int() if abs(value) >= 10**SHOWN_CHARACTERS:
            text = f"a number of more than {SHOWN_CHARACTERS} digits"
        case int() | float():
            text = repr(value)
        case str():
            beginning = value[: SHOWN_CHARACTERS + 1]
            text = json.dumps(beginning, ensure_ascii=_utf8(beginning) != beginning)
        case Mapping():
            text = "an object"
        case list() | tuple():
            text = _listed(value[:SHOWN_CHARACTERS])
        case _:
            text = "a hidden value" if hasattr(value, "get_secret_value") else type(value).__name__
    return shorten(text)


def shorten(text: str) -> str:
    """A text as long as a sentence can bear, in characters that UTF-8 can carry."""
    text = _utf8(text)
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"


def number(value: float) -> str:
    """A bound without false digits: 0, 0.5, 100000."""
    return str(int(value)) if float(value).is_integer() else repr(value)


def counted(count: int, noun: str) -> str:
    """A number of things: 1 chunk, 2 chunks."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def field_path(location: Sequence[int | str]) -> str:
    """A place in a body as the OpenAI API writes it: messages[0].role."""
    path = ""
    for part in location:
        if isinstance(part, int):
            path += f"[{part}]"
        elif "[" not in part and "(" not in part:  # pydantic also names the branch of a union: skip it
            path += f".{shorten(part)}" if path else shorten(part)
    return path


def _listed(values: Sequence[object]) -> str:
    if all(value is None or isinstance(value, (str, float)) or _is_short_int(value) for value in values):
        return json.dumps(values, ensure_ascii=True)
    return "list"


def _is_short_int(value: object) -> bool:
    return isinstance(value, int) and abs(value) < 10**SHOWN_CHARACTERS


def _utf8(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
