"""The line that stands in the window as long as requests are passed on to a real API. Words; knows no request."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from mockpanel.core.sentences import shorten
from mockpanel.gui.theme import CORNER, SPACE, Colours

ALL = "every request is passed on there, the preview's too"


class CaptureSign(QFrame):
    """Hidden while record mode is off."""

    stop_asked = Signal()
    show_asked = Signal(str)
    """The name of the capture that was taken last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last = ""
        self.dot = QLabel("●")
        self.words = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.last = QPushButton()
        self.stop = QPushButton("Stop capturing")
        self._build()
        self.hide()

    def show_host(self, host: str, warning: str = "") -> None:
        """The host that answers are captured from; empty for none. The warning stands behind it."""
        if not host:
            self.show_last("")
        self.words.setText(" ".join(filter(None, (f"Capturing from {host}: {ALL}.", warning))))
        self.setVisible(bool(host))

    def show_last(self, name: str) -> None:
        """The capture that was taken last; empty for none."""
        self._last = name
        self.last.setText(f"Show “{shorten(name)}”".replace("&", "&&"))
        self.last.setToolTip(f"Show the capture {name}, which was taken last")
        self.last.setVisible(bool(name))

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.dot.setStyleSheet(f"color: {colours.error};")
        self.setStyleSheet(
            f"#capture_sign {{ background: {colours.surface}; border: 1px solid {colours.hairline};"
            f" border-left: 3px solid {colours.error}; border-radius: {CORNER}px; }}"
        )

    def _build(self) -> None:
        self.setObjectName("capture_sign")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.words.setAccessibleName("Record mode")
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.stop.setToolTip("Answer requests here again, and forget the key")
        self.stop.clicked.connect(self.stop_asked)
        self.last.clicked.connect(lambda: self.show_asked.emit(self._last))
        self.last.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE[2], SPACE[0], SPACE[0], SPACE[0])
        row.setSpacing(SPACE[1])
        row.addWidget(self.dot)
        row.addWidget(self.words, 1)
        row.addWidget(self.last)
        row.addWidget(self.stop)
