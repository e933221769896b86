"""One source that an answer cites: its address, its title, and the place in the text that it stands for."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from mockpanel.core.answer_settings import Citation
from mockpanel.gui.icons import Icon, icon
from mockpanel.gui.theme import SPACE, Colours, number_font
from mockpanel.gui.widgets.flat_button import flat_button
from mockpanel.gui.widgets.own_undo import OwnUndo

PLACE_DIGITS = 7
LONGEST_URL = 4096
LONGEST_TITLE = 1024


class CitationRow(QWidget):
    """Says each change as the item of the setting's list; while an address is missing there is none."""

    edited = Signal(object)
    remove_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.url = _line("Address", "https://…", LONGEST_URL)
        self.title = _line("Title", "Title", LONGEST_TITLE)
        self.start = _place("First character, counted from 0", "0")
        self.end = _place("Behind the last character; empty is the end of the text", "end")
        self.remove = flat_button("", "Remove this citation", self.remove_asked.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE[0])
        for field, share in ((self.url, 3), (self.title, 2), (self.start, 0), (self.end, 0), (self.remove, 0)):
            row.addWidget(field, share)
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
        """Shows a source; what is shown already keeps its cursor."""
        shown = self._item()
        if shown is not None and Citation(**shown) == citation:
            return
        end = "" if citation.end is None else str(citation.end)
        for field, text in zip(
            self.fields, (citation.url, citation.title, str(citation.start or ""), end), strict=True
        ):
            with QSignalBlocker(field):
                field.setText(text)

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.remove.setIcon(icon(Icon.CLOSE, colours.muted, colours.border))

    def _take(self) -> None:
        if (item := self._item()) is not None:
            self.edited.emit(item)

    def _item(self) -> dict[str, Any] | None:
        if not self.url.text().strip():
            return None
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
