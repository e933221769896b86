"""Reads JSON schemas (draft 2020-12): references, merging, kinds, equality of values. Makes and judges nothing."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction
from itertools import islice, product
from math import gcd, inf, lcm
from typing import Any
from urllib.parse import unquote

from mockpanel.core.schema_words import told

Schema = Mapping[str, Any]

WORDS = frozenset((
    *("$ref", "allOf", "anyOf", "oneOf", "not", "if", "then", "else"),
    *("type", "nullable", "const", "enum", "default", "examples"),
    *("properties", "required", "additionalProperties", "patternProperties", "propertyNames"),
    *("minProperties", "maxProperties", "dependentRequired", "dependentSchemas", "propertyOrdering"),
    *("items", "prefixItems", "contains", "minContains", "maxContains", "minItems", "maxItems", "uniqueItems"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    *("minLength", "maxLength", "pattern", "format"),
))  # fmt: skip
"""The keywords that are read; a schema's other ones cost nothing, however many there are."""

LONGEST_CHAIN = 50
"""So many references and parts of allOf are followed one from another."""

MOST_PAIRED = 10
"""Where two schemas have alternatives, so many of each are joined with each of the other's."""

LARGEST_NUMBER = 10**300
"""Bounds beyond it are none, so that every number made fits into a double."""

_KIND_WORDS = {
    "object": ("properties", "required", "additionalProperties", "patternProperties", "minProperties", "propertyNames"),
    "array": ("items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
}


def words_of(schema: Any) -> dict[str, Any]:
    """A schema's keywords, those that its description tells too; true says nothing, and so does what is no schema."""
    if schema is False:
        return {"not": {}}
    if not isinstance(schema, dict):
        return {}
    if len(schema) > len(WORDS):
        words = {word: schema[word] for word in WORDS if word in schema}
    else:
        words = {word: value for word, value in schema.items() if word in WORDS}
    for word, value in told(schema.get("description")).items():
        words.setdefault(word, value)
    return words


def mapped(words: Schema, word: str) -> Mapping[str, Any]:
    """What a word says by name; nothing where it is no object."""
    found = words.get(word)
    return found if isinstance(found, dict) else {}


def listed(words: Schema, word: str) -> list[Any]:
    """What a word lists; nothing where it is no array."""
    found = words.get(word)
    return found if isinstance(found, list) else []


def referred(root: Schema, reference: str) -> Any:
    """What a reference within the document leads to (RFC 6901), by the root's $id too; an empty schema for nowhere."""
    found: Any = root
    name = root.get("$id") if isinstance(root, dict) else None
    reference = reference.removeprefix(name.removesuffix("#")) if isinstance(name, str) else reference
    for step in reference.removeprefix("#").split("/")[1:]:
        name = unquote(step).replace("~1", "/").replace("~0", "~")
        if isinstance(found, list) and name.isdecimal() and int(name[:9]) < len(found):
            found = found[int(name[:9])]
        else:
            found = found.get(name, {}) if isinstance(found, dict) else {}
    return found


def kinds_of(schema: Schema) -> tuple[str, ...]:
    """The types that a schema allows, as it lists them; without a type, what its other words are about."""
    kind = schema.get("type")
    if isinstance(kind, str):
        kinds = [kind.lower()]
    else:
        kinds = [str(item).lower() for item in islice(listed(schema, "type"), 10)]
    if not kinds:
        return tuple(kind for kind, words in _KIND_WORDS.items() if any(word in schema for word in words))[:1]
    return (*kinds, "null") if schema.get("nullable") is True and "null" not in kinds else tuple(kinds)


def kind_for(schema: Schema, turn: int) -> tuple[str, int]:
    """The type that a value gets, null last, and which turn it is for that type: there are but two booleans."""
    kinds = sorted(kinds_of(schema), key="null".__eq__) or ["null" if "type" in schema else "string"]
    if kinds[0] == "boolean" and len(kinds) > 1 and turn > 1:
        return kinds[1], turn - 2
    return kinds[0], turn


def limit(value: Any) -> int | None:
    """A length or count; None where it is none. Some services write them as text."""
    if isinstance(value, str) and value.isdecimal():
        value = int(value[:9])
    counts = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < inf
    return int(value) if counts else None


def exact(value: Any) -> Fraction | None:
    """A number as its decimal spelling has it; None where it is none, or too large to be reached."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not -LARGEST_NUMBER < value < LARGEST_NUMBER:
        return None
    return Fraction(value) if isinstance(value, int) else Fraction(repr(value))


def identity(value: Any) -> Hashable:
    """What two JSON values that are equal have in common: 1 is 1.0, and true is not 1."""
    match value:
        case bool() | None:
            return ("constant", value)
        case dict():
            return frozenset((name, identity(item)) for name, item in value.items())
        case list():
            return tuple(identity(item) for item in value)
    return value if isinstance(value, str | int | float) else str(value)


def merged(schema: Schema, other: Any) -> dict[str, Any]:
    """One schema that says what two say; for words that cannot be joined, what the second says."""
    result = dict(schema)
    for word, value in words_of(other).items():
        result[word] = _joined(word, result[word], value) if word in result else value
    return result


def _joined(word: str, one: Any, other: Any) -> Any:
    """What two schemas say together under one word."""
    if one == other:
        return one
    match word:
        case "type":
            return _common_types(one, other)
        case "enum" if isinstance(one, list) and isinstance(other, list):
            known = {identity(item) for item in other}
            return [item for item in one if identity(item) in known]
        case "required" | "allOf" if isinstance(one, list) and isinstance(other, list):
            return [*one, *(item for item in islice(other, 1000) if item not in one)]
        case "properties" | "patternProperties" | "dependentSchemas" if isinstance(one, dict) and isinstance(
            other, dict
        ):
            return {**one, **{k: {"allOf": [one[k], v]} if k in one else v for k, v in other.items()}}
        case "anyOf" | "oneOf" if isinstance(one, list) and isinstance(other, list):
            pairs = product(one[:MOST_PAIRED], other[:MOST_PAIRED])
            return [{"allOf": list(pair)} for pair in pairs] or one or other
        case "not":
            return {"anyOf": [one, other]}
        case "items" | "additionalProperties" | "propertyNames" | "contains":
            return {"allOf": [one, other]}
        case "multipleOf" if (a := exact(one)) and (b := exact(other)):
            return float(Fraction(lcm(a.numerator, b.numerator), gcd(a.denominator, b.denominator)))
    return _tighter(word, one, other)


def _tighter(word: str, one: Any, other: Any) -> Any:
    a, b = exact(one), exact(other)
    if a is None or b is None:
        return other
    if word.startswith("min") or word == "exclusiveMinimum":
        return one if a > b else other
    return one if (word.startswith("max") or word == "exclusiveMaximum") and a < b else other


def _common_types(one: Any, other: Any) -> list[str]:
    first, second = kinds_of({"type": one}), kinds_of({"type": other})
    common = [kind for kind in first if kind in second]
    whole = "integer" in (*first, *second) and "number" in (*first, *second) and "integer" not in common
    return [*common, "integer"] if whole else common or list(second)
