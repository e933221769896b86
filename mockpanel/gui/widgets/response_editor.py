"""The response as text to edit, each token in its colour: holds a text byte for byte, and tokenizes nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from mockpanel.core.errors import LibraryError
from mockpanel.core.measures import grouped
from mockpanel.core.response_library import Entry
from mockpanel.core.sentences import shorten
from mockpanel.core.text_file import read_text
from mockpanel.core.tokens import Tokens
from mockpanel.gui.theme import SPACE, Colours
from mockpanel.gui.widgets.dropped_file import is_for_the_window, local_file
from mockpanel.gui.widgets.find_bar import FindBar
from mockpanel.gui.widgets.flat_button import flat_button
from mockpanel.gui.widgets.library_menu import LibraryMenu
from mockpanel.gui.widgets.token_text import TokenText

BYTE_ORDER_MARK = "\ufeff"
"""Some editors begin a file with it; it is no text."""


class ResponseEditor(QWidget):
    """The text, a find bar, and a line that counts what is in it."""

    edited = Signal(str)
    open_asked = Signal()
    library_chosen = Signal(str)
    library_save_asked = Signal(str)
    """A name; it is refused by answering with `show_name_error` at once. So is the next one."""
    library_rename_asked = Signal(str, str)
    library_delete_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: int | None = 0
        self._duration = ""
        self._pad = TokenText()
        self._find = FindBar(self._pad)
        self._counts = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._counts.setProperty("role", "muted")
        self._counts.setAccessibleName("Counts")
        self._counts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._marks = flat_button("· ↵", "Show spaces, tabs and line ends", None)
        self._marks.setToolTip(f"{self._marks.accessibleName()} (Ctrl+Shift+W)")
        self._marks.setCheckable(True)
        self._marks.setProperty("flat", False)
        self.library = LibraryMenu()
        self.commands = {
            "open": self._command("Open a response …", "Ctrl+O", self.open_asked.emit),
            "save": self.library.save,
            "rename": self.library.rename,
            "delete": self.library.delete,
            "find": self._command("Find in the response", "Ctrl+F", self.show_find, here=True),
            "find_next": self._command("Find next in the response", "F3", self._find.next, here=True),
            "find_previous": self._command("Find previous in the response", "Shift+F3", self._find.previous, here=True),
            "marks": self._command("Show white space", "Ctrl+Shift+W", self._marks.toggle),
        }
        self._open = QToolButton()
        self._open.setText("Open …")
        self._open.setAccessibleName("Open a response")
        self._open.setToolTip("Open a text or Markdown file (Ctrl+O); or drop one here")
        self._open.clicked.connect(self.open_asked)
        self._saved: str | None = None
        self._name = ""
        self._error = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._error.setProperty("role", "error")
        self._error.hide()
        self._place()
        self.setFocusProxy(self._pad)
        self.setAcceptDrops(True)
        self._pad.changed.connect(self._changed)
        self._pad.file_dropped.connect(self.load_file)
        self._marks.toggled.connect(self._pad.set_whitespace_visible)
        self.library.chosen.connect(self.library_chosen)
        self.library.save_asked.connect(self.library_save_asked)
        self.library.rename_asked.connect(self.library_rename_asked)
        self.library.delete_asked.connect(self.library_delete_asked)
        self._count()

    def text(self) -> str:
        """The text, byte for byte."""
        return self._pad.text()

    def show_text(self, text: str) -> None:
        """Shows a text; where it is the one shown, cursor and undo stay."""
        if text == self.text():
            return
        self._pad.show_text(text)
        self._tokens = None if text else 0
        self._count()

    def show_tokens(self, text: str, tokens: Tokens) -> None:
        """Colours the tokens of a text, unless another one stands here by now."""
        if text == self.text():
            self._tokens = len(tokens)
            self._pad.show_tokens(tokens)
            self._count()

    def replace_text(self, text: str) -> None:
        """Puts a text in the place of all there is; undo brings that back."""
        self._pad.replace_text(text)

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

    def show_lit(self, token_index: int | None) -> None:
        """Underlines the token just sent."""
        self._pad.show_lit(token_index)

    def show_duration(self, duration: str) -> None:
        """Says how long the response takes, such as 3.1 s; empty for nothing."""
        self._duration = duration
        self._count()

    def show_error(self, sentence: str) -> None:
        """Says what went wrong, below the text; empty for nothing."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))

    def show_colours(self, colours: Colours) -> None:
        """Changes the colours of the tokens."""
        self._pad.show_colours(colours)
        self.library.show_colours(colours)
        self._find.show_colours(colours)

    def set_whitespace_visible(self, visible: bool) -> None:
        """Shows or hides the marks for spaces, tabs and line ends."""
        self._marks.setChecked(visible)

    def show_find(self) -> None:
        """Opens the find bar."""
        self._find.enter()

    def load_file(self, path: Path) -> None:
        """Replaces the text by that of a file, which undo takes back; says so if the file cannot be used."""
        try:
            text = read_text(path, shorten(path.name)).removeprefix(BYTE_ORDER_MARK)
        except LibraryError as error:
            self.show_error(f"{error}.")
        else:
            self.show_error("")
            self._pad.replace_text(text)

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the find bar."""
        if event.key() == Qt.Key.Key_Escape and self._find.isVisible():
            self._find.leave()
        else:
            super().keyPressEvent(event)

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
        foot = QHBoxLayout()
        foot.setSpacing(SPACE[1])
        foot.addWidget(self._counts, 1)
        for button in (self._marks, self._open, self.library):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE[1])
        column.addWidget(self._pad, 1)
        column.addWidget(self._find)
        column.addWidget(self._error)
        column.addLayout(foot)

    def _changed(self) -> None:
        self.show_error("")
        self._count()
        self.edited.emit(self.text())

    def _count(self) -> None:
        text = self.text()
        tokens = "tokens being counted" if self._tokens is None else _counted(self._tokens, "token")
        parts = [tokens, _counted(len(text), "character"), _counted(len(text.encode()), "byte")]
        if self._duration:
            parts.append(f"takes {self._duration}")
        if self._name and self._saved is not None:
            parts.append(self._name + ("" if text == self._saved else ", changed"))
        self._counts.setText(" · ".join(parts))
        self._counts.setToolTip(self._counts.text())


def _counted(number: int, thing: str) -> str:
    return f"{grouped(number)} {thing}{'' if number == 1 else 's'}"
