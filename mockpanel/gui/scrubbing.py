"""Goes through a recorded answer in the preview: text and parts, place among the gaps, and clicks. Sends nothing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from mockpanel.core.errors import InvalidValue
from mockpanel.core.request_record import RequestRecord
from mockpanel.core.scrub import Recording, ScrubClock, check_recorded, kept_texts, recording, remarks
from mockpanel.core.tokens import Tokens, chained
from mockpanel.gui.theme import FRAME_MS
from mockpanel.gui.widgets.preview_pane import PreviewPane

SOUND_AHEAD = 2
"""Clicks are made for so many frames to come, so that none is late."""

Run = Callable[[Coroutine[Any, Any, None], str], None]
Tokenize = Callable[[str, str], Coroutine[Any, Any, Tokens]]


class Scrubbing(QObject):
    """One record at a time. The preview shows it; the gap strips are told where it stands."""

    began = Signal(object)
    """The record that is gone through from now on."""
    moved = Signal(object)
    """The moment that is shown, in ns since the request; None when a record was left."""
    left = Signal()
    refused = Signal(str)
    """Why a request has no record to go through."""
    clicked = Signal(list)
    """When chunks come, in seconds on time.monotonic, some of them soon."""
    hushed = Signal()
    """Those that were to come do not."""

    def __init__(self, preview: PreviewPane, tokenize: Tokenize, run: Run, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preview = preview
        self._tokenize = tokenize
        self._run = run
        self._record: RequestRecord | None = None
        self._asked: RequestRecord | None = None
        self._made: Recording | None = None
        self._clock = ScrubClock(0)
        self._heard_ns = 0.0
        self._timer = QTimer(self, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        bar = preview.scrub
        bar.play_asked.connect(self.play_or_pause)
        bar.stepped.connect(self.step)
        bar.moved_to.connect(self.go_to)
        bar.speed_chosen.connect(self.change_speed)
        bar.leave_asked.connect(self.leave)

    @property
    def record(self) -> RequestRecord | None:
        """The record that is gone through."""
        return self._record

    @property
    def recorded(self) -> Recording | None:
        """Its text and times."""
        return self._made

    def open(self, record: RequestRecord, at_ns: float | None = None) -> None:
        """Goes through a record: from its start, playing, or standing at a moment. Refused where it holds no answer."""
        if record is self._record:
            self.go_to(at_ns or 0.0)
            return
        try:
            check_recorded(record)
        except InvalidValue as error:
            self.refused.emit(str(error))
            return
        self._asked = record
        self._run(self._open(record, at_ns), "open a record")

    def leave(self) -> None:
        """Back to what the preview showed before."""
        self._asked = None
        if self._record is None:
            return
        self._stand()
        self._record = self._made = None
        self._preview.show_recorded(False)
        self.moved.emit(None)
        self.left.emit()

    def play_or_pause(self) -> None:
        """What the play button does."""
        now = time.monotonic()
        if self._clock.playing:
            self._stand()
        elif self._made is not None:
            self._clock.play(now)
            self._heard_ns = self._clock.position_ns(now) or -1.0  # a chunk at the very start is heard too
            self._timer.start()
        self._show(now)

    def step(self, way: int) -> None:
        """One chunk on or back, and stands there."""
        if self._made is not None:
            self._stand()
            here = self._clock.position_ns(time.monotonic())
            self.go_to(self._made.next_ns(here) if way > 0 else self._made.previous_ns(here))
            if way > 0:
                self.clicked.emit([time.monotonic()])

    def go_to(self, ns: float) -> None:
        """Another moment; it plays on from there if it was playing."""
        now = time.monotonic()
        self._clock.go_to(ns, now)
        self._hush(now)
        self._show(now)

    def change_speed(self, speed: float) -> None:
        """How fast it plays, against how it went."""
        now = time.monotonic()
        self._clock.change_speed(speed, now)
        self._hush(now)
        self._preview.scrub.show_speed(speed)

    def show_frame(self, frame_ms: int) -> None:
        """How often what is shown changes; longer with reduced motion."""
        self._timer.setInterval(frame_ms)

    def stop(self) -> None:
        """Ends it with the window."""
        self._timer.stop()

    async def _open(self, record: RequestRecord, at_ns: float | None) -> None:
        made = await recorded_answer(record, self._tokenize)
        if record is not self._asked:
            return
        speed = self._clock.speed
        self._stand()
        self.began.emit(record)
        self._record, self._made, self._clock = record, made, ScrubClock(made.length_ns)
        self._clock.change_speed(speed, 0.0)
        bar = self._preview.scrub
        name = f"Request {record.number}" + (f" · {record.model}" if record.model else "")
        bar.show_record(name, remarks(record), made.length_ns, made.times_ns[0])
        self._preview.show_recorded(True)
        if at_ns is None:
            self.play_or_pause()
        else:
            self.go_to(at_ns)

    def _stand(self) -> None:
        now = time.monotonic()
        self._timer.stop()
        self._clock.pause(now)
        self._hush(now)
        self._preview.scrub.show_playing(False)

    def _hush(self, now: float) -> None:
        self._heard_ns = self._clock.position_ns(now)
        self.hushed.emit()

    def _tick(self) -> None:
        now = time.monotonic()
        self._sound(now)
        if self._clock.over(now):
            self._timer.stop()
            self._clock.pause(now)
        self._show(now)

    def _sound(self, now: float) -> None:
        """Tells of the chunks until the frame after the next."""
        made, clock = self._made, self._clock
        if made is None:
            return
        until = clock.position_ns(now + SOUND_AHEAD * self._timer.interval() / 1000)
        if until > self._heard_ns:
            times = [clock.now_at(ns) for ns in made.between(self._heard_ns, until)]
            self._heard_ns = until
            if times:
                self.clicked.emit(times)

    def _show(self, now: float) -> None:
        made, bar = self._made, self._preview.scrub
        if made is None:
            return
        ns = self._clock.position_ns(now)
        self._preview.show_moment(made.text_at(ns), made.pieces_at(ns))
        bar.show_position(ns, made.count_at(ns), len(made.times_ns))
        bar.show_playing(self._clock.playing)
        self.moved.emit(ns)


async def recorded_answer(record: RequestRecord, tokenize: Tokenize) -> Recording:
    """The record's text, parts and times; the work is done in other processes and threads."""
    encoding = "cl100k_base" if record.settings is None else record.settings.encoding
    texts = [await tokenize(text, encoding) for text in kept_texts(record)]
    return await asyncio.to_thread(lambda: recording(record, record.ledger, chained(texts)))
