"""How a sentence shows a value, a number and a place in a body. Plain functions that need nothing else."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence

SHOWN_CHARACTERS = 60
"""A refused value is shown up to this length; a megabyte of text does not belong in a sentence."""


def show(value: object) -> str:
    """The value as a sentence shows it: JSON spelling, at most SHOWN_CHARACTERS long, secrets hidden."""
    if hasattr(value, "get_secret_value"):
        return "a hidden value"
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, int) and abs(value) >= 10**SHOWN_CHARACTERS:
        return "a number of more than 60 digits"
    if isinstance(value, str):
        value = value[: SHOWN_CHARACTERS + 1]
    try:
        text = json.dumps(value, ensure_ascii=not _is_unicode(value))
    except (TypeError, ValueError, RecursionError):
        text = type(value).__name__
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"


def number(value: float) -> str:
    """A bound without false digits: 0, 0.5, 100000."""
    return str(int(value)) if float(value).is_integer() else repr(value)


def field_path(location: Sequence[int | str]) -> str:
    """A place in a body as the OpenAI API writes it: messages[0].role."""
    path = ""
    for part in location:
        if isinstance(part, int):
            path += f"[{part}]"
        elif "[" not in part and "(" not in part:  # pydantic also names the branch of a union: skip it
            path += f".{part}" if path else part
    return path


def _is_unicode(value: object) -> bool:
    if not isinstance(value, str):
        return True
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
