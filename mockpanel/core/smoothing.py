"""How clients smooth a stream before they show it, imitated: text in, text out, time passed in. No clock, no timer.

Times are seconds on whatever clock the caller uses. Every smoother gives back exactly what it was given, in order.
"""

from __future__ import annotations

import math
import re
from collections import deque
from enum import StrEnum
from typing import Protocol, assert_never

WORD_S = 0.010
"""One word every 10 ms (Vercel AI SDK, smoothStream's default)."""

SLOWEST_CHARACTERS_S = 72.0
FASTEST_CHARACTERS_S = 420.0
MOST_BEHIND = 120
"""The jitter buffer's bounds (coder, SmoothText)."""

CHARACTER_S = 0.008
TWICE_OVER = 100
FOUR_TIMES_OVER = 200
"""One character every 8 ms, faster with these backlogs (animaworks)."""

_WORD = re.compile(r"\S+\s+")


class Smoothing(StrEnum):
    """The choices."""

    RAW = "raw"
    WORDS = "words"
    JITTER_BUFFER = "jitter_buffer"
    CHARACTERS = "characters"

    @property
    def label(self) -> str:
        """Its name for people."""
        return _LABELS[self]

    @property
    def help(self) -> str:
        """What it does, in a sentence."""
        return _HELP[self]


_LABELS = {
    Smoothing.RAW: "Raw",
    Smoothing.WORDS: "Word by word",
    Smoothing.JITTER_BUFFER: "Jitter buffer",
    Smoothing.CHARACTERS: "Typewriter",
}
_HELP = {
    Smoothing.RAW: "Shows each chunk as it comes.",
    Smoothing.WORDS: "Shows whole words, one every 10 ms, as the AI SDK's smoothStream does.",
    Smoothing.JITTER_BUFFER: "Shows 72 to 420 characters/s, faster the more wait, never more than 120 behind.",
    Smoothing.CHARACTERS: "Shows a character every 8 ms; twice as fast with 100 waiting, four times with 200.",
}


class Smoother(Protocol):
    """Holds text back for a while."""

    def add(self, text: str, now: float) -> None:
        """Takes text that came at `now`."""

    def finish(self) -> None:
        """No more text will be added."""

    def take(self, now: float) -> str:
        """The text that may be shown since the last call."""

    @property
    def behind(self) -> int:
        """Characters held back."""


def smoother(kind: Smoothing) -> Smoother:
    """A new one of that kind."""
    match kind:
        case Smoothing.RAW:
            return Raw()
        case Smoothing.WORDS:
            return Words()
        case Smoothing.JITTER_BUFFER:
            return JitterBuffer()
        case Smoothing.CHARACTERS:
            return Characters()
        case _:
            assert_never(kind)


class Raw:
    """Holds nothing back."""

    def __init__(self) -> None:
        self._pieces: list[str] = []

    def add(self, text: str, now: float) -> None:  # noqa: ARG002 - the protocol's
        """Takes text."""
        self._pieces.append(text)

    def finish(self) -> None:
        """Nothing to do."""

    def take(self, now: float) -> str:  # noqa: ARG002 - the protocol's
        """All of it."""
        text = "".join(self._pieces)
        self._pieces.clear()
        return text

    @property
    def behind(self) -> int:
        """Characters that wait for the next take."""
        return sum(map(len, self._pieces))


class Words:
    """Whole words with the space behind them, one every WORD_S; the last word comes when the text is over."""

    def __init__(self) -> None:
        self._words: deque[str] = deque()
        self._begun = ""
        self._waiting = 0
        self._due = -math.inf

    def add(self, text: str, now: float) -> None:
        """Takes text."""
        if not self._words:
            self._due = max(self._due, now)
        self._waiting += len(text)
        text = self._begun + text
        end = 0
        for found in _WORD.finditer(text):
            self._words.append(text[end : found.end()])
            end = found.end()
        self._begun = text[end:]

    def finish(self) -> None:
        """Lets the last word go."""
        if self._begun:
            self._words.append(self._begun)
            self._begun = ""

    def take(self, now: float) -> str:
        """The words that are due."""
        shown = []
        while self._words and self._due <= now:
            shown.append(self._words.popleft())
            self._due += WORD_S
        text = "".join(shown)
        self._waiting -= len(text)
        return text

    @property
    def behind(self) -> int:
        """Characters held back."""
        return self._waiting


class _Held:
    """Text that waits, taken from the front."""

    def __init__(self) -> None:
        self._text = ""
        self._place = 0

    def __len__(self) -> int:
        return len(self._text) - self._place

    def add(self, text: str) -> None:
        self._text = self._text[self._place :] + text
        self._place = 0

    def take(self, count: int) -> str:
        text = self._text[self._place : self._place + count]
        self._place += len(text)
        return text


class JitterBuffer:
    """A rate that follows the backlog: 72 characters/s with an empty one, 420 with 120 characters, and never more.

    With rate = slowest + k · backlog the backlog decays as an exponential; solved exactly, so that it does not matter
    how often the text is taken.
    """

    def __init__(self) -> None:
        self._held = _Held()
        self._backlog = 0.0
        self._then = 0.0

    def add(self, text: str, now: float) -> None:
        """Takes text."""
        self._advance(now)
        self._held.add(text)
        self._backlog = min(self._backlog + len(text), MOST_BEHIND)

    def finish(self) -> None:
        """The rest drains at its rate."""

    def take(self, now: float) -> str:
        """What has drained."""
        self._advance(now)
        return self._held.take(max(0, len(self._held) - math.ceil(self._backlog)))

    @property
    def behind(self) -> int:
        """Characters held back."""
        return len(self._held)

    def _advance(self, now: float) -> None:
        k = (FASTEST_CHARACTERS_S - SLOWEST_CHARACTERS_S) / MOST_BEHIND
        passed, self._then = max(0.0, now - self._then), max(now, self._then)
        if self._backlog > 0:
            floor = SLOWEST_CHARACTERS_S / k
            self._backlog = max(0.0, (self._backlog + floor) * math.exp(-k * passed) - floor)


class Characters:
    """One character at a time, at a pace that doubles twice as the backlog grows."""

    def __init__(self) -> None:
        self._held = _Held()
        self._due = -math.inf

    def add(self, text: str, now: float) -> None:
        """Takes text."""
        if not len(self._held):
            self._due = max(self._due, now)
        self._held.add(text)

    def finish(self) -> None:
        """The rest follows at its pace."""

    def take(self, now: float) -> str:
        """The characters that are due."""
        behind = len(self._held)
        count = 0
        while count < behind and self._due <= now:
            left = behind - count
            count += 1
            self._due += CHARACTER_S / (4 if left > FOUR_TIMES_OVER else 2 if left > TWICE_OVER else 1)
        return self._held.take(count)

    @property
    def behind(self) -> int:
        """Characters held back."""
        return len(self._held)
