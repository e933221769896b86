"""Tools of chat completions: what a request says of them, and how calls look in an answer, legacy functions too."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from mockpanel.core.choices import Part
from mockpanel.core.errors import InvalidValue
from mockpanel.core.sentences import show
from mockpanel.core.tools import Tool, Toolbox, ToolChoice
from mockpanel.wire.identifiers import new_id

CALL_PREFIX = "call_"


def toolbox(
    tools: list[dict[str, Any]] | None, choice: Any, *, parallel: bool | None = None, answered: bool = False
) -> Toolbox:
    """What `tools`, `tool_choice` and `parallel_tool_calls` ask for; raises InvalidValue that names the field."""
    known = tuple(
        found for place, tool in enumerate(tools or ()) if (found := _tool(tool, f"tools[{place}]")) is not None
    )
    wanted, forced = _choice(choice, known, "tool_choice")
    return Toolbox(known, wanted, forced, parallel is not False, answered)


def function_box(functions: list[dict[str, Any]] | None, choice: Any, *, answered: bool = False) -> Toolbox:
    """The same for the legacy `functions` and `function_call`: at most one is called."""
    known = tuple(_function(function, f"functions[{place}]") for place, function in enumerate(functions or ()))
    wanted, forced = _choice(choice, known, "function_call")
    return Toolbox(known, wanted, forced, False, answered)


def tools_text(tools: list[dict[str, Any]] | None) -> tuple[str, ...]:
    """What the tools add to the prompt's text."""
    return (json.dumps(tools, ensure_ascii=False, separators=(",", ":")),) if tools else ()


def _tool(tool: dict[str, Any], field: str) -> Tool | None:
    kind = tool.get("type", "function")
    if kind == "function":
        return _function(tool.get("function"), f"{field}.function")
    if kind == "custom":
        custom = tool.get("custom")
        return Tool(_name(custom, f"{field}.custom"), {"type": "string"})
    return None  # a tool of the service's own, such as web search: nothing that a client is asked to run


def _function(function: Any, field: str) -> Tool:
    name = _name(function, field)
    parameters = function.get("parameters")
    if parameters is not None and not isinstance(parameters, Mapping):
        raise InvalidValue(f"{field}.parameters", f"{field}.parameters must be an object, got {show(parameters)}")
    return Tool(name, parameters or {"type": "object", "properties": {}})


def _name(function: Any, field: str) -> str:
    name = function.get("name") if isinstance(function, Mapping) else None
    if not isinstance(name, str) or not 1 <= len(name) <= 256:
        raise InvalidValue(f"{field}.name", f"{field}.name must be a string of 1 to 256 characters, got {show(name)}")
    return name


def _choice(choice: Any, known: tuple[Tool, ...], field: str) -> tuple[ToolChoice, str]:
    """How tools are wanted, and the one that must be called."""
    if choice is None:
        return ToolChoice.AUTO, ""
    if isinstance(choice, str) and choice in tuple(ToolChoice):
        return ToolChoice(choice), ""
    if not isinstance(choice, Mapping):
        raise InvalidValue(field, f"{field} must be auto, none, required or an object, got {show(choice)}")
    named = choice.get("function", choice.get("custom", choice))
    name = named.get("name") if isinstance(named, Mapping) else None
    if name is None:
        return ToolChoice.AUTO, ""
    if not any(tool.name == name for tool in known):
        raise InvalidValue(field, f"{field} must name one of the tools that the request offers, got {show(name)}")
    return ToolChoice.REQUIRED, str(name)


def call_id(part: Part) -> str:
    """The id of a call: the given one, or one made as the service makes it."""
    return part.call_id or new_id(CALL_PREFIX)


def call_object(part: Part, identifier: str, arguments: str) -> dict[str, Any]:
    """One call as it stands in a message."""
    return {"id": identifier, "type": "function", "function": {"name": part.name, "arguments": arguments}}
