"""Tells of an error that nobody expected, with details to be copied. Stops nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from mockpanel.core.measures import grouped
from mockpanel.gui.theme import SPACE, Colours, number_font

SENTENCE = "Something in the window failed. The server keeps serving."
COPIED_MS = 1500
WIDTH = 560
DETAILS_HEIGHT = 240
LONGEST_DETAILS = 100_000
"""What comes behind that is only counted."""


class ErrorDialog(QDialog):
    """One error at a time; those that come while it is open are counted, and stand in the details."""

    log_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._more = 0
        self.sentence, self.summary, self.count = QLabel(SENTENCE), QLabel(), QLabel()
        self.details = QPlainTextEdit(readOnly=True)
        self.toggle = QPushButton("&Details")
        self.copy = QPushButton("&Copy details")
        self.log = QPushButton("Open &log folder")
        self.leave = QPushButton("Close")
        self._build_words()
        self._build_buttons()
        self._lay_out()

    def show_error(self, summary: str, details: str, more: int = 0) -> None:
        """An error in a line, its details, and how many like it there were before."""
        if self.isVisible():
            self._more += 1 + more
            self._add_details(details)
        else:
            self._more = more
            self.summary.setText(summary)
            self.details.setPlainText(details[:LONGEST_DETAILS])
            self.toggle.setChecked(False)
            self.leave.setFocus()
        self.count.setText(f"And {grouped(self._more)} more since then.")
        self.count.setVisible(bool(self._more))
        self.show()

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.summary.setStyleSheet(f"color: {colours.error};")
        self.count.setStyleSheet(f"color: {colours.muted};")

    def _add_details(self, details: str) -> None:
        if len(self.details.toPlainText()) + len(details) <= LONGEST_DETAILS:
            self.details.appendPlainText(f"\n{details}")

    def _build_words(self) -> None:
        self.setWindowTitle("Unexpected error")
        self.setModal(False)
        for label, name in ((self.sentence, "Meaning"), (self.summary, "What failed"), (self.count, "Further errors")):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAccessibleName(name)
        self.sentence.setProperty("role", "heading")
        self.summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.count.hide()
        self.details.setFont(number_font(self.font().pointSizeF()))
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.setAccessibleName("Details")
        self.details.setToolTip("Versions, and where it happened")
        self.details.setTabChangesFocus(True)
        self.details.setMinimumHeight(DETAILS_HEIGHT)
        self.details.hide()

    def _build_buttons(self) -> None:
        for button, tip in (
            (self.toggle, "Show where it happened (Alt+D)"),
            (self.copy, "Copy versions and traceback for a report (Alt+C)"),
            (self.log, "Show the folder with the log file (Alt+L)"),
            (self.leave, "Close (Esc)"),
        ):
            button.setToolTip(tip)
            button.setAutoDefault(False)
        self.toggle.setCheckable(True)
        self.toggle.toggled.connect(self._show_details)
        self.copy.clicked.connect(self._copy)
        self.log.clicked.connect(self.log_asked)
        self.leave.setProperty("primary", True)
        self.leave.setDefault(True)
        self.leave.clicked.connect(self.close)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE[1])
        for button in (self.toggle, self.copy, self.log):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[SPACE[3]] * 4)
        column.setSpacing(SPACE[2])
        for label in (self.sentence, self.summary, self.count):
            column.addWidget(label)
        column.addWidget(self.details, 1)
        column.addLayout(buttons)
        self.setMinimumWidth(WIDTH)

    def _show_details(self, shown: bool) -> None:
        self.details.setVisible(shown)
        self.toggle.setText("Hide &details" if shown else "&Details")
        self.adjustSize()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
        self.copy.setText("Copied")
        QTimer.singleShot(COPIED_MS, self, lambda: self.copy.setText("&Copy details"))
