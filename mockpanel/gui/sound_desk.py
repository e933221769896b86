"""Lets what the preview shows be heard: a click a chunk, of what is being played and of a record."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from mockpanel.gui.clicker import Clicker
from mockpanel.gui.scrubbing import Scrubbing
from mockpanel.gui.stage import Stage
from mockpanel.gui.undo_notice import UndoNotice


class SoundDesk(QObject):
    """Between the preview's choice of sound, what plays, and the device."""

    chosen = Signal()
    """Another choice, to be remembered."""

    def __init__(self, stage: Stage, scrubbing: Scrubbing, notice: UndoNotice, parent: QObject) -> None:
        super().__init__(parent)
        self._button = stage.preview.sound
        self._notice = notice
        self.clicker = Clicker(parent=self)
        self._button.chosen.connect(self._choose)
        self.clicker.refused.connect(self._refuse)
        stage.began.connect(self.clicker.wake)
        stage.player.chunk_came.connect(self.clicker.click)
        scrubbing.began.connect(lambda _record: self.clicker.wake())
        scrubbing.clicked.connect(self.clicker.click)
        scrubbing.hushed.connect(self.clicker.hush)

    def show_choice(self, *, on: bool, volume: int) -> None:
        """The choice, as it was stored."""
        self._button.show_choice(on=on, volume=volume)
        self.clicker.resume(on, volume)

    def _choose(self, on: bool, volume: int) -> None:
        self.clicker.choose(on, volume)
        self.chosen.emit()

    def _refuse(self, sentence: str) -> None:
        """Stays off, and says why."""
        self._button.show_choice(on=False, volume=self._button.loudness)
        self._notice.refuse(sentence)
        self.chosen.emit()
