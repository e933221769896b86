"""What a chat request says of tools, and how it may be wrong."""

from __future__ import annotations

from typing import Any

import pytest

from mockpanel.core.errors import InvalidValue
from mockpanel.core.tools import Tool, ToolChoice
from mockpanel.wire.openai_tools import CallForm, call_form, function_box, toolbox, tools_text

SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}}
WEATHER: dict[str, Any] = {"type": "function", "function": {"name": "weather", "parameters": SCHEMA}}
TIME: dict[str, Any] = {"type": "function", "function": {"name": "time"}}
SHELL: dict[str, Any] = {"type": "custom", "custom": {"name": "shell"}}
CODE: dict[str, Any] = {
    "type": "custom",
    "custom": {"name": "code", "format": {"type": "grammar", "grammar": {"syntax": "regex", "definition": "^[0-9]+$"}}},
}
TOOLS = [WEATHER, TIME, SHELL, CODE]


def test_functions_and_custom_tools_are_known_and_the_services_own_are_not() -> None:
    box = toolbox([*TOOLS, {"type": "web_search"}], None)

    assert box.tools == (
        Tool("weather", SCHEMA),
        Tool("time", {"type": "object", "properties": {}}),
        Tool("shell", {"type": "string"}),
        Tool("code", {"type": "string", "pattern": "^[0-9]+$"}),
    )
    assert (box.choice, box.forced, box.parallel) == (ToolChoice.AUTO, "", True)


@pytest.mark.parametrize(
    ("choice", "wanted", "forced"),
    [
        (None, ToolChoice.AUTO, ""),
        ("auto", ToolChoice.AUTO, ""),
        ("none", ToolChoice.NONE, ""),
        ("required", ToolChoice.REQUIRED, ""),
        ({"type": "function", "function": {"name": "time"}}, ToolChoice.REQUIRED, "time"),
        ({"type": "custom", "custom": {"name": "shell"}}, ToolChoice.REQUIRED, "shell"),
    ],
    ids=str,
)
def test_a_choice_is_a_word_or_one_tool(choice: Any, wanted: ToolChoice, forced: str) -> None:
    box = toolbox(TOOLS, choice)

    assert (box.choice, box.forced) == (wanted, forced)


@pytest.mark.parametrize("mode", ["auto", "required"])
def test_allowed_tools_leave_only_themselves(mode: str) -> None:
    listed = [{"type": "function", "function": {"name": "time"}}, {"type": "custom", "custom": {"name": "shell"}}]

    box = toolbox(TOOLS, {"type": "allowed_tools", "allowed_tools": {"mode": mode, "tools": listed}})

    assert [tool.name for tool in box.tools] == ["time", "shell"]
    assert box.choice == mode
    assert (box.demanded is not None) == (mode == "required")


def test_the_arguments_of_a_function_are_an_object_whatever_its_schema_leaves_out() -> None:
    tools: list[dict[str, Any]] = [
        {"function": {"name": "a", "parameters": {"description": "x"}}},
        {"function": {"name": "b"}},
    ]

    found = [tool.parameters["type"] for tool in toolbox(tools, None).tools]

    assert found == ["object", "object"]


def test_one_call_at_a_time_and_the_result_of_one_are_told() -> None:
    box = toolbox(TOOLS, None, parallel=False, answered=True)

    assert (box.parallel, box.answered) == (False, True)


@pytest.mark.parametrize(
    ("tools", "choice", "field", "sentence"),
    [
        ([{"type": "function"}], None, "tools[0].function.name", "must be a string of 1 to 256 characters, got null"),
        ([{"function": {"name": ""}}], None, "tools[0].function.name", 'characters, got ""'),
        ([WEATHER, {"type": "custom"}], None, "tools[1].custom.name", "must be a string"),
        (
            [{"type": "function", "function": {"name": "f", "parameters": 5}}],
            None,
            "tools[0].function.parameters",
            "must be an object, got 5",
        ),
        (TOOLS, "always", "tool_choice", 'must be auto, none, required or an object, got "always"'),
        (TOOLS, 5, "tool_choice", "must be auto, none, required or an object, got 5"),
        (TOOLS, {"type": "function"}, "tool_choice", "must name one of the tools that the request offers, got null"),
        (TOOLS, {"function": {"name": "none"}}, "tool_choice", 'got "none"'),
        (None, "required", "tool_choice", "needs tools that the request offers"),
        (TOOLS, {"type": "allowed_tools"}, "tool_choice.allowed_tools.mode", "must be auto or required, got null"),
        (
            TOOLS,
            {"type": "allowed_tools", "allowed_tools": {"mode": "auto", "tools": []}},
            "tool_choice.allowed_tools.tools",
            "must be a list of at least 1, got []",
        ),
        (
            TOOLS,
            {"type": "allowed_tools", "allowed_tools": {"mode": "auto", "tools": [5]}},
            "tool_choice.allowed_tools.tools[0]",
            "must name one of the tools",
        ),
    ],
    ids=range(12),
)
def test_a_wrong_tool_or_choice_is_refused_by_name(tools: Any, choice: Any, field: str, sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        toolbox(tools, choice)

    assert caught.value.field == field
    assert str(caught.value).startswith(field)
    assert sentence in str(caught.value)


def test_legacy_functions_are_tools_of_which_one_is_called() -> None:
    box = function_box([{"name": "weather", "parameters": SCHEMA}, {"name": "time"}], {"name": "time"})

    assert (box.forced, box.parallel) == ("time", False)
    with pytest.raises(InvalidValue, match="function_call must be auto, none or an object"):
        function_box([{"name": "time"}], "required")
    with pytest.raises(InvalidValue, match=r"functions\[0\]\.name must be a string"):
        function_box([{}], None)


def test_the_form_of_calls_follows_from_what_is_offered() -> None:
    assert call_form(TOOLS, None) == CallForm(legacy=False, custom=frozenset(("shell", "code")))
    assert call_form(None, [{"name": "time"}]) == CallForm(legacy=True)
    assert call_form([{"type": "custom"}, {"type": "custom", "custom": {"name": []}}], None) == CallForm()
    assert call_form(None, None) == CallForm()


def test_tools_count_as_their_json() -> None:
    assert tools_text([TIME]) == ('[{"type":"function","function":{"name":"time"}}]',)
    assert tools_text(None) == ()
