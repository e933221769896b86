"""Tools of Ollama's chat: what a request says of them, which is never that one must be called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mockpanel.core.tools import Tool, Toolbox
from mockpanel.wire.functions import function
from mockpanel.wire.ollama_requests import OllamaChatRequest


def toolbox(request: OllamaChatRequest) -> Toolbox:
    """The functions that a request offers; raises InvalidValue that names the field."""
    answered = bool(request.messages) and (request.messages or [])[-1].role == "tool"
    return Toolbox(_tools(request.tools or ()), answered=answered)


def _tools(tools: Sequence[Mapping[str, Any]]) -> tuple[Tool, ...]:
    return tuple(function(tool.get("function"), f"tools[{place}].function") for place, tool in enumerate(tools))
