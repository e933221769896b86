"""Flat tools and every shape of tool_choice."""

from __future__ import annotations

from typing import Any

import pytest

from mockpanel.core.errors import InvalidValue
from mockpanel.core.tools import NO_TOOLS, Toolbox
from mockpanel.wire.responses_tools import shown_tools, toolbox

WEATHER: dict[str, Any] = {"type": "function", "name": "weather", "parameters": {"type": "object"}}
NOTE = {"type": "custom", "name": "note"}
SEARCH = {"type": "web_search"}


def box(choice: Any = None, tools: list[dict[str, Any]] | None = None) -> Toolbox:
    return toolbox([WEATHER, NOTE, SEARCH] if tools is None else tools, choice, parallel=None, answered=False)


def test_functions_and_custom_tools_are_called_and_the_service_s_own_are_not() -> None:
    found = box()

    assert [tool.name for tool in found.tools] == ["weather", "note"]
    assert found.tools[1].parameters == {"type": "string"}
    assert found.parallel


def test_without_tools_there_is_nothing_to_call() -> None:
    assert box("auto", []) == NO_TOOLS
    assert box("required", [SEARCH]) == NO_TOOLS


@pytest.mark.parametrize(
    ("choice", "demanded"),
    [
        (None, None),
        ("auto", None),
        ("none", None),
        ("required", "weather"),
        ({"type": "function", "name": "weather"}, "weather"),
        ({"type": "custom", "name": "note"}, "note"),
        ({"type": "web_search_preview"}, None),
        ({"type": "mcp", "server_label": "s"}, None),
        ({"type": "allowed_tools", "mode": "required", "tools": [{"type": "custom", "name": "note"}]}, "note"),
        ({"type": "allowed_tools", "mode": "auto", "tools": [{"type": "custom", "name": "note"}]}, None),
        ({"type": "allowed_tools", "mode": "required", "tools": [{"type": "web_search"}]}, None),
    ],
    ids=str,
)
def test_a_choice_demands_a_tool_or_leaves_it(choice: Any, demanded: str | None) -> None:
    found = box(choice).demanded

    assert (found.name if found is not None else None) == demanded


def test_what_is_not_allowed_is_not_offered() -> None:
    found = box({"type": "allowed_tools", "mode": "auto", "tools": [{"type": "function", "name": "weather"}]})

    assert [tool.name for tool in found.tools] == ["weather"]


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ("some", 'tool_choice must be auto, none, required or an object, got "some"'),
        (
            {"type": "function", "name": "rain"},
            'tool_choice.name must name one of the tools that the request offers, got "rain"',
        ),
        ({"type": "allowed_tools", "mode": "auto"}, "tool_choice.tools must be a list of at least 1, got null"),
        (
            {"type": "allowed_tools", "mode": "auto", "tools": []},
            "tool_choice.tools must be a list of at least 1, got []",
        ),
        ({"type": "allowed_tools", "mode": "bogus"}, 'tool_choice.mode must be auto or required, got "bogus"'),
        (
            {"type": "allowed_tools", "mode": "required", "tools": [{"type": "function", "name": "rain"}]},
            'tool_choice.tools[0] must name one of the tools that the request offers, got "rain"',
        ),
    ],
    ids=str,
)
def test_a_wrong_choice_is_refused(choice: Any, sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        box(choice)

    assert str(caught.value) == sentence
    assert caught.value.field == sentence.partition(" ")[0]


def test_a_call_that_is_required_needs_a_tool() -> None:
    with pytest.raises(InvalidValue, match="tool_choice required needs tools"):
        box("required", [])


def test_a_custom_tool_s_input_follows_its_regular_expression() -> None:
    grammar = {"type": "grammar", "syntax": "regex", "definition": "^[a-z]{3}$"}

    found = box(tools=[{**NOTE, "format": grammar}])

    assert found.tools[0].parameters == {"type": "string", "pattern": "^[a-z]{3}$"}


@pytest.mark.parametrize(
    ("tool", "sentence"),
    [
        ({"type": "function"}, "tools[0].name must be a string of 1 to 256 characters, got null"),
        ({"type": "custom", "name": ""}, 'tools[0].name must be a string of 1 to 256 characters, got ""'),
        ({"type": "function", "name": "f", "parameters": 5}, "tools[0].parameters must be an object, got 5"),
    ],
    ids=str,
)
def test_a_wrong_tool_is_refused_with_its_place(tool: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        box(tools=[tool])

    assert str(caught.value) == sentence
    assert caught.value.field == sentence.partition(" ")[0]


def test_a_function_is_repeated_with_what_it_left_out() -> None:
    assert shown_tools([WEATHER, SEARCH]) == [
        {"description": None, "parameters": None, "strict": True} | WEATHER,
        SEARCH,
    ]
    assert shown_tools(None) == []
