"""One source that an answer cites: its address, its title, and the place in the text that it stands for."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from mockpanel.core.answer_settings import Citation
from mockpanel.core.refusals import refusal
from mockpanel.gui.icons import Icon, icon
from mockpanel.gui.theme import SPACE, Colours, number_font
from mockpanel.gui.widgets.flat_button import flat_button
from mockpanel.gui.widgets.own_undo import OwnUndo
from mockpanel.gui.widgets.words import Words

PLACE_DIGITS = 7
LONGEST_URL = 4096
LONGEST_TITLE = 1024

NAMELESS = "A citation needs an address; until it has one, the old one is sent."
SENT_STILL = "the old one is sent."


class CitationRow(QWidget):
    """Says each change as the item of the setting's list; what cannot be one is not told, and stands till it can."""

    edited = Signal(object)
    remove_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Citation | None = None
        self.url = _line("Address", "https://…", LONGEST_URL)
        self.title = _line("Title", "Title", LONGEST_TITLE)
        self.start = _place("First character, counted from 0", "0")
        self.end = _place("Behind the last character; empty is the end of the text", "end")
        self.remove = flat_button("", "Remove this citation", self.remove_asked.emit)
        self.fault = Words("warning")
        self.fault.setAccessibleName("What is wrong with this citation")
        self.fault.hide()
        self._lay_out()
        for field in self.fields:
            field.textEdited.connect(self._take)

    @property
    def fields(self) -> tuple[QLineEdit, ...]:
        """In reading order."""
        return self.url, self.title, self.start, self.end

    @property
    def stops(self) -> list[QWidget]:
        """In the order of Tab."""
        return [*self.fields, self.remove]

    def show_citation(self, citation: Citation) -> None:
        """Shows a source; what is shown or was told already keeps its cursor, and what is being typed stays."""
        if citation == self._shown:
            return
        self._shown = citation
        if not self._fault() and Citation(**self._item()) == citation:
            return
        end = "" if citation.end is None else str(citation.end)
        for field, text in zip(
            self.fields, (citation.url, citation.title, str(citation.start or ""), end), strict=True
        ):
            with QSignalBlocker(field):
                field.setText(text)
        self._say("")

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.remove.setIcon(icon(Icon.CLOSE, colours.muted, colours.border))

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(SPACE[0])
        for field, share in ((self.url, 3), (self.title, 2), (self.start, 0), (self.end, 0), (self.remove, 0)):
            line.addWidget(field, share)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE[0])
        column.addLayout(line)
        column.addWidget(self.fault)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)  # as high beside one with a fault

    def _take(self) -> None:
        fault = self._fault()
        self._say(fault)
        if fault:
            return
        item = self._item()
        self._shown = Citation(**item)
        self.edited.emit(item)

    def _say(self, fault: str) -> None:
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))

    def _fault(self) -> str:
        """Why what was typed can be no source; empty where it can."""
        if not self.url.text().strip():
            return NAMELESS
        try:
            Citation(**self._item())
        except ValidationError as error:
            sentence = str(refusal(error, Citation))
            return f"{sentence[:1].upper()}{sentence[1:]}; {SENT_STILL}"
        return ""

    def _item(self) -> dict[str, Any]:
        end = self.end.text()
        return {
            "url": self.url.text().strip(),
            "title": self.title.text(),
            "start": int(self.start.text() or 0),
            "end": int(end) if end else None,
        }


def _line(name: str, empty: str, longest: int) -> QLineEdit:
    made = QLineEdit(maxLength=longest, placeholderText=empty)
    made.setAccessibleName(name)
    made.setToolTip(name)
    OwnUndo(made)
    return made


def _place(name: str, empty: str) -> QLineEdit:
    made = _line(name, empty, PLACE_DIGITS)
    made.setValidator(QIntValidator(0, 10**PLACE_DIGITS - 1, made))
    made.setFont(number_font())
    made.setAlignment(Qt.AlignmentFlag.AlignRight)
    made.setFixedWidth(made.fontMetrics().horizontalAdvance("0" * PLACE_DIGITS) + 2 * SPACE[2])
    return made
