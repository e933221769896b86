"""What is said of parts: names that are shortened in their middle, and an & as it is."""

from __future__ import annotations

import pytest

from mockpanel.core.answer_parts import call_part
from mockpanel.core.settings import StreamSettings
from mockpanel.gui.widgets.part_titles import part_tab
from mockpanel.gui.widgets.parts_bar import PartTab
from mockpanel.gui.widgets.token_page import TokenPage

pytestmark = pytest.mark.usefixtures("qapp")


def tab_of(name: str) -> PartTab:
    settings = StreamSettings().changed({"mock_tool_calls": [{"name": name, "arguments": ""}]})
    return part_tab(settings, call_part(0), TokenPage("Arguments", ""))


def test_names_that_differ_at_their_ends_differ_on_their_tabs() -> None:
    titles = [tab_of(f"search_index_number_{place}").title for place in (1, 12)]

    assert titles == ["search_i…umber_1 · 0", "search_i…mber_12 · 0"]


def test_a_tooltip_says_a_name_whole_and_as_it_is() -> None:
    tab = tab_of("search & find & more")

    assert tab.title == "search &&… && more · 0"
    assert tab.help == "A tool call, sent to clients that offer its tool: search & find & more"
