"""Clicks at exact samples, mixed so that they never clip: pure arithmetic on 16-bit samples, no device and no clock.

A click is a soft tick of some milliseconds. The denser they come, the quieter each is: 200 a second purr. Where they
overlap, each gets at most the room that those before it leave, so that the sum of all stays within one.
"""

from __future__ import annotations

import math
from array import array
from functools import cache
from operator import add

RATE = 24_000
"""Samples a second, one channel."""

TICK_SAMPLES = 360
PITCH_HZ = 1_150.0
FADE_S = 0.003
"""The tick dies down by e in that time; its envelope also bounds what is left of it for the next one."""

ATTACK_SAMPLES = 12
"""Half a millisecond to rise: a tick without it is a crack."""

PEAK = 32_767
LEVELS = 1024
"""Loudness is rounded down to so many steps, so that a scaled tick is made once."""

CROWD_S = 0.15
"""Clicks within about that time make each other quieter."""

QUIETER = 0.75
"""How much: loudness goes with the crowd to the power of minus this."""

LEAST_GAP = RATE // 400
"""Clicks closer than 2.5 ms are one: nobody hears them apart."""


@cache
def tick(level: int) -> array[int]:
    """The samples of one click, at a level of 0 to LEVELS; none is beyond its share of PEAK."""
    loud = PEAK * level / LEVELS
    wave = (_envelope(place) * math.sin(2 * math.pi * PITCH_HZ * place / RATE) for place in range(TICK_SAMPLES))
    return array("h", [int(loud * sample) for sample in wave])  # int rounds towards zero


def _envelope(place: int) -> float:
    rise = min(1.0, place / ATTACK_SAMPLES)
    fall = math.exp(-place / (FADE_S * RATE))
    tail = min(1.0, (TICK_SAMPLES - place) / (TICK_SAMPLES / 4))  # to silence, not to a step
    return rise * fall * tail


class ClickMixer:
    """A line of samples that is taken from its front, and on which clicks are put. Places count from the very first."""

    def __init__(self) -> None:
        self._samples: array[int] = array("h")
        self._head = 0
        self._last = -RATE
        self._left = 0.0
        self._crowd = 0.0
        self.volume = 1.0
        """From 0 to 1, as it is heard: its square is what samples are scaled by."""

    @property
    def head(self) -> int:
        """The place of the next sample that is taken."""
        return self._head

    @property
    def silent(self) -> bool:
        """Whether nothing more is to be heard."""
        return not self._samples

    def click(self, place: int) -> bool:
        """Puts a click at a sample, or at the front where that is past; False where it falls together with another.

        Clicks come in the order of their places.
        """
        place = max(place, self._head)
        gap = place - self._last
        if gap < LEAST_GAP:
            return False
        self._left *= math.exp(-gap / (FADE_S * RATE))
        self._crowd *= math.exp(-gap / (CROWD_S * RATE))
        loudness = min((1.0 + self._crowd) ** -QUIETER, 1.0 - self._left)
        level = int(loudness * LEVELS)
        self._left += level / LEVELS
        self._crowd += 1.0
        self._last = place
        self._mix(place - self._head, level)
        return True

    def take(self, count: int) -> array[int]:
        """The next samples; silence where there are no others."""
        taken = self._samples[:count]
        del self._samples[:count]
        self._head += count
        if len(taken) < count:
            taken.frombytes(bytes(2 * (count - len(taken))))
        return taken

    def hush(self) -> None:
        """Drops all that is not taken yet."""
        del self._samples[:]
        self._last, self._left = self._head - RATE, 0.0

    def _mix(self, at: int, level: int) -> None:
        samples = self._samples
        scaled = tick(int(level * self.volume**2))
        end = at + len(scaled)
        if len(samples) < end:
            samples.frombytes(bytes(2 * (end - len(samples))))
        samples[at:end] = array("h", map(add, samples[at:end], scaled))
