"""The answer as text to edit, each token in its colour, with its other parts beside it: tokenizes nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mockpanel.core.answer_parts import TEXT, PartId
from mockpanel.core.errors import LibraryError
from mockpanel.core.response_library import Entry
from mockpanel.core.sentences import shorten
from mockpanel.core.settings import StreamSettings
from mockpanel.core.text_file import read_text
from mockpanel.core.tokens import Tokens
from mockpanel.gui.layout import tab_through
from mockpanel.gui.theme import SPACE, Colours
from mockpanel.gui.widgets.dropped_file import is_for_the_window, local_file
from mockpanel.gui.widgets.editor_foot import EditorFoot
from mockpanel.gui.widgets.find_bar import FindBar
from mockpanel.gui.widgets.part_pages import PartPages
from mockpanel.gui.widgets.part_titles import counts_in_words, part_tab
from mockpanel.gui.widgets.parts_bar import PartsBar
from mockpanel.gui.widgets.token_page import TokenPage

BYTE_ORDER_MARK = "\ufeff"
"""Some editors begin a file with it; it is no text."""


class ResponseEditor(QWidget):
    """The text, or the part that was chosen, and a line that counts what is sent."""

    edited = Signal(str)
    """The text, at every key."""
    part_edited = Signal(str, object)
    """The setting that holds another part, and the value that it is to have, at every key."""
    changes_asked = Signal(object, str)
    """Settings with values as one step, and what it is called."""
    open_asked = Signal()
    library_chosen = Signal(str)
    library_save_asked = Signal(str)
    """A name; it is refused by answering with `show_name_error` at once. So is the next one."""
    library_rename_asked = Signal(str, str)
    library_delete_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._duration = ""
        self._saved: str | None = None
        self._name = ""
        self._stops: list[QWidget] = []
        self.bar = PartsBar()
        self.pages = PartPages()
        self._text = self.pages.text
        self._foot = EditorFoot()
        self._counts, self.library = self._foot.counts, self._foot.library
        self.commands = self._make_commands()
        self._error = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._error.setProperty("role", "error")
        self._error.hide()
        self._place()
        self._connect()
        self.setAcceptDrops(True)
        self._show_parts()

    def text(self) -> str:
        """The text, byte for byte."""
        return self._text.text()

    def show_text(self, text: str) -> None:
        """Shows a text; where it is the one shown, cursor and undo stay."""
        self._text.show_text(text)
        self._show_parts()

    def show_parts(self, settings: StreamSettings) -> None:
        """Shows all other parts of an answer."""
        self.pages.show_settings(settings)

    def show_tokens(self, text: str, tokens: Tokens, part: PartId = TEXT) -> None:
        """Colours the tokens of a part's text, unless another one stands there by now."""
        page = self.pages.page_of(part)
        if page is not None and text == tokens.text and page.show_tokens(tokens):
            self._show_parts()

    def replace_text(self, text: str) -> None:
        """Puts a text in the place of all there is; undo brings that back."""
        self._text.pad.replace_text(text)
        self.pages.show_part(TEXT)

    def show_library(
        self, entries: Sequence[Entry], current: str, saved: str | None, broken: Sequence[str] = ()
    ) -> None:
        """The library, the name of its entry in the editor, that entry's text, and what is wrong with other files."""
        self.library.show_library(entries, current, broken)
        self._name, self._saved = current, saved
        self._count()

    def show_name_error(self, sentence: str) -> None:
        """Why a name was refused."""
        self.library.show_error(sentence)

    def show_lit(self, token_index: int | None, *, thinking: bool = False) -> None:
        """Underlines the token just sent, of the answer or of its reasoning."""
        self.pages.show_lit(token_index, thinking=thinking)

    def show_duration(self, duration: str) -> None:
        """Says how long the answer takes, such as 3.1 s; empty for nothing."""
        self._duration = duration
        self._count()

    def show_error(self, sentence: str) -> None:
        """Says what went wrong, below the text; empty for nothing."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))

    def show_colours(self, colours: Colours) -> None:
        """Changes the colours of the tokens."""
        for part in (self.bar, self.pages, self.library):
            part.show_colours(colours)

    def set_whitespace_visible(self, visible: bool) -> None:
        """Shows or hides the marks for spaces, tabs and line ends."""
        self._foot.marks.setChecked(visible)

    def load_file(self, path: Path) -> None:
        """Replaces the text by that of a file, which undo takes back; says so if the file cannot be used."""
        self._load(path, self._text)
        self.pages.show_part(TEXT)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A text file may be dropped beside the text too."""
        path = local_file(event.mimeData())
        if path is not None and not is_for_the_window(path):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Loads what was dropped."""
        path = local_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.load_file(path)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The page in sight gets the cursor: a proxy would be fixed, and Tab would lead to it past all before it."""
        super().focusInEvent(event)
        self.pages.enter()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the find bar."""
        page = self._page
        if event.key() == Qt.Key.Key_Escape and page is not None and page.finder.isVisible():
            page.finder.leave()
        else:
            super().keyPressEvent(event)

    @property
    def _page(self) -> TokenPage | None:
        """The text in sight."""
        return self.pages.page_of(self.pages.current)

    def _make_commands(self) -> dict[str, QAction]:
        return {
            "open": self._command("Open a response …", "Ctrl+O", self.open_asked.emit),
            "save": self.library.save,
            "rename": self.library.rename,
            "delete": self.library.delete,
            "find": self._command("Find in the response", "Ctrl+F", lambda: self._find(FindBar.enter), here=True),
            "find_next": self._command("Find next in the response", "F3", lambda: self._find(FindBar.next), here=True),
            "find_previous": self._command(
                "Find previous in the response", "Shift+F3", lambda: self._find(FindBar.previous), here=True
            ),
            "next_part": self._command("Next part of the answer", "Ctrl+PgDown", lambda: self.pages.turn(1), here=True),
            "previous_part": self._command(
                "Previous part of the answer", "Ctrl+PgUp", lambda: self.pages.turn(-1), here=True
            ),
            "marks": self._command("Show white space", "Ctrl+Shift+W", self._foot.marks.toggle),
            **{f"add_{section}": action for section, action in self.bar.actions_of.items()},
            "finish": self.bar.finish_action,
        }

    def _command(self, text: str, keys: str, act: Callable[[], object], *, here: bool = False) -> QAction:
        """A command; `here` only while the editor has the focus, so that elsewhere its keys are free."""
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked=False: act())
        if here:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(action)
        return action

    def _place(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE[1])
        column.addWidget(self.bar)
        column.addWidget(self.pages, 1)
        column.addWidget(self._error)
        column.addWidget(self._foot)

    def _connect(self) -> None:
        pages, bar, library = self.pages, self.bar, self.library
        self._text.edited.connect(self._take_text)
        self._text.pad.file_dropped.connect(self.load_file)
        pages.file_dropped.connect(self._load)
        pages.edited.connect(self._take_part)
        pages.changes_asked.connect(self.changes_asked)
        pages.left.connect(bar.enter)
        pages.shown.connect(self._show_parts)
        bar.chosen.connect(pages.show_part)
        bar.add_asked.connect(pages.add)
        bar.finish.chosen.connect(self._choose_finish)
        self._foot.open_asked.connect(self.open_asked)
        self._foot.marks.toggled.connect(pages.set_whitespace_visible)
        library.chosen.connect(self.library_chosen)
        library.save_asked.connect(self.library_save_asked)
        library.rename_asked.connect(self.library_rename_asked)
        library.delete_asked.connect(self.library_delete_asked)

    def _find(self, act: Callable[[FindBar], None]) -> None:
        if self._page is not None:
            act(self._page.finder)

    def _load(self, path: Path, page: TokenPage) -> None:
        try:
            text = read_text(path, shorten(path.name)).removeprefix(BYTE_ORDER_MARK)
        except LibraryError as error:
            self.show_error(f"{error}.")
        else:
            self.show_error("")
            page.pad.replace_text(text)

    def _take_text(self, text: str) -> None:
        self.show_error("")
        self._count()
        self.edited.emit(text)

    def _take_part(self, name: str, value: object) -> None:
        self.show_error("")
        self._show_parts()
        self.part_edited.emit(name, value)

    def _choose_finish(self, reason: str) -> None:
        self.changes_asked.emit({"mock_finish_reason": reason}, "Change Finish reason")

    def _show_parts(self) -> None:
        """The row above the pages, and the counts below them."""
        pages, settings = self.pages, self.pages.settings
        tabs = [part_tab(settings, part, pages.page_of(part)) for part in pages.parts]
        self.bar.show_parts(tabs, pages.current)
        self.bar.show_finish(settings.mock_finish_reason)
        self._order_stops()
        self._count()

    def _order_stops(self) -> None:
        """Tab leads as one reads, also through pages and rows that were made later than what stands below them."""
        stops = [*self.bar.stops, *self.pages.pages[self.pages.current].stops, *self._foot.stops]
        if stops != self._stops:
            self._stops = stops
            tab_through(stops)

    def _count(self) -> None:
        """Counts all that is sent."""
        changed = "" if self.text() == self._saved else ", changed"
        self._foot.show_counts(
            *counts_in_words(self.pages.settings, self.pages.page_of),
            f"takes {self._duration}" if self._duration else "",
            self._name + changed if self._name and self._saved is not None else "",
        )
