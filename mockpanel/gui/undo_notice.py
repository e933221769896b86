"""What the window says at its top, and the undo that goes with it: the button takes back just what was told."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack

from mockpanel.gui.widgets.notice_bar import Kind, NoticeBar

STANDING_S = 60
"""A warning of the start stays for so long."""


class UndoNotice(QObject):
    """Between one undo stack and one notice bar."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self.bar = NoticeBar()
        self._offered: int | None = None
        self.bar.acted.connect(self._undo_told)
        self.stack.indexChanged.connect(self._forget_offer)

    def tell(self, sentence: str) -> None:
        """News."""
        self.bar.show_notice(sentence)

    def refuse(self, sentence: str) -> None:
        """Why something could not be done."""
        self.bar.show_notice(sentence, kind=Kind.ERROR)

    def warn(self, sentence: str) -> None:
        """Something at the start was not as it should be; nothing, if that was nothing."""
        if sentence:
            self.bar.show_notice(sentence, seconds=STANDING_S, kind=Kind.WARNING)

    def offer_undo(self, sentence: str) -> None:
        """What was done last, with a button that takes it back."""
        self._offered = self.stack.index()
        self.bar.show_notice(sentence, "Undo")

    def _undo_told(self) -> None:
        if self._offered == self.stack.index():
            self.stack.undo()

    def _forget_offer(self, index: int) -> None:
        """Something else was done since: the button would take back that."""
        if self._offered not in (None, index) and self.bar.action.isVisible():
            self.bar.close_notice()
