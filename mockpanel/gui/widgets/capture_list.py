"""The list of captures: one is chosen, by name; what can be done with it is for others to say."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QListView, QWidget

from mockpanel.gui.models.capture_rows import CaptureDelegate, CaptureLine, CaptureLines
from mockpanel.gui.theme import Colours


class CaptureList(QListView):
    """Keeps what is chosen while captures come and go; where that one went, its neighbour is chosen."""

    chosen = Signal(str)
    """The name of the capture that is chosen now; empty for none."""
    menu_asked = Signal(QPoint)
    """At a place on the screen, of the chosen one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = CaptureLines(self)
        self._delegate = CaptureDelegate(self)
        self._row = 0
        self.setModel(self.lines)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName("Captures")
        self.setMinimumWidth(140)
        self.customContextMenuRequested.connect(self._ask_for_menu)
        self.selectionModel().currentChanged.connect(lambda *_: self._tell())

    @property
    def name(self) -> str:
        """The chosen capture's name; empty for none."""
        index = self.currentIndex()
        return self.lines.lines[index.row()].name if index.isValid() else ""

    def show_lines(self, lines: Sequence[CaptureLine]) -> None:
        """All captures there are."""
        before = self.name
        with QSignalBlocker(self.selectionModel()):
            self.lines.show_lines(lines)
            if self.name != before or not before:
                row = self.lines.row_of(before)
                self._go_to(min(self._row, len(lines) - 1) if row is None else row)
        if self.name != before:
            self._tell()

    def choose(self, name: str) -> None:
        """Chooses a capture, if there is one of that name."""
        row = self.lines.row_of(name)
        if row is not None:
            self._go_to(row)

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._delegate.colours = colours
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """A column beside what is told of the chosen one."""
        return QSize(220, 120)

    def _go_to(self, row: int) -> None:
        if row >= 0:
            self.selectionModel().setCurrentIndex(
                self.lines.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    def _tell(self) -> None:
        self._row = max(self.currentIndex().row(), 0)
        self.viewport().update()
        self.chosen.emit(self.name)

    def _ask_for_menu(self, place: QPoint) -> None:
        if self.name:
            self.menu_asked.emit(self.viewport().mapToGlobal(place))
