"""A tool call of an answer: its name, and its arguments as text that should be JSON and need not be."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mockpanel.core.answer_parts import PartId, arguments_text
from mockpanel.core.json_text import indented, json_fault, on_one_line
from mockpanel.core.settings import StreamSettings
from mockpanel.gui.theme import SPACE, Colours, number_font
from mockpanel.gui.widgets.own_undo import OwnUndo
from mockpanel.gui.widgets.part_head import PartHead
from mockpanel.gui.widgets.token_page import TokenPage
from mockpanel.gui.widgets.words import Words

GENERATED = "Empty: the arguments are made from the schema that the client sends with its tool, always the same."
SENT_EMPTY = "Sent as an empty text. Type, and empty it again, to have the arguments made from the client's schema."
SENTENCE = "Sent to clients that offer this tool."
SENT_SO = "It is sent as it stands."
NAMELESS = "A tool call needs a name; until it has one, the old name is sent."
NAME_CHARACTERS = 24
LONGEST_NAME = 256


class CallPage(QWidget):
    """Says each change as what the call's item of the setting is to hold."""

    edited = Signal(object)
    remove_asked = Signal()

    def __init__(self, part: PartId, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part = part
        self.name = QLineEdit(maxLength=LONGEST_NAME)
        self.format = QPushButton("Format")
        label = QLabel("Too&l")
        label.setBuddy(self.name)
        self.head = PartHead(SENTENCE, "this tool call", label, self.name, self.format)
        self.page = TokenPage("Arguments", GENERATED)
        self.fault = Words("warning")
        self._build()
        self._lay_out()

    def show_settings(self, settings: StreamSettings) -> None:
        """Shows a snapshot's call."""
        call = settings.mock_tool_calls[self.part.call]
        if self.name.text().strip() != call.name and (self.name.text().strip() or not self.name.hasFocus()):
            with QSignalBlocker(self.name):
                self.name.setText(call.name)
                self.name.setCursorPosition(0)
        self.page.show_text(arguments_text(call))
        self.page.pad.setPlaceholderText(GENERATED if call.arguments is None else SENT_EMPTY)
        self._check()

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.head.show_colours(colours)
        self.page.show_colours(colours)

    @property
    def stops(self) -> list[QWidget]:
        """In the order of Tab."""
        return [self.name, self.format, self.head.remove, *self.page.stops]

    def enter(self) -> None:
        """Ready for the arguments to be typed."""
        self.page.enter()

    def begin(self) -> None:
        """Ready for another name to be typed."""
        self.name.selectAll()
        self.name.setFocus()

    def _build(self) -> None:
        self.name.setFont(number_font())
        self.name.setAccessibleName("Name of the tool")
        self.name.setFixedWidth(self.name.fontMetrics().horizontalAdvance("m" * NAME_CHARACTERS))
        self.name.setToolTip("The name of the tool that is called, as clients offer it")
        self.fault.setAccessibleName("What is wrong with this tool call")
        OwnUndo(self.name)
        self.name.textEdited.connect(self._rename)
        self.format.clicked.connect(self._format)
        self.head.remove_asked.connect(self.remove_asked)
        self.page.edited.connect(self._take)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE[0])
        column.addWidget(self.head)
        column.addWidget(self.page, 1)
        column.addWidget(self.fault)

    def _rename(self, name: str) -> None:
        self._check()
        if name.strip():
            self.edited.emit({"name": name.strip()})

    def _take(self, text: str) -> None:
        self._check()
        self.edited.emit({"arguments": text or None})

    def _format(self) -> None:
        """Between a line for each item, and all of it on one; undo brings back what it was."""
        text = self.page.text()
        shown = indented(text)
        self.page.pad.replace_text(on_one_line(text) if text == shown else shown)

    def _check(self) -> None:
        """Says in its place what a client could not read, and what the button does."""
        text = self.page.text()
        fault = json_fault(text)
        said = [NAMELESS] if not self.name.text().strip() else []
        said += [f"{fault} {SENT_SO}"] if fault else []
        self.fault.setText(" ".join(said))
        self.fault.setVisible(bool(said))
        compact = bool(text) and text == indented(text)
        self.format.setText("Compact" if compact else "Format")
        self.format.setToolTip(
            ("Put all of it on one line" if compact else "Put each item on a line") + "; white space is sent too"
        )
        self.format.setEnabled(bool(text.strip()) and not fault.startswith("Not JSON:"))
