"""Numbers that a JSON schema allows: bounds, open or closed, and multiples. Exact arithmetic; knows nothing else."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from mockpanel.core.schema_reading import Schema, exact

MOST_MULTIPLES = 200
"""So many multiples are tried for one that is a multiple in floating point too, as most validators divide."""

FIRST_BELOW = 8
"""Where there are no bounds, one number in so many is negative."""


@dataclass(frozen=True, slots=True)
class _Range:
    """Where a number may lie; None is no bound."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool
    high_open: bool

    def multiples(self, unit: Fraction) -> tuple[int | None, int | None]:
        """The first and last multiple of a unit in it."""
        first = None if self.low is None else math.ceil(self.low / unit)
        if first is not None and self.low_open and first * unit == self.low:
            first += 1
        last = None if self.high is None else math.floor(self.high / unit)
        if last is not None and self.high_open and last * unit == self.high:
            last -= 1
        return first, last


def number(schema: Schema, *, whole: bool, turn: int = 0) -> int | float:
    """A number of the schema, 1 where it may be; another `turn` gives another one, as long as there are some."""
    within = _range(schema)
    if not whole and turn and "not" in schema and "multipleOf" not in schema:
        schema = {**schema, "multipleOf": 0.5}  # where whole numbers are excluded, a half may do
    step = exact(schema.get("multipleOf"))
    step = step if step is not None and step > 0 else None
    unit = Fraction(step.numerator) if whole and step is not None else step or Fraction(1)
    first, last = within.multiples(unit)
    if first is not None and last is not None and first > last:
        return _plain(_between(within, turn))
    for more in range(MOST_MULTIPLES):
        found = _plain(_multiple(first, last, turn + more) * unit)
        if step is None or (found / float(step)).is_integer():
            return found
    return _plain(_multiple(first, last, turn) * unit)


def _range(schema: Schema) -> _Range:
    low, above = exact(schema.get("minimum")), exact(schema.get("exclusiveMinimum"))
    high, below = exact(schema.get("maximum")), exact(schema.get("exclusiveMaximum"))
    low_open = above is not None and (low is None or above >= low)
    high_open = below is not None and (high is None or below <= high)
    return _Range(above if low_open else low, below if high_open else high, low_open, high_open)


def _multiple(first: int | None, last: int | None, turn: int) -> int:
    """The `turn`-th number from 1 on, or from the nearest to it, within first and last."""
    if first is last is None and turn % FIRST_BELOW == FIRST_BELOW - 1:
        return -1 - turn // FIRST_BELOW
    start = 1 if first is None else max(first, 1)
    start = start if last is None else min(start, last)
    if first is not None and last is not None:
        return first + (start - first + turn) % (last - first + 1)
    return start + turn if last is None else start - turn


def _between(within: _Range, turn: int) -> Fraction:
    """A number between two bounds that hold no whole one."""
    low, high = within.low or Fraction(0), within.high or Fraction(0)
    return low + (high - low) * Fraction(turn + 1, turn + 2)


def _plain(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)
