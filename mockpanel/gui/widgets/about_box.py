"""What mockpanel is, its versions, and the licences of all that it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QIcon, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mockpanel.gui.theme import SPACE, Colours

COPIED_MS = 1500
ICON_PX = 64
SENTENCE = "Tune how streamed answers feel: real tokens, an exact rate, and the text byte for byte."
LICENCE = "mockpanel is free software under the MIT License."


class Part(Protocol):
    """What is known of a thing that mockpanel brings along."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def version(self) -> str: ...  # noqa: D102
    @property
    def licence(self) -> str: ...  # noqa: D102
    @property
    def notice(self) -> str: ...  # noqa: D102


class AboutBox(QDialog):
    """Stands beside the window; Escape closes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._versions = ""
        self.icon, self.title, self.versions = QLabel(), QLabel("mockpanel"), QLabel()
        self.copy = QPushButton("Copy versions")
        self.parts = QListWidget()
        self.notice = QPlainTextEdit(readOnly=True)
        self._build()
        self._lay_out()

    def show_about(self, versions: str, parts: Sequence[Part]) -> None:
        """Versions, a line each, and what mockpanel is made of."""
        self._versions = versions
        self.versions.setText(versions)
        self.parts.clear()
        for part in parts:
            line = " · ".join(filter(None, (part.name, part.version, part.licence)))
            item = QListWidgetItem(line)
            item.setToolTip(line)
            item.setData(Qt.ItemDataRole.UserRole, part.notice or f"{part.name}: {part.licence}")
            self.parts.addItem(item)
        self.parts.setCurrentRow(0)
        self.show()
        self.raise_()
        self.parts.setFocus()

    def show_icon(self, icon: QIcon) -> None:
        """The program's own icon."""
        self.icon.setPixmap(icon.pixmap(ICON_PX, ICON_PX))
        self.icon.show()

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self.title.setStyleSheet(f"color: {colours.text}; font-size: 18pt; font-weight: 600;")

    def _build(self) -> None:
        self.setWindowTitle("About mockpanel")
        self.setModal(False)
        self.versions.setProperty("role", "muted")
        self.versions.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.versions.setAccessibleName("Versions")
        self.icon.hide()
        self.copy.setShortcut(QKeySequence("Alt+C"))
        self.copy.setAccessibleName("Copy the versions")
        self.copy.setToolTip("Copy the versions for a report (Alt+C)")
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(self._copy)
        self.parts.setAccessibleName("What mockpanel is made of")
        self.parts.setToolTip("Choose one to read its licence")
        self.parts.setSpacing(SPACE[0] // 2)
        self.parts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.parts.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.parts.currentItemChanged.connect(lambda item, _before: self._show_notice(item))
        self.notice.setAccessibleName("Licence")
        self.notice.setToolTip("The licence of what is chosen")
        self.notice.setTabChangesFocus(True)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(SPACE[0])
        for text in (SENTENCE, LICENCE):
            words.addWidget(QLabel(text))
        words.insertWidget(0, self.title)
        head = QHBoxLayout()
        head.setSpacing(SPACE[3])
        head.addWidget(self.icon)
        head.addLayout(words, 1)
        made = QHBoxLayout()
        made.setSpacing(SPACE[1])
        made.addWidget(self.parts, 2)
        made.addWidget(self.notice, 3)
        told = QHBoxLayout()
        told.addWidget(self.versions, 1)
        told.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[SPACE[4]] * 4)
        column.setSpacing(SPACE[3])
        for layout in (head, told, made):
            column.addLayout(layout, 1 if layout is made else 0)
        self.resize(880, 600)

    def _show_notice(self, item: QListWidgetItem | None) -> None:
        self.notice.setPlainText("" if item is None else str(item.data(Qt.ItemDataRole.UserRole)))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._versions)
        self.copy.setText("Copied")
        QTimer.singleShot(COPIED_MS, self, lambda: self.copy.setText("Copy versions"))
