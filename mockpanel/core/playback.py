"""One answer as it is played: what has come, what of it is shown, and what was measured. Time is passed in, in seconds.

Pausing holds back what comes; stepping shows one chunk of text. Time that passes while standing is not counted.
"""

from __future__ import annotations

from collections import deque
from enum import StrEnum
from typing import Any, NamedTuple

from mockpanel.core.dialects import openai_chat
from mockpanel.core.dialects.heard import Hear, Piece
from mockpanel.core.sse_reader import Event


class Ending(StrEnum):
    """How a played answer ended."""

    COMPLETED = "completed"
    CUT = "cut"
    STOPPED = "stopped"


class Shown(NamedTuple):
    """An event that may be shown: seconds since the request, pauses and all, when it came."""

    seconds: float
    raw: str
    text: str
    pieces: tuple[Piece, ...] = ()
    """All that it brings, the text too."""

    @property
    def full(self) -> bool:
        """Whether it brings text of any part: then it is a chunk."""
        return any(piece.text for piece in self.pieces)


class Playback:
    """Begins when the user asks; measures from when the request was written. Hears chat completions unless told so."""

    def __init__(self, now: float, hear: Hear | None = None) -> None:
        self._hear = hear or openai_chat.listen()
        self._origin = now
        self._held: deque[Shown] = deque()
        self._paused = False
        self._stepping = False
        self._stood_since = 0.0
        self._stood = 0.0
        self._first: float | None = None
        self._last = 0.0
        self._came = 0
        self._tokens: int | None = None
        self.chunks = 0
        """Chunks with text, of whatever part, shown so far."""
        self.done = False
        """Whether the answer said that it is complete."""
        self.error = ""
        """What the answer said that went wrong, as a sentence."""
        self.ending: Ending | None = None
        """Set when nothing more will come."""

    @property
    def paused(self) -> bool:
        """Whether it stands until resumed, but for steps."""
        return self._paused

    @property
    def stands(self) -> bool:
        """Whether nothing more should come for now."""
        return self._paused and not self._stepping

    @property
    def over(self) -> bool:
        """Whether all has come and all is shown."""
        return self.ending is not None and not self._held

    def begin(self, now: float) -> None:
        """The request was written."""
        self._origin = now
        self._stood = 0.0
        self._stood_since = now

    def take(self, now: float, event: Event) -> list[Shown]:
        """An event has come: it is measured now, and shown now or later. Gives what is to be shown."""
        news = self._hear(event)
        self._tokens = self._tokens if news.tokens is None else news.tokens
        self.done, self.error = self.done or news.done, self.error or news.error
        shown = Shown(now - self._origin, event.raw, news.text, news.pieces)
        if shown.full:
            standing = now - self._stood_since if self.stands else 0.0
            self._last = now - self._origin - self._stood - standing
            self._first = self._last if self._first is None else self._first
            self._came += 1
        self._held.append(shown)
        if not self._paused:
            return self._release()
        return self._release_one(now) if self._stepping else []

    def pause(self, now: float) -> None:
        """Stands still from now on."""
        if not self.stands:
            self._paused, self._stepping, self._stood_since = True, False, now

    def resume(self, now: float) -> list[Shown]:
        """Goes on, with what was held back."""
        self._move(now)
        self._paused = self._stepping = False
        return self._release()

    def step(self, now: float) -> list[Shown]:
        """One chunk of text, now if it has come, else when it does."""
        if not self._paused:
            self.pause(now)
        return [] if self._stepping else self._release_one(now)

    def figures(self) -> dict[str, Any]:
        """Measured ttft (s) and tps, tokens, chunks, outcome; the rate is of the tokens after the first."""
        tokens = self._came if self._tokens is None else self._tokens
        elapsed = self._last - self._first if self._first is not None else 0.0
        return {
            "ttft": self._first,
            "tps": (tokens - 1) / elapsed if elapsed > 0 and tokens > 1 else None,
            "tokens": tokens,
            "chunks": self._came,
            "outcome": str(self.ending or Ending.STOPPED),
        }

    def _release(self) -> list[Shown]:
        shown = list(self._held)
        self._held.clear()
        self.chunks += sum(1 for event in shown if event.full)
        return shown

    def _release_one(self, now: float) -> list[Shown]:
        """Held events up to the next with text; where there is none, the step waits for one."""
        shown = []
        while self._held:
            shown.append(self._held.popleft())
            if shown[-1].full:
                self.chunks += 1
                if self._stepping:
                    self._stepping, self._stood_since = False, now
                return shown
        if self.ending is None:
            self._move(now)
            self._stepping = True
        return shown

    def _move(self, now: float) -> None:
        """The time that passed standing is not counted."""
        if self.stands:
            self._stood += now - self._stood_since
