"""JSON that is being written: what is wrong with it, and its white space. Changes nothing but white space."""

from __future__ import annotations

import json
import re

INDENT = "  "

_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')
"""A string, a mark, or what is neither: a number or a name."""


def json_fault(text: str) -> str:
    """Why a text is no JSON object, as a sentence; empty where it is one, or where there is no text."""
    if not text.strip():
        return ""
    try:
        value = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        return f"Not JSON: {error.msg.lower()} in line {error.lineno}, column {error.colno}."
    except (ValueError, RecursionError) as error:
        return f"Not JSON: {'nested too deeply' if isinstance(error, RecursionError) else error}."
    return "" if isinstance(value, dict) else "Not a JSON object: arguments are between { and }."


def indented(text: str) -> str:
    """A JSON text with a line for each item."""
    words = _WORD.findall(text)
    parts: list[str] = []
    depth = 0
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        closes = following in ("}", "]")
        if word in ("{", "[") and not closes:
            depth += 1
            parts.append(word + _line(depth))
        elif word == ",":
            parts.append(word + _line(depth))
        elif closes and word not in ("{", "["):
            depth -= 1
            parts.append(word + _line(depth))
        else:
            parts.append(": " if word == ":" else word)
    return "".join(parts)


def on_one_line(text: str) -> str:
    """A JSON text without white space between its words."""
    return "".join(_WORD.findall(text))


def _line(depth: int) -> str:
    return "\n" + INDENT * depth


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no number of JSON")
