"""What is said of parts in words: on the tab of each, and below all of them of what is sent."""

from __future__ import annotations

from collections.abc import Callable

from mockpanel.core.answer_parts import PartId, Section, generated, sent_parts
from mockpanel.core.measures import grouped
from mockpanel.core.settings import StreamSettings
from mockpanel.gui.widgets.editor_foot import counted
from mockpanel.gui.widgets.parts_bar import PartTab
from mockpanel.gui.widgets.token_page import TokenPage

LONGEST_NAME = 16

_HELP = {
    Section.REASONING: "What the answer thinks before it begins",
    Section.TEXT: "The text of the answer",
    Section.TOOL_CALL: "A tool call, sent to clients that offer its tool",
    Section.REFUSAL: "The refusal, in the place of text and tool calls",
    Section.CITATIONS: "The sources that the text cites",
}


def part_tab(settings: StreamSettings, part: PartId, page: TokenPage | None) -> PartTab:
    """The tab of a part whose text stands on a page; sources have none."""
    name = _name(settings, part)
    shown = _in_the_middle(name).replace("&", "&&")  # on a tab, & is a mnemonic
    return PartTab(part, f"{shown} · {_state(settings, part, page)}", f"{_HELP[part.section]}: {name}")


def counts_in_words(settings: StreamSettings, page_of: Callable[[PartId], TokenPage | None]) -> tuple[str, str, str]:
    """The tokens, characters and bytes of all that is sent."""
    parts = sent_parts(settings)
    pages = [page for part in parts if (page := page_of(part)) is not None]
    counts = [page.count for page in pages if page.count is not None]
    tokens = counted(sum(counts), "token") if len(counts) == len(pages) else "tokens being counted"
    made = any(generated(settings, part) for part in parts)
    text = "".join(page.text() for page in pages)
    return (
        tokens + (" and generated arguments" if made else ""),
        counted(len(text), "character"),
        counted(len(text.encode()), "byte"),
    )


def _name(settings: StreamSettings, part: PartId) -> str:
    if part.section is Section.TOOL_CALL:
        return settings.mock_tool_calls[part.call].name
    return part.section.capitalize()


def _in_the_middle(name: str) -> str:
    """A long name shortened where it tells least: tools are often told apart by their ends."""
    if len(name) <= LONGEST_NAME:
        return name
    end = (LONGEST_NAME - 1) // 2
    return f"{name[: LONGEST_NAME - 1 - end]}…{name[-end:]}"


def _state(settings: StreamSettings, part: PartId, page: TokenPage | None) -> str:
    if settings.mock_refusal and part.section not in (Section.REASONING, Section.REFUSAL):
        return "not sent"
    if page is None:
        return grouped(len(settings.mock_citations))
    if generated(settings, part):
        return "generated"
    return "…" if page.count is None else grouped(page.count)
