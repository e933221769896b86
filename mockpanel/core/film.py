"""When a moving picture of an answer changes, and how long each of its frames stands. Pure arithmetic: no picture.

Frames begin at whole steps of the format's own clock, counted from the film's start: what one is late by is never
added to the next.
"""

from __future__ import annotations

from typing import NamedTuple

from mockpanel.core.scrub import Recording

STEP_MS = 10
"""GIF counts in hundredths of a second; WebP could be finer, but no eye is."""

LEAST_MS = 40
"""At most 25 frames a second."""

HOLD_MS = 1500
"""The whole answer stands so long before the film ends or begins again."""


class Frame(NamedTuple):
    """What stands for a while: the first `end` characters of the answer."""

    end: int
    duration_ms: int


def film_frames(made: Recording, speed: float = 1.0) -> list[Frame]:
    """The frames at that speed; their durations together are the answer's, rounded up to a step, and HOLD_MS."""
    starts, ends = [0], [made.end_at(0)]
    for ns, end in zip(made.times_ns, made.ends, strict=True):
        due = _step_after(ns, speed)
        if due < starts[-1] + LEAST_MS and len(starts) > 1:
            due = starts[-1] + LEAST_MS
        if end > ends[-1] and due > starts[-1]:
            # What comes until this frame begins stands on it from its beginning.
            starts.append(due)
            ends.append(max(end, made.end_at(due * speed * 1e6)))
    total = max(_step_after(made.length_ns, speed) + HOLD_MS, starts[-1] + STEP_MS)
    stops = [*starts[1:], total]
    return [Frame(end, stop - start) for start, stop, end in zip(starts, stops, ends, strict=True)]


def film_length_ms(made: Recording, speed: float) -> int:
    """How long the film takes, its end included."""
    return sum(frame.duration_ms for frame in film_frames(made, speed))


def _step_after(ns: float, speed: float) -> int:
    """The first step at or behind a moment of the answer, in ms of the film."""
    return -int(-ns // (speed * 1e6 * STEP_MS)) * STEP_MS
