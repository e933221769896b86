"""Where something that is played stands: the preview, or two sides together. Only words; the playing is elsewhere."""

from __future__ import annotations

from enum import StrEnum

from mockpanel.core.measures import grouped


class PlayState(StrEnum):
    """Of one stream, or of two in step."""

    IDLE = "idle"
    WAITING = "waiting"
    PLAYING = "playing"
    PAUSED = "paused"
    FINISHED = "finished"

    @property
    def label(self) -> str:
        """What is shown."""
        return _LABELS[self]

    @property
    def moving(self) -> bool:
        """Whether text is coming, or about to."""
        return self in (PlayState.WAITING, PlayState.PLAYING)


def broke_off(tokens: int, reasoning: int = 0) -> str:
    """What is said of an answer that ended too early, after so many tokens, those of its reasoning included."""
    if not tokens:
        return "The connection broke off before the first token."
    thought = f", {grouped(reasoning)} of them reasoning" if reasoning else ""
    return f"The connection broke off after {grouped(tokens)} token{'' if tokens == 1 else 's'}{thought}."


_LABELS = {
    PlayState.IDLE: "Ready",
    PlayState.WAITING: "Waiting for the first token",
    PlayState.PLAYING: "Playing",
    PlayState.PAUSED: "Paused",
    PlayState.FINISHED: "Ended",
}
