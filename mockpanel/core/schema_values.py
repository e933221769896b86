"""A value that a JSON schema allows, always the same one. Pure; a schema that allows nothing gets a plausible value."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

DEEPEST = 12
"""Schemas that refer to themselves are followed so far; below it only what must be there is filled in."""

MOST_ITEMS = 100
LONGEST_TEXT = 10_000

FORMATS = {
    "date": "2026-01-15",
    "time": "09:30:00Z",
    "date-time": "2026-01-15T09:30:00Z",
    "duration": "P1D",
    "email": "user@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/",
    "uuid": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
}

Schema = Mapping[str, Any]

ANY_OBJECT: Schema = {"type": "object", "properties": {"answer": {"type": "string"}}}
"""Where any object will do, this one holds the text."""


def example(schema: Schema, text: str = "") -> Any:
    """A value of the schema; the first free string in it is `text`, if there is one."""
    return _Maker(schema, text).value(schema, "value", 0)


def fits(text: str, schema: Schema) -> bool:
    """Whether a text is JSON of the kind that the schema wants, with all that must be there at its top."""
    try:
        value = json.loads(text)
    except ValueError:
        return False
    if not isinstance(value, dict):
        return not _is_object(schema)
    required = schema.get("required")
    names = required if isinstance(required, list) else []
    return _is_object(schema) and all(name in value for name in names)


def _is_object(schema: Schema) -> bool:
    return bool(schema.get("type", "object") == "object")


class _Maker:
    """Makes one value; knows the whole schema for its references."""

    def __init__(self, root: Schema, text: str) -> None:
        self._root = root
        self._text = text

    def value(self, schema: Any, name: str, depth: int) -> Any:
        """A value of a schema that stands under a name."""
        schema = self._plain(schema, depth)
        for fixed in ("const", "default"):
            if fixed in schema:
                return schema[fixed]
        for listed in ("enum", "examples"):
            if isinstance(schema.get(listed), list) and schema[listed]:
                return schema[listed][0]
        match _kind(schema):
            case "object":
                return self._object(schema, depth)
            case "array":
                return self._array(schema, name, depth)
            case "integer":
                return _number(schema, whole=True)
            case "number":
                return _number(schema, whole=False)
            case "boolean":
                return True
            case "null":
                return None
            case _:
                return self._string(schema, name)

    def _plain(self, schema: Any, depth: int) -> dict[str, Any]:
        """The schema without references and alternatives: of these the first is taken, near the end the simplest."""
        plain = dict(schema) if isinstance(schema, Mapping) else {}
        for _ in range(DEEPEST):
            if isinstance(reference := plain.pop("$ref", None), str):
                plain = {**self._referred(reference), **plain}
            elif isinstance(every := plain.pop("allOf", None), list):
                for part in every:
                    plain = _merged(plain, part)
            elif options := _options(plain):
                chosen = options[0] if depth < DEEPEST else min(options, key=_weight)
                plain = _merged({k: v for k, v in plain.items() if k not in ("anyOf", "oneOf")}, chosen)
            else:
                break
        return plain

    def _referred(self, reference: str) -> dict[str, Any]:
        found: Any = self._root
        for step in reference.removeprefix("#").split("/")[1:]:
            name = step.replace("~1", "/").replace("~0", "~")
            found = found.get(name) if isinstance(found, Mapping) else None
        return dict(found) if isinstance(found, Mapping) else {}

    def _object(self, schema: Schema, depth: int) -> dict[str, Any]:
        properties = schema.get("properties")
        known = properties if isinstance(properties, Mapping) else {}
        required = [name for name in schema.get("required") or () if isinstance(name, str)]
        names = required if depth >= DEEPEST else [*known, *(name for name in required if name not in known)]
        if depth >= 2 * DEEPEST:
            names = []
        return {name: self.value(known.get(name), name, depth + 1) for name in names}

    def _array(self, schema: Schema, name: str, depth: int) -> list[Any]:
        least = _whole(schema.get("minItems"), 0)
        most = _whole(schema.get("maxItems"), MOST_ITEMS)
        prefix = schema.get("prefixItems")
        first = [self.value(item, name, depth + 1) for item in prefix] if isinstance(prefix, list) else []
        count = min(max(least, 1 if depth < DEEPEST else 0, len(first)), max(most, least), MOST_ITEMS)
        items = schema.get("items")
        made = [*first, *(self.value(items, name, depth + 1) for _ in range(count - len(first)))]
        return _told_apart(made) if schema.get("uniqueItems") is True else made

    def _string(self, schema: Schema, name: str) -> str:
        known = FORMATS.get(str(schema.get("format", "")))
        if known is not None:
            return known
        text, self._text = self._text or f"sample {name}", ""
        least = _whole(schema.get("minLength"), 0)
        most = min(_whole(schema.get("maxLength"), LONGEST_TEXT), LONGEST_TEXT)
        return (text + " " + "x" * (least - len(text) - 1) if len(text) < least else text)[: max(most, least)]


def _kind(schema: Schema) -> str:
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((item for item in kind if item != "null"), "null")
    if isinstance(kind, str):
        return kind.lower()
    if "properties" in schema or "required" in schema or not schema:
        return "object" if schema else "string"
    return "array" if "items" in schema or "prefixItems" in schema else "string"


def _options(schema: Schema) -> list[Any]:
    for word in ("anyOf", "oneOf"):
        options = schema.get(word)
        if isinstance(options, list) and options:
            return options
    return []


def _weight(schema: Any) -> int:
    return len(json.dumps(schema, default=str))


def _merged(schema: dict[str, Any], part: Any) -> dict[str, Any]:
    if not isinstance(part, Mapping):
        return schema
    merged = {**schema, **part}
    for word in ("properties", "required"):
        one, other = schema.get(word), part.get(word)
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            merged[word] = {**one, **other}
        elif isinstance(one, list) and isinstance(other, list):
            merged[word] = list(dict.fromkeys([*one, *other]))
    return merged


def _number(schema: Schema, *, whole: bool) -> int | float:
    low = _bound(schema, "minimum", "exclusiveMinimum")
    high = _bound(schema, "maximum", "exclusiveMaximum")
    step = schema.get("multipleOf")
    unit = float(step) if isinstance(step, int | float) and step > 0 else 1.0
    value = unit
    if low is not None and (value < low or (value == low and _excluded(schema, "exclusiveMinimum", value))):
        value = math.ceil(low / unit) * unit
        value += unit if _excluded(schema, "exclusiveMinimum", value) else 0.0
    if high is not None and (value > high or _excluded(schema, "exclusiveMaximum", value)):
        value = math.floor(high / unit) * unit
        value -= unit if _excluded(schema, "exclusiveMaximum", value) else 0.0
        if low is not None and value < low:  # no multiple lies between: halfway is the best there is
            value = (low + high) / 2
    return int(value) if whole or value == int(value) else value


def _bound(schema: Schema, closed: str, opened: str) -> float | None:
    found = schema.get(closed, schema.get(opened))
    return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else None


def _excluded(schema: Schema, word: str, value: float) -> bool:
    return schema.get(word) == value


def _whole(value: Any, otherwise: int) -> int:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 else otherwise


def _told_apart(items: list[Any]) -> list[Any]:
    """The items, those that came before made different where that is easy."""
    apart: list[Any] = []
    for place, item in enumerate(items):
        if item not in apart:
            apart.append(item)
        elif isinstance(item, str):
            apart.append(f"{item} {place + 1}")
        elif isinstance(item, int | float) and not isinstance(item, bool):
            apart.append(item + place)
    return apart
