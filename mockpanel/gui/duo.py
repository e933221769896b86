"""Two players in step: both requests are sent at one instant, and pausing, going on and stepping is both's."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from mockpanel.core.question import Question
from mockpanel.gui.frame_clock import FrameClock
from mockpanel.gui.player import Player

LEFT, RIGHT = SIDES = (0, 1)


class Duo(QObject):
    """Sides are 0 and 1, left and right; needs a running event loop."""

    started = Signal(int, str)
    """A side, and its request's id in the log."""
    text_came = Signal(int, str)
    finished = Signal()
    """Both came to their end, whatever it was; not where they were stopped."""
    failed = Signal(str)
    """A sentence; the other side is stopped, and `finished` does not follow."""

    def __init__(self, clock: FrameClock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.players = (Player(clock, self), Player(clock, self))
        self._stopping = False
        for side, player in enumerate(self.players):
            player.started.connect(partial(self.started.emit, side))
            player.text_came.connect(partial(self._tell_text, side))
            player.finished.connect(lambda _figures: self._end())
            player.failed.connect(self._fail)

    @property
    def playing(self) -> bool:
        """Whether a side is under way, paused or not."""
        return any(player.playing for player in self.players)

    @property
    def paused(self) -> bool:
        """Whether the sides under way stand still."""
        return any(player.paused for player in self.players)

    def play(self, base_url: str, api_key: str, questions: Sequence[Question]) -> None:
        """Sends two questions to `http://host:port/v1` together; stops what is under way."""
        self.stop()
        together = asyncio.Barrier(len(SIDES))
        for player, question in zip(self.players, questions, strict=True):
            player.play(base_url, api_key, question, together)

    def pause(self) -> None:
        """Both stand still."""
        for player in self.players:
            player.pause()

    def resume(self) -> None:
        """Both go on."""
        for player in self.players:
            player.resume()

    def step(self) -> None:
        """Shows one chunk more of each, and stands still again."""
        for player in self.players:
            player.step()

    def stop(self) -> None:
        """Breaks both off, and tells of no end."""
        self._stopping = True
        for player in self.players:
            player.stop()
        self._stopping = False

    async def close(self) -> None:
        """Stops, and waits until all is over."""
        self._stopping = True
        for player in self.players:
            await player.close()

    def _tell_text(self, side: int, text: str, _chunks: int) -> None:
        self.text_came.emit(side, text)

    def _end(self) -> None:
        if not self._stopping and not self.playing:
            self.finished.emit()

    def _fail(self, sentence: str) -> None:
        """The first failure is told; the other side's comes of it, or is the same."""
        if not self._stopping:
            self.stop()
            self.failed.emit(sentence)
