"""Tools of Anthropic requests: which a client would run, and how they are wanted."""

from __future__ import annotations

from typing import Any

import pytest

from mockpanel.core.errors import InvalidValue
from mockpanel.core.tools import NO_TOOLS, Tool, Toolbox, ToolChoice
from mockpanel.wire.anthropic_tools import toolbox
from tests.wire.anthropic_speaking import message, pieces, spoken

SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}}
WEATHER = {"name": "weather", "input_schema": SCHEMA}
CLOCK = {"type": "custom", "name": "clock", "input_schema": {"type": "object"}}


@pytest.mark.parametrize("tools", [None, []])
def test_no_tools_are_no_tools(tools: Any) -> None:
    assert toolbox(tools, None) == NO_TOOLS


def test_a_tool_has_its_name_and_the_schema_of_its_input() -> None:
    box = toolbox([WEATHER, CLOCK], None, answered=True)

    assert box == Toolbox((Tool("weather", SCHEMA), Tool("clock", {"type": "object"})), answered=True)


def test_tools_that_the_service_runs_itself_are_not_called() -> None:
    served = ["web_search_20260318", "web_fetch_20260309", "code_execution_20260521", "tool_search_tool_bm25_20251119"]

    box = toolbox([{"type": kind, "name": "served"} for kind in served], None)

    assert box.tools == ()


def test_tools_of_the_service_that_clients_run_are_called_by_their_names() -> None:
    run = [{"type": "bash_20250124", "name": "bash"}, {"type": "computer_toolset_20260801"}]

    box = toolbox(run, None)

    assert [tool.name for tool in box.tools] == ["bash", "computer_toolset_20260801"]


@pytest.mark.parametrize(
    ("choice", "wanted", "forced", "parallel"),
    [
        (None, ToolChoice.AUTO, "", True),
        ({"type": "auto"}, ToolChoice.AUTO, "", True),
        ({"type": "any", "disable_parallel_tool_use": False}, ToolChoice.REQUIRED, "", True),
        ({"type": "any", "disable_parallel_tool_use": True}, ToolChoice.REQUIRED, "", False),
        ({"type": "tool", "name": "clock"}, ToolChoice.REQUIRED, "clock", True),
        ({"type": "none"}, ToolChoice.NONE, "", True),
    ],
    ids=str,
)
def test_a_choice_says_how_tools_are_wanted(choice: Any, wanted: ToolChoice, forced: str, parallel: bool) -> None:
    box = toolbox([WEATHER, CLOCK], choice)

    assert (box.choice, box.forced, box.parallel) == (wanted, forced, parallel)


@pytest.mark.parametrize(
    ("tools", "choice", "sentence"),
    [
        ([{"name": ""}], None, 'tools[0].name must be a string of 1 to 128 characters, got ""'),
        ([WEATHER, {"name": "x" * 129}], None, "tools[1].name must be a string of 1 to 128 characters, got "),
        ([{"name": 5, "type": "bash_20250124"}], None, "tools[0].name must be a string of 1 to 128 characters, got 5"),
        ([{"name": "f"}], None, "tools[0].input_schema must be an object, got null"),
        ([{"name": "f", "input_schema": "x"}], None, 'tools[0].input_schema must be an object, got "x"'),
        ([{"type": 5}], None, "tools[0].type must be a string, got 5"),
        ([WEATHER], {}, "tool_choice.type must be one of auto, any, tool, none, got null"),
        ([WEATHER], {"type": "required"}, 'tool_choice.type must be one of auto, any, tool, none, got "required"'),
        ([WEATHER], {"type": ["any"]}, "tool_choice.type must be one of auto, any, tool, none, got "),
        ([WEATHER], {"type": "tool"}, "tool_choice.name must name one of the tools that the request offers, got null"),
        (None, {"type": "tool", "name": "f"}, "tool_choice.name must name one of the tools that the request offers"),
    ],
    ids=str,
)
def test_a_wrong_tool_or_choice_is_refused_at_its_place(tools: Any, choice: Any, sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        toolbox(tools, choice)

    assert str(caught.value).startswith(sentence)
    assert caught.value.field == sentence.partition(" ")[0]


def test_a_demanded_tool_is_called_with_input_that_its_schema_allows() -> None:
    found = spoken(tools=[WEATHER, CLOCK], tool_choice={"type": "any"})

    assert "".join(pieces(found, "input_json_delta", "partial_json")) == '{"city":"sample city"}'
    assert found[-2]["delta"]["stop_reason"] == "tool_use"


def test_without_parallel_use_only_the_first_call_is_made() -> None:
    calls = [{"name": "weather"}, {"name": "clock"}]
    choice = {"type": "auto", "disable_parallel_tool_use": True}

    answer = message(tools=[WEATHER, CLOCK], tool_choice=choice, mock_tool_calls=calls)

    assert [block["name"] for block in answer["content"]] == ["weather"]
