"""Tools of the Anthropic Messages API: what `tools` and `tool_choice` ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockpanel.core.errors import InvalidValue
from mockpanel.core.sentences import show
from mockpanel.core.tools import Tool, Toolbox, ToolChoice

LONGEST_NAME = 128

SERVER_TOOLS = ("web_search_", "web_fetch_", "code_execution_", "tool_search_tool_", "mcp_toolset")
"""How the types begin of tools that the service runs itself: nothing that a client is asked to run."""

CHOICES = {"auto": ToolChoice.AUTO, "any": ToolChoice.REQUIRED, "tool": ToolChoice.REQUIRED, "none": ToolChoice.NONE}


def toolbox(tools: list[dict[str, Any]] | None, choice: dict[str, Any] | None, *, answered: bool = False) -> Toolbox:
    """The tools that a client would run, and how they are wanted; raises InvalidValue that names the field."""
    known = tuple(
        found for place, tool in enumerate(tools or ()) if (found := _tool(tool, f"tools[{place}]")) is not None
    )
    wanted, forced = _choice(choice, known)
    parallel = choice is None or choice.get("disable_parallel_tool_use") is not True
    return Toolbox(known, wanted, forced, parallel, answered)


def _tool(tool: Mapping[str, Any], field: str) -> Tool | None:
    kind = tool.get("type") or "custom"
    if not isinstance(kind, str):
        raise InvalidValue(f"{field}.type", f"{field}.type must be a string, got {show(kind)}")
    if kind.startswith(SERVER_TOOLS):
        return None
    name = tool.get("name", kind)  # a toolset has no name
    if (kind == "custom" and "name" not in tool) or not isinstance(name, str) or not 1 <= len(name) <= LONGEST_NAME:
        bounds = f"a string of 1 to {LONGEST_NAME} characters"
        raise InvalidValue(f"{field}.name", f"{field}.name must be {bounds}, got {show(tool.get('name'))}")
    schema = tool.get("input_schema")
    if kind == "custom" and not isinstance(schema, Mapping):
        raise InvalidValue(f"{field}.input_schema", f"{field}.input_schema must be an object, got {show(schema)}")
    return Tool(name, schema if isinstance(schema, Mapping) else {"type": "object"})


def _choice(choice: Mapping[str, Any] | None, known: tuple[Tool, ...]) -> tuple[ToolChoice, str]:
    """How tools are wanted, and the one that must be called."""
    if choice is None:
        return ToolChoice.AUTO, ""
    kind = choice.get("type")
    wanted = CHOICES.get(kind) if isinstance(kind, str) else None
    if wanted is None:
        kinds = ", ".join(CHOICES)
        raise InvalidValue("tool_choice.type", f"tool_choice.type must be one of {kinds}, got {show(kind)}")
    if kind != "tool":
        return wanted, ""
    name = choice.get("name")
    if not isinstance(name, str) or not any(tool.name == name for tool in known):
        sentence = f"tool_choice.name must name one of the tools that the request offers, got {show(name)}"
        raise InvalidValue("tool_choice.name", sentence)
    return wanted, name
