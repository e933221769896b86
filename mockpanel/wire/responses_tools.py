"""Tools of the Responses API, which are flat: what a request says of them, and how its answer repeats them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockpanel.core.errors import InvalidValue
from mockpanel.core.sentences import show
from mockpanel.core.tools import NO_TOOLS, Tool, Toolbox, ToolChoice
from mockpanel.wire.functions import function, function_name, input_schema
from mockpanel.wire.tool_choices import CALLED, allowed, need_tools


def toolbox(tools: list[dict[str, Any]] | None, choice: Any, *, parallel: bool | None, answered: bool) -> Toolbox:
    """What `tools`, `tool_choice` and `parallel_tool_calls` ask for; raises InvalidValue that names the field."""
    known = tuple(_tool(tool, f"tools[{place}]") for place, tool in enumerate(tools or ()) if _is_called(tool))
    if isinstance(choice, Mapping) and choice.get("type") == "allowed_tools":
        known, choice = allowed(choice, known, "tool_choice")
    wanted, forced = _choice(choice, known)
    need_tools(wanted, tools)
    return Toolbox(known, wanted, forced, parallel is not False, answered) if known or forced else NO_TOOLS


def custom_names(tools: list[dict[str, Any]] | None) -> frozenset[str]:
    """The names of the tools whose input is plain text."""
    return frozenset(str(tool.get("name")) for tool in tools or () if tool.get("type") == "custom")


def shown_tools(tools: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """The tools as the response repeats them: what a function leaves out has its default."""
    defaults = {"description": None, "parameters": None, "strict": True}
    return [{**defaults, **tool} if tool.get("type") == "function" else tool for tool in tools or ()]


def _is_called(tool: dict[str, Any]) -> bool:
    return tool.get("type") in CALLED


def _tool(tool: dict[str, Any], field: str) -> Tool:
    if tool["type"] == "custom":
        return Tool(function_name(tool, field), input_schema(tool.get("format")))
    return function(tool, field)


def _choice(choice: Any, known: tuple[Tool, ...]) -> tuple[ToolChoice, str]:
    """How tools are wanted, and the one that must be called."""
    if choice is None:
        return ToolChoice.AUTO, ""
    if isinstance(choice, str) and choice in tuple(ToolChoice):
        return ToolChoice(choice), ""
    if not isinstance(choice, Mapping):
        raise InvalidValue("tool_choice", f"tool_choice must be auto, none, required or an object, got {show(choice)}")
    if choice.get("type") not in CALLED:
        return ToolChoice.AUTO, ""
    name = choice.get("name")
    if not any(tool.name == name for tool in known):
        raise InvalidValue(
            "tool_choice.name",
            f"tool_choice.name must name one of the tools that the request offers, got {show(name)}",
        )
    return ToolChoice.REQUIRED, str(name)
