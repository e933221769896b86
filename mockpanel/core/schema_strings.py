"""Strings that a JSON schema allows: formats, patterns, lengths. Pure; knows nothing else of a schema."""

from __future__ import annotations

from mockpanel.core.patterns import matching
from mockpanel.core.schema_reading import Schema, limit

LONGEST_TEXT = 10_000
"""Characters; a schema that wants more gets as many."""

FORMATS = {
    "date": "20{more:02}-01-15",
    "time": "09:30:{less:02}Z",
    "date-time": "20{more:02}-01-15T09:30:00Z",
    "duration": "P{turn}D",
    "email": "user{turn}@example.com",
    "idn-email": "user{turn}@example.com",
    "hostname": "host{turn}.example.com",
    "idn-hostname": "host{turn}.example.com",
    "ipv4": "192.0.2.{less}",
    "ipv6": "2001:db8::{less}",
    "uri": "https://example.com/{turn}",
    "uri-reference": "/{turn}",
    "iri": "https://example.com/{turn}",
    "iri-reference": "/{turn}",
    "uri-template": "https://example.com/{turn}",
    "uuid": "3fa85f64-5717-4562-b3fc-{turn:012}",
    "json-pointer": "/{turn}",
    "relative-json-pointer": "{turn}",
    "regex": "^{turn}$",
}
"""What each format looks like; `turn` counts from 1, `less` stays below 60 and `more` is a year that begins with 26."""


def has_form(schema: Schema) -> bool:
    """Whether a format or pattern says what a string looks like, so that no other text can stand there."""
    return schema.get("format") in FORMATS if isinstance(schema.get("format"), str) else "pattern" in schema


def string(schema: Schema, text: str, turn: int = 0) -> str:
    """A string of the schema: `text` as far as the schema lets it; another `turn` gives another one."""
    least, most = limit(schema.get("minLength")) or 0, limit(schema.get("maxLength"))
    most = LONGEST_TEXT if most is None else min(most, max(LONGEST_TEXT, least))
    least = min(least, LONGEST_TEXT)
    pattern, form = schema.get("pattern"), schema.get("format")
    if isinstance(pattern, str):
        found = matching(pattern, least, most, turn)
        if found is not None:
            return found
    if isinstance(form, str) and form in FORMATS:
        return FORMATS[form].format(turn=turn + 1, less=turn % 59 + 1, more=26 + turn % 70)
    return _long_enough(text, least, most, turn)


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
