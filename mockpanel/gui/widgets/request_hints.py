"""What stands in the list of requests where it is empty: how to make a first one, or that the filter hides all."""

from __future__ import annotations

from PySide6.QtCore import QSizeF, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mockpanel.core.snippets import first_request
from mockpanel.gui.theme import SPACE, number_font

COPIED_MS = 1500
WIDEST_COMMAND = 720


class FirstRequest(QWidget):
    """What stands where no request is yet: a command that makes one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QLabel("No requests yet")
        self.heading.setProperty("role", "heading")
        self.words = QLabel()
        self.words.setProperty("role", "muted")
        self.words.setWordWrap(True)
        self.command = QPlainTextEdit(readOnly=True)
        self.command.setFont(number_font())
        self.command.setFrameShape(QFrame.Shape.NoFrame)
        self.command.setTabChangesFocus(True)
        self.command.setAccessibleName("A command that makes a first request")
        self.command.setToolTip("A command for a terminal; Ctrl+A and Ctrl+C copy it")
        self.command.document().setDocumentMargin(SPACE[1])
        self.command.setMaximumWidth(WIDEST_COMMAND)
        self.command.document().documentLayout().documentSizeChanged.connect(self._grow)
        self.command.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.copy = QPushButton("Copy")
        self.copy.setShortcut(QKeySequence("Alt+C"))
        self.copy.setAccessibleName("Copy the command")
        self.copy.setToolTip("Copy the command (Alt+C)")
        self.copy.clicked.connect(self._copy)
        self._told = QTimer(self, singleShot=True, interval=COPIED_MS)
        self._told.timeout.connect(lambda: self.copy.setText("Copy"))
        self._lay_out()
        self.show_base_url("")

    def show_base_url(self, url: str) -> None:
        """The address that the command calls; empty while nothing is served."""
        self.words.setText(
            "Point a client at this server, or make a first request in a terminal:"
            if url
            else "Start the server to see a first request."
        )
        self.command.setPlainText(first_request(url) if url else "")
        self.command.setVisible(bool(url))
        self.copy.setVisible(bool(url))

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(SPACE[4], SPACE[0], SPACE[4], SPACE[0])
        box.setSpacing(SPACE[0])
        top = QHBoxLayout()
        top.setSpacing(SPACE[2])
        for widget in (self.heading, self.copy):
            top.addWidget(widget)
        top.addStretch(1)
        box.addStretch(1)
        box.addLayout(top)
        box.addWidget(self.words)
        box.addWidget(self.command)
        box.addStretch(2)

    def _grow(self, size: QSizeF) -> None:
        """A narrow window wraps the command into more lines, and all of them stay in sight."""
        lines = QFontMetrics(self.command.font()).lineSpacing() * size.height()  # a plain text edit counts lines
        self.command.setFixedHeight(int(lines) + 2 * SPACE[1] + 4)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.command.toPlainText())
        self.copy.setText("Copied")
        self._told.start()


class NoMatch(QWidget):
    """What stands where the filter leaves nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = QLabel("No request matches the filter")
        words.setProperty("role", "muted")
        self.clear = QPushButton("Show all requests")
        self.clear.setAccessibleName("Show all requests")
        self.clear.setToolTip("Empty the filter and show all requests (Alt+A)")
        self.clear.setShortcut(QKeySequence("Alt+A"))
        self.clear.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        box = QVBoxLayout(self)
        box.setSpacing(SPACE[1])
        box.addStretch(1)
        box.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)
