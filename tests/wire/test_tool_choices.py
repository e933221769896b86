"""One tool, some of them, or that one must be called."""

from __future__ import annotations

from typing import Any

import pytest

from mockpanel.core.errors import InvalidValue
from mockpanel.core.tools import Tool, ToolChoice
from mockpanel.wire.tool_choices import allowed, named, need_tools

KNOWN = (Tool("weather", {}), Tool("note", {}))


@pytest.mark.parametrize(
    "choice",
    [
        {"type": "function", "name": "note"},
        {"type": "function", "function": {"name": "note"}},
        {"type": "custom", "custom": {"name": "note"}},
    ],
    ids=["flat", "function", "custom"],
)
def test_a_tool_is_named_flat_or_within_its_kind(choice: dict[str, Any]) -> None:
    assert named(choice, KNOWN, "tool_choice") == "note"
    tools, wanted = allowed({"mode": "required", "tools": [choice]}, KNOWN, "tool_choice")
    assert (tools, wanted) == (KNOWN[1:], ToolChoice.REQUIRED)


@pytest.mark.parametrize("choice", [None, 5, {}, {"function": 5}, {"name": "rain"}], ids=str)
def test_what_names_no_known_tool_is_refused(choice: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^tool_choice must name one of the tools"):
        named(choice, KNOWN, "tool_choice")


def test_tools_of_the_service_itself_may_be_allowed_too() -> None:
    listed = [{"type": "web_search"}, {"type": "function", "name": "weather"}]

    assert allowed({"mode": "auto", "tools": listed}, KNOWN, "x") == (KNOWN[:1], ToolChoice.AUTO)


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        (None, "x.mode"),
        ({"mode": "none", "tools": [{"name": "note"}]}, "x.mode"),
        ({"mode": "auto", "tools": "note"}, "x.tools"),
        ({"mode": "auto", "tools": []}, "x.tools"),
        ({"mode": "auto", "tools": ["note"]}, "x.tools[0]"),
    ],
    ids=str,
)
def test_a_wrong_choice_of_some_is_refused_by_its_field(choice: Any, field: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        allowed(choice, KNOWN, "x")

    assert caught.value.field == field


def test_a_required_call_needs_something_to_call() -> None:
    need_tools(ToolChoice.REQUIRED, [{"type": "web_search"}])
    need_tools(ToolChoice.AUTO, None)
    with pytest.raises(InvalidValue, match="tool_choice required needs tools"):
        need_tools(ToolChoice.REQUIRED, [])
