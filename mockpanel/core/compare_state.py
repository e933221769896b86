"""Where a comparison of two streams stands. Only words: what they lead to is its player's."""

from __future__ import annotations

from enum import StrEnum


class CompareState(StrEnum):
    """Both sides together."""

    IDLE = "idle"
    WAITING = "waiting"
    PLAYING = "playing"
    PAUSED = "paused"
    FINISHED = "finished"
