"""Plays two answers in step and shows them coming: texts, gaps, set against measured. Knows no profile and no vote."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from mockpanel.core.asked import asked_first_token, asked_rate
from mockpanel.core.errors import InvalidValue
from mockpanel.core.play_state import PlayState
from mockpanel.core.question import Question
from mockpanel.core.request_record import RequestRecord
from mockpanel.gui.duo import SIDES, Duo
from mockpanel.gui.frame_clock import FrameClock
from mockpanel.gui.stage import LOOP_MS
from mockpanel.gui.widgets.compare_pane import ComparePane
from mockpanel.hosting import ServerHost, ServerState

PAINT_S = 0.05
"""The emptied pane is painted before the requests are sent: between them it would part their beginnings."""

Run = Callable[[Coroutine[Any, Any, None], str], None]
Ask = Callable[[], Awaitable[Sequence[Question]]]
"""What to ask for the left and the right side; raises InvalidValue where there is nothing to be asked."""


class CompareStage(QObject):
    """Between the duo and the pane."""

    restarted = Signal()
    """Somebody asked for it to be played from the start; not where it is played again and again by itself."""
    began = Signal()
    """Both are about to be played from their start."""
    ready = Signal()
    """There is text of both."""

    def __init__(self, host: ServerHost, pane: ComparePane, clock: FrameClock, run: Run, ask: Ask) -> None:
        super().__init__(pane)
        self._host = host
        self._pane = pane
        self._run = run
        self._ask = ask
        self._turn = 0
        self._loop = False
        self.records: dict[int, RequestRecord] = {}
        """What is played, by side, once its answer has begun."""
        self._heard: set[int] = set()
        self.duo = Duo(clock, self)
        self._again = QTimer(self, singleShot=True, interval=LOOP_MS)
        self._connect()

    def play_or_pause(self) -> None:
        """What the play button does."""
        if not self.duo.playing:
            self.restart()
        elif self.duo.paused:
            self.duo.resume()
            self._pane.buttons.show_state(PlayState.PLAYING)
        else:
            self.duo.pause()
            self._pane.buttons.show_state(PlayState.PAUSED)

    def restart(self) -> None:
        """Plays both from the start."""
        self.restarted.emit()
        self._begin()

    def step(self) -> None:
        """Shows one chunk more of each, and stands still; begins where nothing is played."""
        if self.duo.playing:
            self.duo.step()
            self._pane.buttons.show_state(PlayState.PAUSED)
        else:
            self.restart()

    def break_off(self) -> None:
        """Ends what is played, and shows nothing of it."""
        self._again.stop()
        self._turn += 1
        self.duo.stop()
        self.records.clear()
        self._heard.clear()
        for side in self._pane.sides:
            side.clear()
        self._pane.show_error("")
        self._pane.buttons.show_state(PlayState.IDLE)

    def show_loop(self, wanted: bool) -> None:
        """Whether both are played again and again."""
        self._loop = wanted
        if not wanted:
            self._again.stop()

    @property
    def loops(self) -> bool:
        """Whether both are played again and again."""
        return self._loop

    @property
    def is_ready(self) -> bool:
        """Whether there is text of both."""
        return len(self._heard) == len(self.records) == len(SIDES)

    def show_records(self, records: list[RequestRecord]) -> None:
        """Takes what is new of the requests that are played."""
        for side, played in self.records.items():
            if any(record is played for record in records):
                self._show_record(side, played)

    async def close(self) -> None:
        """Ends what is played."""
        self.show_loop(False)
        self._turn += 1
        await self.duo.close()

    def _connect(self) -> None:
        buttons, duo = self._pane.buttons, self.duo
        buttons.play_asked.connect(self.play_or_pause)
        buttons.step_asked.connect(self.step)
        buttons.restart_asked.connect(self.restart)
        buttons.loop_toggled.connect(self.show_loop)
        self._again.timeout.connect(self._begin)
        duo.started.connect(self._show_started)
        duo.text_came.connect(self._show_text)
        duo.finished.connect(lambda: self._end(PlayState.FINISHED))
        duo.failed.connect(self._fail)

    def _begin(self) -> None:
        self._again.stop()
        self._turn += 1
        self._run(self._play(self._turn), "compare")

    async def _play(self, turn: int) -> None:
        self.began.emit()
        if self._host.state is not ServerState.SERVING:
            self._fail("The server is stopped; start it to play.")
            return
        try:
            questions = await self._ask()
        except InvalidValue as error:
            self._fail(str(error))
            return
        if turn != self._turn:  # something else was asked for meanwhile
            return
        self.break_off()
        self._pane.buttons.show_state(PlayState.WAITING)
        turn = self._turn
        await asyncio.sleep(PAINT_S)
        if turn != self._turn:
            return
        key = self._host.services.settings.api_key.get_secret_value()
        self.duo.play(self._host.base_url, key, questions)

    def _show_started(self, side: int, request_id: str) -> None:
        record = self._host.services.log.get(request_id)
        if record is not None:
            self.records[side] = record
            self._show_record(side, record)

    def _show_text(self, side: int, text: str) -> None:
        if not self.duo.paused:
            self._pane.buttons.show_state(PlayState.PLAYING)
        self._pane.sides[side].view.append_text(text)
        if side not in self._heard:
            self._heard.add(side)
            if self.is_ready:
                self.ready.emit()

    def _show_record(self, side: int, record: RequestRecord) -> None:
        ledger, shown = record.ledger, self._pane.sides[side]
        if record.settings is not None:
            shown.gaps.show_ledger(ledger, over=record.outcome.over)
            asked, first = asked_rate(record), asked_first_token(record)
            shown.measured.show_figures(asked, ledger.tokens_per_second, first, ledger.time_to_first_token)

    def _end(self, state: PlayState) -> None:
        self._pane.buttons.show_state(state)
        if self._loop:
            self._again.start()

    def _fail(self, sentence: str) -> None:
        self._pane.show_error(sentence)
        self._end(PlayState.IDLE)
