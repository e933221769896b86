"""The captures' place in the window: where they come from, the list of them, and all about the chosen one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mockpanel.gui.layout import Scrolling, splitter
from mockpanel.gui.theme import SPACE, Colours
from mockpanel.gui.widgets.capture_detail import CaptureDetail
from mockpanel.gui.widgets.capture_list import CaptureList
from mockpanel.gui.widgets.capture_source import CaptureSource
from mockpanel.gui.widgets.disclosure import Disclosure
from mockpanel.gui.widgets.words import Words


class CapturesPane(QWidget):
    """Files of any kind may be dropped here; what they hold is for others to tell."""

    import_asked = Signal()
    files_dropped = Signal(list)
    """Paths."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Disclosure("Capture from an API")
        self.take = QPushButton("Import …")
        self.source = CaptureSource()
        self.broken = Words("warning")
        self.list = CaptureList()
        self.detail = CaptureDetail()
        self.heading.setToolTip("Record what a real API answers, once or for every request of your app")
        self.take.setToolTip("Take a recorded answer from a file: capture, HAR, events with times, curl's trace, JSONL")
        self.take.clicked.connect(self.import_asked)
        self.heading.toggled.connect(self.source.setVisible)
        self.list.menu_asked.connect(self.detail.open_menu)
        self.source.hide()
        self.broken.hide()
        self.setAcceptDrops(True)
        self.setFocusProxy(self.list)
        self._lay_out()

    def show_broken(self, sentences: list[str]) -> None:
        """What is wrong with files of the folder that are no captures."""
        self.broken.setText("\n".join(sentence[:1].upper() + sentence[1:] for sentence in sentences))
        self.broken.setVisible(bool(sentences))

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        for part in (self.heading, self.list, self.detail):
            part.show_colours(colours)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files of this machine."""
        if _paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tells of what was dropped."""
        event.acceptProposedAction()
        self.files_dropped.emit(_paths(event))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(SPACE[1])
        top.addWidget(self.heading, 1)
        top.addWidget(self.take)
        self.parts = splitter(Qt.Orientation.Horizontal, "captures", self.list, Scrolling(self.detail), stretch=(0, 1))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE[0], 0, 0)
        column.setSpacing(SPACE[0])
        column.addLayout(top)
        column.addWidget(self.source)
        column.addWidget(self.broken)
        column.addWidget(self.parts, 1)


def _paths(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
