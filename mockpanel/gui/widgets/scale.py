"""Where a value stands on its slider, and which value stands where. Pure arithmetic: no Qt, no pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from mockpanel.gui.widgets.quantities import THIN_SPACE, UNPACED

PACED_SHARE = 0.9
"""How much of a track with a stop belongs to the scale itself; the rest sets the stop apart."""

NOTCH = 0.01
"""How far one notch of the mouse wheel goes, as a share of the track."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A value with a tick on the track, and what is written below it."""

    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A track from 0 to 1 for values from low to high, and a stop at the right end for one value beyond them all."""

    low: float
    high: float
    bend: float
    """Added before the logarithm is taken: 0 is purely logarithmic, more gives room to zero and what is near."""

    grains: tuple[tuple[float, float], ...]
    """Dragging goes in steps: each pair is the value up to which a step holds, and the step."""

    marks: tuple[Mark, ...]
    """The most important first: a label that finds no room beside those before it is left out."""

    stop: float | None = None

    @property
    def reach(self) -> float:
        """The position of the highest value."""
        return 1.0 if self.stop is None else PACED_SHARE

    @property
    def last(self) -> float:
        """The value at the right end."""
        return self.high if self.stop is None else self.stop

    def position(self, value: float) -> float:
        """Where the value stands, from 0 to 1; what lies beyond the scale stands at its end."""
        if value == self.stop:
            return 1.0
        inside = min(max(value, self.low), self.high)
        return self.reach * math.log((inside + self.bend) / (self.low + self.bend)) / self._span()

    def value(self, position: float) -> float:
        """The value at a position; between the highest value and the stop, the nearer one."""
        if self.stop is not None and position > (self.reach + 1) / 2:
            return self.stop
        share = min(max(position / self.reach, 0.0), 1.0)
        found = (self.low + self.bend) * math.exp(share * self._span()) - self.bend
        return min(max(found, self.low), self.high)

    def snapped(self, position: float) -> float:
        """The round value nearest to a position: what dragging yields."""
        value = self.value(position)
        if value == self.stop:
            return value
        grain = self._grain(value)
        rounded = float(round(value / float(grain)) * grain)
        return min(max(rounded, self.low), self.high)

    def stepped(self, value: float, step: Decimal) -> float:
        """The value one step on, exact in decimals; it stays on the scale, and leads on to the stop and back."""
        if self._at_stop(value, step):
            return self._off_stop(value, step)
        moved = float(Decimal(repr(float(value))) + step)
        return min(max(moved, min(self.low, value)), max(self.high, value))

    def nudged(self, value: float, notches: int) -> float:
        """The round value some notches on; at least one grain away, so that no turn of the wheel is lost."""
        if self._at_stop(value, notches):
            return self._off_stop(value, notches)
        moved = self.snapped(min(max(self.position(value) + NOTCH * notches, 0.0), self.reach))
        if (moved - value) * notches > 0:
            return moved
        return self.stepped(value, self._grain(value) * (1 if notches > 0 else -1))

    def next_mark(self, value: float, direction: int) -> float:
        """The nearest marked value upwards or downwards; the value itself where there is none."""
        here = self.position(value)
        places = sorted((self.position(mark.value), mark.value) for mark in self.marks)
        if direction > 0:
            return next((marked for place, marked in places if place > here), value)
        return next((marked for place, marked in reversed(places) if place < here), value)

    def _at_stop(self, value: float, direction: float | Decimal) -> bool:
        return self.stop is not None and (value == self.stop or (direction > 0 and value >= self.high))

    def _off_stop(self, value: float, direction: float | Decimal) -> float:
        assert self.stop is not None
        return self.high if value == self.stop and direction < 0 else self.stop

    def _grain(self, value: float) -> Decimal:
        return Decimal(str(next((grain for below, grain in self.grains if value < below), self.grains[-1][1])))

    def _span(self) -> float:
        return math.log((self.high + self.bend) / (self.low + self.bend))


SPEED_SCALE = Scale(
    low=0.5,
    high=5000,
    bend=0,
    grains=((1, 0.01), (10, 0.1), (100, 1), (1000, 5), (5000, 50)),
    marks=(
        Mark(UNPACED, "unpaced"),
        Mark(0.5, "0.5"),
        Mark(10, "10"),
        Mark(100, "100"),
        Mark(1000, f"1{THIN_SPACE}000"),
        Mark(1, "1"),
        Mark(5000, f"5{THIN_SPACE}000"),
        Mark(5, "5"),
        Mark(50, "50"),
        Mark(500, "500"),
    ),
    stop=UNPACED,
)
"""Tokens a second."""

FIRST_TOKEN_SCALE = Scale(
    low=0,
    high=30,
    bend=0.1,
    grains=((0.1, 0.005), (1, 0.01), (10, 0.1), (30, 0.5)),
    marks=(
        Mark(0, "0 s"),
        Mark(30, "30 s"),
        Mark(1, "1 s"),
        Mark(0.1, "0.1 s"),
        Mark(10, "10 s"),
        Mark(0.3, "0.3 s"),
        Mark(3, "3 s"),
    ),
)
"""Seconds; two fifths of the track lie below one."""
