"""Strings that a JSON schema allows: formats, patterns, lengths. Pure; knows nothing else of a schema."""

from __future__ import annotations

from mockpanel.core.schema_formats import FORMATS, formatted
from mockpanel.core.schema_patterns import written
from mockpanel.core.schema_reading import Schema, limit, listed

LONGEST_TEXT = 100_000
"""Characters; a schema that wants more gets as many."""

OTHER_TEXTS = ("text", "Words", "1", "?", "")
"""Where a schema says what a string is not, one of these may do; every second turn is for them."""


def has_form(schema: Schema) -> bool:
    """Whether a format or pattern says what a string looks like, so that no other text can stand there."""
    return schema.get("format") in FORMATS if isinstance(schema.get("format"), str) else "pattern" in schema


def string(schema: Schema, text: str, turn: int = 0) -> str:
    """A string of the schema: `text` as far as the schema lets it; another `turn` gives another one."""
    least, most = limit(schema.get("minLength")) or 0, limit(schema.get("maxLength"))
    most = LONGEST_TEXT if most is None else min(most, max(LONGEST_TEXT, least))
    least = min(least, LONGEST_TEXT)
    if patterns := _patterns(schema):
        found = written(patterns, least, most, turn)
        if found is not None:
            return found
    form = schema.get("format")
    if isinstance(form, str) and form in FORMATS:
        return formatted(form, least, most, turn)
    if "not" in schema and turn and turn % 2 == 0:
        turn, place = divmod(turn // 2 - 1, len(OTHER_TEXTS))
        text = OTHER_TEXTS[place]
    return _long_enough(text, least, most, turn)


def _patterns(schema: Schema) -> list[str]:
    """The schema's own pattern, behind those that its parts say beside it."""
    parts = [part for part in listed(schema, "allOf") if isinstance(part, dict)]
    return [said for part in (*parts, schema) if isinstance(said := part.get("pattern"), str)]


def _long_enough(text: str, least: int, most: int, turn: int) -> str:
    """The text, padded or cut, with the turn's number at its end from the second turn on."""
    if len(text) < least:
        text = (text + " ").ljust(least, "x")
    if not turn:
        return text[:most]
    ending = _short_number(turn)
    if len(text) + 1 + len(ending) <= most:
        return f"{text} {ending}"
    return (text[: max(most - len(ending), 0)] + ending)[:most]


def _short_number(value: int) -> str:
    digits = ""
    while value or not digits:
        value, digit = divmod(value, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits
