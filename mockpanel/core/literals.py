"""JSON values as source text in Python and JavaScript. Pure text: what it means in a request is the caller's."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

ONE_LINE = 72
"""A list or object that fits into so many characters stays in one line."""

DEEPEST = 60
"""Values nested deeper than this have no literal: nobody would read it."""

_JS_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Language:
    """How a language spells what JSON has, and how many spaces it indents."""

    constants: dict[bool | None, str]
    bare_keys: bool
    indent: int


PYTHON = Language({None: "None", True: "True", False: "False"}, bare_keys=False, indent=4)
JAVASCRIPT = Language({None: "null", True: "true", False: "false"}, bare_keys=True, indent=2)


def parse_object(text: str) -> dict[str, Any] | None:
    """The JSON object that a text holds; None where it is something else, too deep, or has NaN."""
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and _nests(value, DEEPEST) else None


def _nests(value: Any, levels: int) -> bool:
    """Whether a value is nested no deeper than so many levels."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels > 0 and all(_nests(item, levels - 1) for item in inner)


def compact(value: Any) -> str:
    """JSON as the services write it into arguments and structured answers: without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def literal(value: Any, language: Language, depth: int = 0) -> str:
    """A JSON value as source text that evaluates to it; lines after the first are indented for `depth`."""
    match value:
        case None | bool():
            return language.constants[value]
        case str():
            return quoted(value)
        case dict():
            items = [f"{_key(name, language)}: {literal(item, language, depth + 1)}" for name, item in value.items()]
            return _gathered("{", items, "}", language, depth)
        case list():
            return _gathered("[", [literal(item, language, depth + 1) for item in value], "]", language, depth)
    return repr(value)


def quoted(text: str) -> str:
    """A string in double quotes: the same in JSON, Python and JavaScript."""
    spelled = json.dumps(text, ensure_ascii=False)
    return _LONE_SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", spelled)


def _gathered(opening: str, items: list[str], closing: str, language: Language, depth: int) -> str:
    together = opening + ", ".join(items) + closing
    if not items or (len(together) <= ONE_LINE and "\n" not in together):
        spaced = language.bare_keys and opening == "{" and items
        return f"{{ {', '.join(items)} }}" if spaced else together
    inner = " " * language.indent * (depth + 1)
    lines = "".join(f"{inner}{item},\n" for item in items)
    return f"{opening}\n{lines}{' ' * language.indent * depth}{closing}"


def _key(name: str, language: Language) -> str:
    if not language.bare_keys:
        return quoted(name)
    if name == "__proto__":  # in a JavaScript literal the plain key would set the prototype
        return '["__proto__"]'
    return name if _JS_NAME.fullmatch(name) else quoted(name)


def _refuse(constant: str) -> float:
    raise ValueError(constant)


def _finite(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError(text)
    return value
