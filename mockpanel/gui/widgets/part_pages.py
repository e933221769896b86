"""The pages of an answer's parts, one in sight: made for the parts that settings hold, and for those just added."""

from __future__ import annotations

import contextlib
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from mockpanel.core.answer_parts import (
    CITATIONS,
    SETTING_OF,
    TEXT,
    PartId,
    Section,
    added,
    changed,
    held_parts,
    token_at,
    without,
)
from mockpanel.core.errors import InvalidValue
from mockpanel.core.settings import StreamSettings
from mockpanel.gui.theme import Colours
from mockpanel.gui.widgets.call_page import CallPage
from mockpanel.gui.widgets.citations_page import CitationsPage
from mockpanel.gui.widgets.text_part_page import TextPartPage
from mockpanel.gui.widgets.token_page import TokenPage
from mockpanel.gui.widgets.token_text import EMPTY

EMPTY_BESIDE_CALLS = "Empty: the answer is its tool calls alone."
_ORDER = tuple(Section)
_REMOVED = {
    Section.REASONING: "Remove the reasoning",
    Section.REFUSAL: "Remove the refusal",
    Section.CITATIONS: "Remove the citations",
}

Page = TokenPage | TextPartPage | CallPage | CitationsPage


class PartPages(QStackedWidget):
    """The text's page is always there."""

    edited = Signal(str, object)
    """A setting's name and the value that it is to have, at every key."""
    changes_asked = Signal(object, str)
    """Settings with values as one step, and what it is called."""
    file_dropped = Signal(object, object)
    """A path, and the TokenPage that it was dropped on; the text's own tells of it itself."""
    left = Signal()
    """The page that had the cursor is gone."""
    shown = Signal()
    """Another page is in sight, or there are other parts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.settings = StreamSettings()
        """As they are shown, with what was just typed."""
        self.text = TokenPage("Response", EMPTY)
        self.pages: dict[PartId, Page] = {TEXT: self.text}
        self._opened: set[PartId] = set()
        self._colours: Colours | None = None
        self._whitespace = False
        self._follows = True
        self.addWidget(self.text)
        self.text.edited.connect(self._stay)

    @property
    def parts(self) -> list[PartId]:
        """Those with a page, in the order of the stream."""
        return sorted(self.pages, key=lambda part: (_ORDER.index(part.section), part.call))

    @property
    def current(self) -> PartId:
        """The part whose page is in sight."""
        return next(part for part, page in self.pages.items() if page is self.currentWidget())

    @property
    def counts(self) -> dict[PartId, int]:
        """The tokens of each part, as far as they are counted."""
        return {part: page.count or 0 for part in self.pages if (page := self.page_of(part)) is not None}

    def page_of(self, part: PartId) -> TokenPage | None:
        """Where a part's text is edited; sources have none."""
        page = self.pages.get(part)
        return page.page if isinstance(page, TextPartPage | CallPage) else page if isinstance(page, TokenPage) else None

    def show_settings(self, settings: StreamSettings) -> None:
        """Shows all parts but the text, which its keeper shows."""
        before, self.settings = held_parts(self.settings), settings
        held = held_parts(settings)
        self._opened -= {part for part in before if part not in held and not self._emptied(part)}
        for part in [part for part in self.pages if part not in held and part not in self._opened]:
            self._drop(part)
        for part in held:
            if part not in self.pages:
                self._make(part)
        for page in self.pages.values():
            if not isinstance(page, TokenPage):
                page.show_settings(settings)
        alone = settings.mock_tool_calls and not settings.mock_refusal
        self.text.pad.setPlaceholderText(EMPTY_BESIDE_CALLS if alone else EMPTY)
        self.shown.emit()

    def show_part(self, part: PartId) -> None:
        """Brings a part's page into sight; the token just sent is no longer followed from page to page."""
        if part in self.pages:
            self._follows = False
            self.setCurrentWidget(self.pages[part])
            self.shown.emit()

    def enter(self) -> None:
        """Puts the cursor into the page in sight."""
        self.pages[self.current].enter()

    def turn(self, steps: int) -> None:
        """Goes to the next part, or to the one before; from the last to the first."""
        parts = self.parts
        part = parts[(parts.index(self.current) + steps) % len(parts)]
        self.show_part(part)
        self.enter()

    def add(self, section: Section) -> None:
        """Makes the page of another part; of a tool call or a source a new item is asked for."""
        part = PartId(section, len(self.settings.mock_tool_calls) if section is Section.TOOL_CALL else 0)
        if section in (Section.TOOL_CALL, Section.CITATIONS):
            name = "a tool call" if section is Section.TOOL_CALL else "a citation"
            self.changes_asked.emit({SETTING_OF[section]: added(self.settings, section)}, f"Add {name}")
        elif part not in self.pages:
            self._opened.add(part)
            self._make(part)
        self.show_part(part)
        page = self.pages.get(part)
        if isinstance(page, CallPage | CitationsPage):
            page.begin()
        elif page is not None:
            page.enter()

    def remove(self, part: PartId) -> None:
        """Asks for the answer without a part; a page that was still empty just goes."""
        self._opened.discard(part)
        setting = SETTING_OF[part.section]
        if part in held_parts(self.settings):
            call = part.section is Section.TOOL_CALL
            name = f"Remove {self.settings.mock_tool_calls[part.call].name}" if call else _REMOVED[part.section]
            self.changes_asked.emit({setting: without(self.settings, part)}, name)
        else:
            self._drop(part)
            self.shown.emit()

    def show_lit(self, token: int | None, *, thinking: bool) -> None:
        """Underlines the token just sent, of the answer or of its reasoning, and goes to its page where none was
        chosen since; None for none."""
        place = None if token is None else token_at(self.settings, self.counts, token, thinking=thinking)
        self._follows = self._follows or token is None
        for part in self.pages:
            if (page := self.page_of(part)) is not None:
                page.pad.show_lit(place[1] if place is not None and place[0] == part else None)
        if place is not None and self._follows and self.current != place[0]:
            self.setCurrentWidget(self.pages[place[0]])
            self.shown.emit()

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._colours = colours
        for page in self.pages.values():
            page.show_colours(colours)

    def set_whitespace_visible(self, visible: bool) -> None:
        """Shows or hides the marks for spaces, tabs and line ends."""
        self._whitespace = visible
        for part in self.pages:
            if (page := self.page_of(part)) is not None:
                page.pad.set_whitespace_visible(visible)

    def _make(self, part: PartId) -> None:
        page = _new_page(part)
        self.pages[part] = page
        self.addWidget(page)
        if self._colours is not None:
            page.show_colours(self._colours)
        if (text := self.page_of(part)) is not None:
            text.pad.set_whitespace_visible(self._whitespace)
            text.edited.connect(self._stay)
            text.pad.file_dropped.connect(lambda path: self.file_dropped.emit(path, text))
        page.edited.connect(lambda value: self._take(part, value))
        page.remove_asked.connect(lambda: self.remove(part))
        if isinstance(page, CitationsPage):
            page.more_asked.connect(lambda: self.add(Section.CITATIONS))
            page.one_removed.connect(self._remove_source)

    def _drop(self, part: PartId) -> None:
        page: QWidget = self.pages.pop(part)
        focused = QApplication.focusWidget()
        held = focused is not None and page.isAncestorOf(focused)
        if page is self.currentWidget():
            self.setCurrentWidget(self.text)
        self.removeWidget(page)
        page.deleteLater()
        if held:
            self.left.emit()

    def _remove_source(self, place: int) -> None:
        sources = changed(self.settings, CITATIONS, {place: None})
        self.changes_asked.emit({SETTING_OF[Section.CITATIONS]: sources}, "Remove a citation")

    def _take(self, part: PartId, change: Any) -> None:
        """What was typed; a text that was emptied by hand keeps its page."""
        self._opened.add(part)
        name, value = SETTING_OF[part.section], changed(self.settings, part, change)
        with contextlib.suppress(InvalidValue):  # the store refuses it too, and is heard
            self.settings = self.settings.changed({name: value})
        self.edited.emit(name, value)

    def _emptied(self, part: PartId) -> bool:
        """Whether the part's text was deleted by hand, and not from elsewhere."""
        page = self.page_of(part)
        return page is not None and page.text() == "" and part.section is not Section.TOOL_CALL

    def _stay(self) -> None:
        self._follows = False


def _new_page(part: PartId) -> TextPartPage | CallPage | CitationsPage:
    match part.section:
        case Section.TOOL_CALL:
            return CallPage(part)
        case Section.CITATIONS:
            return CitationsPage()
        case _:
            return TextPartPage(part)
