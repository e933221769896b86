"""Tools of chat completions: what a request says of them, and how calls look in an answer, legacy functions too."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mockpanel.core.choices import Part
from mockpanel.core.errors import InvalidValue
from mockpanel.core.sentences import show
from mockpanel.core.tools import Tool, Toolbox, ToolChoice
from mockpanel.wire.functions import function, function_name, input_schema
from mockpanel.wire.identifiers import new_id
from mockpanel.wire.tool_choices import allowed, named, need_tools

CALL_PREFIX = "call_"

Tools = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class CallForm:
    """How calls are spoken to a request: as the `legacy` function_call, or as tool calls; `custom` tools take text."""

    legacy: bool = False
    custom: frozenset[str] = frozenset()

    def called(self, part: Part, identifier: str, arguments: str) -> dict[str, Any]:
        """One call as it stands in a message, or with empty arguments at the beginning of its stream."""
        if self.legacy:
            return {"name": part.name, "arguments": arguments}
        if part.name in self.custom:
            return {"id": identifier, "type": "custom", "custom": {"name": part.name, "input": arguments}}
        return {"id": identifier, "type": "function", "function": {"name": part.name, "arguments": arguments}}

    def added(self, part: Part, arguments: str) -> dict[str, Any]:
        """What more arguments add to a call that was begun."""
        if self.legacy:
            return {"arguments": arguments}
        if part.name in self.custom:
            return {"custom": {"input": arguments}}
        return {"function": {"arguments": arguments}}

    def in_delta(self, place: int, call: dict[str, Any]) -> dict[str, Any]:
        """A call, or what is added to it, as a chunk holds it; `place` counts the calls of an answer."""
        return {"function_call": call} if self.legacy else {"tool_calls": [{"index": place, **call}]}

    def in_message(self, calls: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """All calls as a whole message holds them."""
        if not calls:
            return {}
        return {"function_call": calls[0]} if self.legacy else {"tool_calls": list(calls)}


def call_form(tools: Tools | None, functions: Tools | None) -> CallForm:
    """How calls are to be spoken to a request that offers these."""
    custom = [tool.get("custom") for tool in tools or () if tool.get("type") == "custom"]
    names = [tool.get("name") for tool in custom if isinstance(tool, Mapping)]
    return CallForm(bool(functions), frozenset(name for name in names if isinstance(name, str)))


def toolbox(tools: Tools | None, choice: Any, *, parallel: bool | None = None, answered: bool = False) -> Toolbox:
    """What `tools`, `tool_choice` and `parallel_tool_calls` ask for; raises InvalidValue that names the field."""
    known = tuple(
        found for place, tool in enumerate(tools or ()) if (found := _tool(tool, f"tools[{place}]")) is not None
    )
    wanted, forced = ToolChoice.AUTO, ""
    if isinstance(choice, Mapping) and choice.get("type") == "allowed_tools":
        known, wanted = allowed(choice.get("allowed_tools", choice), known, "tool_choice.allowed_tools")
    else:
        wanted, forced = _choice(choice, known, "tool_choice")
    need_tools(wanted, tools)
    return Toolbox(known, wanted, forced, parallel is not False, answered)


def function_box(functions: Tools | None, choice: Any, *, answered: bool = False) -> Toolbox:
    """The same for the legacy `functions` and `function_call`: at most one is called."""
    known = tuple(function(described, f"functions[{place}]") for place, described in enumerate(functions or ()))
    wanted, forced = _choice(choice, known, "function_call")
    return Toolbox(known, wanted, forced, False, answered)


def tools_text(tools: Tools | None) -> tuple[str, ...]:
    """What the tools add to the prompt's text."""
    return (json.dumps(tools, ensure_ascii=False, separators=(",", ":")),) if tools else ()


def _tool(tool: dict[str, Any], field: str) -> Tool | None:
    match tool.get("type", "function"):
        case "function":
            return function(tool.get("function"), f"{field}.function")
        case "custom":
            custom = tool.get("custom")
            return Tool(function_name(custom, f"{field}.custom"), input_schema(_grammar(custom)))
        case _:
            return None  # a tool of the service's own, such as web search: nothing that a client is asked to run


def _grammar(custom: Any) -> Any:
    form = custom.get("format")
    return form.get("grammar") if isinstance(form, Mapping) else None


def _choice(choice: Any, known: tuple[Tool, ...], field: str) -> tuple[ToolChoice, str]:
    """How tools are wanted, and the one that must be called."""
    if choice is None:
        return ToolChoice.AUTO, ""
    words = tuple(ToolChoice) if field == "tool_choice" else (ToolChoice.AUTO, ToolChoice.NONE)
    if isinstance(choice, str) and choice in words:
        return ToolChoice(choice), ""
    if not isinstance(choice, Mapping):
        raise InvalidValue(field, f"{field} must be {', '.join(words)} or an object, got {show(choice)}")
    return ToolChoice.REQUIRED, named(choice, known, field)


def call_id(part: Part) -> str:
    """The id of a call: the given one, or one made as the service makes it."""
    return part.call_id or new_id(CALL_PREFIX)
