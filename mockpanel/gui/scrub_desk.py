"""Between the records of requests and the preview: who asks for a record, and who is told where it stands."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from mockpanel.core.request_record import RequestRecord
from mockpanel.gui.request_desk import RequestDesk
from mockpanel.gui.scrubbing import Run, Scrubbing, Tokenize
from mockpanel.gui.stage import Stage
from mockpanel.gui.undo_notice import UndoNotice


class ScrubDesk(QObject):
    """Its play, step and restart are the preview's own, or the record's while one is gone through."""

    opened = Signal()
    """A record is shown in the preview."""
    changed = Signal(bool)
    """Whether a record is shown."""

    def __init__(
        self, stage: Stage, desk: RequestDesk, tokenize: Tokenize, run: Run, notice: UndoNotice, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._stage = stage
        self._desk = desk
        self.scrubbing = Scrubbing(stage.preview, tokenize, run, self)
        scrubbing = self.scrubbing
        desk.view.scrub_asked.connect(scrubbing.open)
        desk.detail.scrub_asked.connect(scrubbing.open)
        desk.timing.time_pressed.connect(self._open_chosen)
        stage.preview.record_asked.connect(self.open_played)
        stage.gaps.time_pressed.connect(self._open_shown)
        stage.began.connect(scrubbing.leave)
        scrubbing.began.connect(self._show_begun)
        scrubbing.moved.connect(self._show_moment)
        scrubbing.left.connect(self._show_left)
        scrubbing.refused.connect(notice.refuse)

    def open_played(self) -> None:
        """Goes through what was played last."""
        if (record := self._stage.played) is not None:
            self.scrubbing.open(record)

    def play_or_pause(self) -> None:
        """What the play button in sight does."""
        (self._stage if self.scrubbing.record is None else self.scrubbing).play_or_pause()

    def step(self) -> None:
        """One chunk more."""
        if self.scrubbing.record is None:
            self._stage.step()
        else:
            self.scrubbing.step(1)

    def step_back(self) -> None:
        """One chunk less; of what is being played, there is no way back."""
        if self.scrubbing.record is not None:
            self.scrubbing.step(-1)

    def _open_chosen(self, ns: float) -> None:
        if (record := self._desk.chosen) is not None:
            self.scrubbing.open(record, ns)

    def _open_shown(self, ns: float) -> None:
        """The strip below the preview: goes there in the record, or opens what was played, once that is over."""
        record = self.scrubbing.record or self._stage.played
        if record is not None and record.outcome.over:
            self.scrubbing.open(record, ns)

    def _show_begun(self, record: RequestRecord) -> None:
        self._stage.stand_aside(record)
        self.opened.emit()
        self.changed.emit(True)

    def _show_moment(self, ns: int | None) -> None:
        self._stage.gaps.show_position(ns)
        here = self._desk.chosen is not None and self._desk.chosen is self.scrubbing.record
        self._desk.timing.show_position(ns if here else None)

    def _show_left(self) -> None:
        self._stage.come_back()
        self.changed.emit(False)
