"""Makes forecasts a little at a time, so that no token waits for one, and at most one of each a frame."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from mockpanel.core.forecast import Forecast, foresee
from mockpanel.core.laying import Laid
from mockpanel.core.settings import StreamSettings
from mockpanel.core.shape_groups import ShapeGroup
from mockpanel.core.tokens import Tokens
from mockpanel.gui.theme import FRAME_MS

WORK_NS = 1_000_000
"""So long a forecast is worked on at a time."""

BREATH_MS = 1
"""Between two times others have their turn."""

MS_NS = 1_000_000


class Subject(NamedTuple):
    """What is foreseen: settings, a text, how many tokens of reasoning go before it, and the answer in a captured
    rhythm, where one is replayed."""

    settings: StreamSettings
    tokens: Tokens
    thinking: int
    laid: Laid | None = None


class Forecaster(QObject):
    """What is begun is finished, also while its subject changes: so pictures follow a hand that never rests."""

    made = Signal(object, object)
    """The ShapeGroup that is alone in it, or None for all of them together; and the Forecast."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._subject: Subject | None = None
        self._wanted: Sequence[ShapeGroup | None] = ()
        self._made: dict[ShapeGroup | None, Subject] = {}
        self._round: set[ShapeGroup | None] = set()
        """Those of which there was a forecast in this frame."""
        self._began_ns = 0
        self._frame_ns = FRAME_MS * MS_NS
        self._work: Iterator[Forecast | None] | None = None
        self._working_on: ShapeGroup | None = None
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._go_on)

    def show_subject(self, subject: Subject) -> None:
        """Forecasts are of this from now on."""
        self._subject = subject
        self._start()

    def want(self, wanted: Sequence[ShapeGroup | None]) -> None:
        """Which forecasts are in sight; the others are not made."""
        self._wanted = wanted
        self._made = {group: subject for group, subject in self._made.items() if group in wanted}
        self._start()

    def show_frame(self, frame_ms: int) -> None:
        """How long a frame lasts; longer with reduced motion."""
        self._frame_ns = frame_ms * MS_NS

    def stop(self) -> None:
        """Makes no more."""
        self._timer.stop()
        self._subject, self._work = None, None

    def _start(self) -> None:
        if not self._timer.isActive() and self._work is None:
            left_ns = self._began_ns + self._frame_ns - time.monotonic_ns()
            self._timer.start(max(-(-left_ns // MS_NS), 0))
            self._round.clear()

    def _go_on(self) -> None:
        if self._work is None:
            self._begin()
        if self._work is None:
            return
        end_ns = time.monotonic_ns() + WORK_NS
        while self._work is not None and time.monotonic_ns() < end_ns:
            if (forecast := next(self._work)) is not None:
                self._work = None
                self.made.emit(self._working_on, forecast)
        self._timer.start(BREATH_MS)

    def _begin(self) -> None:
        """Takes up the first that is out of date; once all had their turn, the next frame's."""
        stale = [group for group in self._wanted if self._made.get(group) != self._subject_of(group)]
        turn = [group for group in stale if group not in self._round]
        if not turn:
            if stale:
                self._start()
            return
        if not self._round:
            self._began_ns = time.monotonic_ns()
        group, subject = turn[0], self._subject_of(turn[0])
        if subject is not None:
            self._round.add(group)
            self._made[group], self._working_on = subject, group
            self._work = foresee(*subject)

    def _subject_of(self, group: ShapeGroup | None) -> Subject | None:
        if self._subject is None or group is None:
            return self._subject
        alone = group.alone(self._subject.settings)
        return self._subject._replace(settings=alone, laid=self._subject.laid if alone.replay else None)
