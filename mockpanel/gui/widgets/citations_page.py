"""The sources that an answer cites, one a row."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mockpanel.core.answer_parts import CITATIONS
from mockpanel.core.settings import StreamSettings
from mockpanel.gui.layout import Column, Scrolling
from mockpanel.gui.theme import SPACE, Colours
from mockpanel.gui.widgets.citation_row import CitationRow
from mockpanel.gui.widgets.part_head import PartHead

SENTENCE = "Sources that the text cites: address, title, and the characters from and to."


class CitationsPage(QWidget):
    """Says each change as the place of a source and what the setting is to hold of it."""

    edited = Signal(object)
    more_asked = Signal()
    one_removed = Signal(int)
    remove_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part = CITATIONS
        self._colours: Colours | None = None
        self.rows: list[CitationRow] = []
        self.head = PartHead(SENTENCE, "all citations")
        self.more = QPushButton("Add a citation")
        self.more.setToolTip("Add another source, to be typed over")
        self._box = Column(self.more, space=SPACE[0])
        self._box.box.setAlignment(self.more, Qt.AlignmentFlag.AlignLeft)
        self._box.box.addStretch(1)
        self._area = Scrolling(self._box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE[0])
        column.addWidget(self.head)
        column.addWidget(self._area, 1)
        self.head.remove_asked.connect(self.remove_asked)
        self.more.clicked.connect(self.more_asked)
        self._area.verticalScrollBar().rangeChanged.connect(self._keep_in_view)  # rows are laid out later than made

    def show_settings(self, settings: StreamSettings) -> None:
        """Shows a snapshot's sources."""
        citations = settings.mock_citations
        while len(self.rows) < len(citations):
            self._add_row()
        while len(self.rows) > len(citations):
            row = self.rows.pop()
            row.hide()
            row.deleteLater()
        for row, citation in zip(self.rows, citations, strict=True):
            row.show_citation(citation)

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._colours = colours
        self.head.show_colours(colours)
        for row in self.rows:
            row.show_colours(colours)

    @property
    def stops(self) -> list[QWidget]:
        """In the order of Tab."""
        return [self.head.remove, *(stop for row in self.rows for stop in row.stops), self.more]

    def enter(self) -> None:
        """Ready for the first one's address to be typed."""
        (self.rows[0].url if self.rows else self.more).setFocus()

    def begin(self) -> None:
        """Ready for the last one's address to be typed."""
        if self.rows:
            self.rows[-1].url.selectAll()
            self.rows[-1].url.setFocus()
            self._keep_in_view()

    def _add_row(self) -> None:
        row, place = CitationRow(), len(self.rows)
        if self._colours is not None:
            row.show_colours(self._colours)
        row.edited.connect(lambda item: self.edited.emit({place: item}))
        row.remove_asked.connect(lambda: self.one_removed.emit(place))
        self._box.box.insertWidget(place, row)
        self.rows.append(row)

    def _keep_in_view(self) -> None:
        """All of the row that is typed in, and below the last one of the button what there is room for."""
        focused = self.window().focusWidget()  # also where another window, as the palette, is still the active one
        row = next((row for row in self.rows if focused in row.stops), None)
        if row is None:
            return
        if row is self.rows[-1]:
            self._area.ensureWidgetVisible(self.more, 0, 0)
        self._area.ensureWidgetVisible(row, 0, 0)
