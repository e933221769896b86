"""How an answer is timed by a capture: its waits and its length, as fast as the settings say. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from mockpanel.core.pacing import Pace
from mockpanel.core.rhythm import Rhythm
from mockpanel.core.settings import StreamSettings
from mockpanel.core.shapes import slowdown


@dataclass(frozen=True, slots=True)
class Replay:
    """Seconds as they were captured: to the first chunk of all, of thinking, and from the answer's first to its last.

    The answer comes in so many units; `thoughts` is the rhythm of the reasoning, where it has one of its own.
    """

    wait: float
    thinking: float
    span: float
    units: int
    thoughts: Rhythm | None = None

    def pace(self, settings: StreamSettings, running: int = 1) -> Pace:
        """The timing at the asked speed; a total duration is the master here too."""
        speed = settings.replay_speed / slowdown(settings, running)
        wait, thinking, span = self.wait / speed, self.thinking / speed, self.span / speed
        if total := settings.total_duration:
            wait = min(wait, total)
            thinking = min(thinking, total - wait)
            span = total - wait - thinking
        gaps = self.units - 1
        if gaps < 1:
            return Pace(wait, 0, thinking)
        return Pace(wait, gaps / span if span > 0 else 0, thinking)
