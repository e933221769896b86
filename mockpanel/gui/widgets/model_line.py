"""The line that lets a real front end stream as one side does, and a button that copies it."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolButton, QWidget

from mockpanel.gui.icons import Icon, icon
from mockpanel.gui.theme import LIGHT, Colours, number_font

COPIED_MS = 1200


class ModelLine(QToolButton):
    """Shows the line, and copies it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = LIGHT
        self._model = ""
        self.setProperty("flat", True)
        self.setToolButtonStyle(self.toolButtonStyle().ToolButtonTextBesideIcon)
        self.setIconSize(QSize(16, 16))
        self.setFont(number_font())
        self.clicked.connect(self.copy)

    @property
    def line(self) -> str:
        """What is copied."""
        return f'model: "{self._model}"'

    def show_model(self, model: str, meaning: str) -> None:
        """The model's name, and what it stands for."""
        self._model = model
        self.setText(self.line)
        self.setAccessibleName(f"Copy {self.line}")
        self.setAccessibleDescription(meaning)
        self._dress(Icon.COPY)
        self.setToolTip(f"Copy this line into your front end: it then streams as {meaning}")

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._colours = colours
        self._dress(Icon.COPY)

    def copy(self) -> None:
        """Puts the line on the clipboard, and says so for a moment."""
        QGuiApplication.clipboard().setText(self.line)
        self._dress(Icon.COPIED)
        QTimer.singleShot(COPIED_MS, self, lambda: self._dress(Icon.COPY))

    def _dress(self, name: Icon) -> None:
        self.setIcon(icon(name, self._colours.text, self._colours.border))
