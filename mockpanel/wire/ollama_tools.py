"""Tools of Ollama's chat: what a request says of them, which is never that one must be called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mockpanel.core.errors import InvalidValue
from mockpanel.core.sentences import show
from mockpanel.core.tools import Tool, Toolbox
from mockpanel.wire.ollama_requests import OllamaChatRequest


def toolbox(request: OllamaChatRequest) -> Toolbox:
    """The functions that a request offers; raises InvalidValue that names the field."""
    answered = bool(request.messages) and (request.messages or [])[-1].role == "tool"
    return Toolbox(_tools(request.tools or ()), answered=answered)


def _tools(tools: Sequence[Mapping[str, Any]]) -> tuple[Tool, ...]:
    return tuple(_tool(tool.get("function"), f"tools[{place}].function") for place, tool in enumerate(tools))


def _tool(function: Any, field: str) -> Tool:
    name = function.get("name") if isinstance(function, Mapping) else None
    if not isinstance(name, str) or not 1 <= len(name) <= 256:
        raise InvalidValue(f"{field}.name", f"{field}.name must be a string of 1 to 256 characters, got {show(name)}")
    parameters = function.get("parameters")
    if parameters is not None and not isinstance(parameters, Mapping):
        raise InvalidValue(f"{field}.parameters", f"{field}.parameters must be an object, got {show(parameters)}")
    return Tool(name, parameters or {"type": "object", "properties": {}})
