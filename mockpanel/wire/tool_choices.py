"""What `tool_choice` may say in the OpenAI protocols: one tool, some of them, that one must be called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockpanel.core.errors import InvalidValue
from mockpanel.core.sentences import show
from mockpanel.core.tools import Tool, ToolChoice

CALLED = ("function", "custom")
"""The kinds of tools that a client runs itself; the others run at the service, and are never called here."""


def named(choice: Any, known: tuple[Tool, ...], field: str) -> str:
    """The name in a choice of one tool, which must be a known one; raises InvalidValue."""
    choice = choice if isinstance(choice, Mapping) else {}
    told = choice.get("function", choice.get("custom", choice))
    name = told.get("name") if isinstance(told, Mapping) else None
    if not any(tool.name == name for tool in known):
        raise InvalidValue(field, f"{field} must name one of the tools that the request offers, got {show(name)}")
    return str(name)


def allowed(choice: Any, known: tuple[Tool, ...], field: str) -> tuple[tuple[Tool, ...], ToolChoice]:
    """The tools that a choice of some leaves, and whether one of them must be called; raises InvalidValue."""
    mode, listed = (choice.get("mode"), choice.get("tools")) if isinstance(choice, Mapping) else (None, None)
    if mode not in ("auto", "required"):
        raise InvalidValue(f"{field}.mode", f"{field}.mode must be auto or required, got {show(mode)}")
    if not isinstance(listed, list) or not listed:
        raise InvalidValue(f"{field}.tools", f"{field}.tools must be a list of at least 1, got {show(listed)}")
    names = {named(tool, known, f"{field}.tools[{place}]") for place, tool in enumerate(listed) if _is_called(tool)}
    return tuple(tool for tool in known if tool.name in names), ToolChoice(mode)


def need_tools(wanted: ToolChoice, tools: Any) -> None:
    """Raises InvalidValue where a call is required and nothing to call is offered."""
    if wanted is ToolChoice.REQUIRED and not tools:
        raise InvalidValue("tool_choice", "tool_choice required needs tools that the request offers")


def _is_called(tool: Any) -> bool:
    return not isinstance(tool, Mapping) or tool.get("type", "function") in CALLED
