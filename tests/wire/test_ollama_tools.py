"""What an Ollama request says of tools: which there are and whether one answered, never that one must be called."""

from __future__ import annotations

from typing import Any

import pytest

from mockpanel.core.errors import InvalidValue
from mockpanel.core.tools import NO_TOOLS, Tool, Toolbox, ToolChoice
from mockpanel.wire.bodies import understood
from mockpanel.wire.ollama_requests import OllamaChatRequest
from mockpanel.wire.ollama_tools import toolbox
from tests.wire.ollama_speech import MESSAGES, TOOL

ANSWERED = [*MESSAGES, {"role": "tool", "content": "21 °C", "tool_name": "weather"}]


def box(**fields: Any) -> Toolbox:
    """The toolbox of a request with these fields."""
    return toolbox(understood(OllamaChatRequest, {"model": "llama3.2", **fields}))


@pytest.mark.parametrize("fields", [{}, {"tools": None}, {"tools": [], "messages": []}, {"messages": None}], ids=str)
def test_a_request_without_tools_offers_none(fields: dict[str, Any]) -> None:
    assert box(**fields) == NO_TOOLS


def test_tools_are_offered_in_their_order_and_none_is_demanded() -> None:
    found = box(messages=MESSAGES, tools=[TOOL, {"function": {"name": "größe"}}], tool_choice="required")

    weather = {"type": "object", "properties": {"city": {"type": "string"}}}
    assert found.tools == (Tool("weather", weather), Tool("größe", {"type": "object", "properties": {}}))
    assert (found.choice, found.forced, found.demanded) == (ToolChoice.AUTO, "", None)
    assert found.parallel


@pytest.mark.parametrize(
    ("messages", "answered"),
    [(MESSAGES, False), (ANSWERED, True), ([*ANSWERED, {"role": "user", "content": "And now?"}], False), ([], False)],
    ids=["asked", "answered", "asked again", "nothing said"],
)
def test_a_tool_has_answered_where_its_result_comes_last(messages: list[dict[str, Any]], answered: bool) -> None:
    assert box(messages=messages, tools=[TOOL]).answered is answered


@pytest.mark.parametrize(
    ("tool", "field"),
    [
        ({}, "tools[1].function.name"),
        ({"name": "weather"}, "tools[1].function.name"),
        ({"function": "weather"}, "tools[1].function.name"),
        ({"function": {"name": "f", "parameters": "none"}}, "tools[1].function.parameters"),
    ],
    ids=str,
)
def test_a_tool_that_is_none_is_refused_by_its_place(tool: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        box(tools=[TOOL, tool])

    assert caught.value.field == field
