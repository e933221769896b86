"""One sentence at the top of the window, with one thing to do about it; goes by itself."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from mockpanel.gui.icons import Icon, icon
from mockpanel.gui.theme import CORNER, LIGHT, SPACE, Colours

SHOWN_S = 8
LINGER_MS = 2000
"""How often to look again whether the pointer or the focus has gone."""


class Kind(StrEnum):
    """How grave it is; the word stands before what is more than news."""

    INFO = ""
    WARNING = "Warning"
    ERROR = "Error"


class NoticeBar(QFrame):
    """A newer notice takes an older one's place."""

    acted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = LIGHT
        self._kind = Kind.INFO
        self.sentence = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.action = QPushButton()
        self.leave = QToolButton()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._expire)
        self._build()
        self.hide()

    def show_notice(
        self, sentence: str, action_text: str = "", *, seconds: float = SHOWN_S, kind: Kind = Kind.INFO
    ) -> None:
        """Shows a sentence for some seconds; `action_text` names what can be done about it."""
        self._kind = kind
        self.sentence.setText(f"{kind}: {sentence}" if kind else sentence)
        self.action.setText(action_text)
        self.action.setVisible(bool(action_text))
        self._dress()
        self.show()
        self._timer.start(round(seconds * 1000))
        self._announce()

    def close_notice(self) -> None:
        """Takes the sentence away."""
        self._timer.stop()
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._colours = colours
        self.leave.setIcon(icon(Icon.CLOSE, colours.muted, colours.border))
        self._dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_notice()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self.setObjectName("notice")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.sentence.setAccessibleName("Notice")
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.action.setToolTip("Do what the notice offers (Space)")
        self.action.clicked.connect(self._act)
        self.leave.setProperty("flat", True)
        self.leave.setToolTip("Close (Esc)")
        self.leave.setAccessibleName("Close the notice")
        self.leave.clicked.connect(self.close_notice)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE[2], SPACE[0], SPACE[0], SPACE[0])
        row.setSpacing(SPACE[2])
        row.addWidget(self.sentence, 1)
        row.addWidget(self.action)
        row.addWidget(self.leave)

    def _act(self) -> None:
        self.close_notice()
        self.acted.emit()

    def _expire(self) -> None:
        """Stays while somebody is about to use it."""
        focus = QApplication.focusWidget()
        if self.underMouse() or (focus is not None and self.isAncestorOf(focus)):
            self._timer.start(LINGER_MS)
        else:
            self.close_notice()

    def _announce(self) -> None:
        told = QAccessibleAnnouncementEvent(self, self.sentence.text())
        if self._kind is Kind.ERROR:
            told.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(told)

    def _dress(self) -> None:
        c = self._colours
        edge = {Kind.INFO: c.accent, Kind.WARNING: c.warning, Kind.ERROR: c.error}[self._kind]
        self.setStyleSheet(
            f"#notice {{ background: {c.surface}; border: 1px solid {c.hairline}; border-left: 3px solid {edge};"
            f" border-radius: {CORNER}px; }}"
        )
