"""A function that a request offers, read alike in every protocol: its name, and the schema of its arguments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockpanel.core.errors import InvalidValue
from mockpanel.core.sentences import show
from mockpanel.core.tools import Tool

LONGEST_NAME = 256


def function(described: Any, field: str) -> Tool:
    """The tool that is described; raises InvalidValue that names the field. Its arguments are always an object."""
    name = function_name(described, field)
    schema = described.get("parameters")
    if schema is not None and not isinstance(schema, Mapping):
        raise InvalidValue(f"{field}.parameters", f"{field}.parameters must be an object, got {show(schema)}")
    return Tool(name, {"properties": {}, **(schema or {}), "type": "object"})


def function_name(described: Any, field: str) -> str:
    """The name in a description; raises InvalidValue where there is none, or one that is too long."""
    name = described.get("name") if isinstance(described, Mapping) else None
    if not isinstance(name, str) or not 1 <= len(name) <= LONGEST_NAME:
        sentence = f"{field}.name must be a string of 1 to {LONGEST_NAME} characters, got {show(name)}"
        raise InvalidValue(f"{field}.name", sentence)
    return name


def input_schema(grammar: Any) -> dict[str, Any]:
    """What the text for a custom tool looks like; of grammars only regular expressions are followed."""
    if isinstance(grammar, Mapping) and grammar.get("syntax") == "regex":
        return {"type": "string", "pattern": grammar.get("definition")}
    return {"type": "string"}
