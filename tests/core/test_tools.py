"""The tools of a request, and the one that an answer must call."""

from __future__ import annotations

import pytest

from mockpanel.core.tools import NO_TOOLS, Tool, Toolbox, ToolChoice

ONE, TWO = Tool("one"), Tool("two")


def test_a_tool_is_found_by_its_name() -> None:
    box = Toolbox((ONE, TWO))

    assert box.find("two") is TWO
    assert box.find("three") is None
    assert NO_TOOLS.find("one") is None


@pytest.mark.parametrize(
    ("box", "demanded"),
    [
        (Toolbox((ONE, TWO)), None),
        (Toolbox((ONE, TWO), ToolChoice.NONE), None),
        (Toolbox((ONE, TWO), ToolChoice.REQUIRED), ONE),
        (Toolbox((ONE, TWO), ToolChoice.REQUIRED, "two"), TWO),
        (Toolbox((), ToolChoice.REQUIRED), None),
    ],
)
def test_what_must_be_called_is_the_forced_tool_or_the_first(box: Toolbox, demanded: Tool | None) -> None:
    assert box.demanded == demanded
