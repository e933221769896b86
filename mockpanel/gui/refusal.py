"""Why the app could not start, in a window of its own: for a start from a desktop, where no terminal shows it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

TITLE = "mockpanel could not start"


def show_refusal(sentence: str) -> None:
    """Returns when it was read. There is no other window and no loop yet, so this one runs its own."""
    app = QApplication.instance() or QApplication([])  # which must live as long as the box
    box = QMessageBox(QMessageBox.Icon.Critical, TITLE, sentence, QMessageBox.StandardButton.Close)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.setAccessibleName(TITLE)
    box.exec()
    del app
