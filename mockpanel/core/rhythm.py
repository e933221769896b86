"""How a text's time is spread over its tokens: work and rests, whatever the speed. Pure and seeded.

The span from the first token to the last is the speed's alone. Of it, the rests take their seconds, and what is left is
shared among the gaps by their work.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from mockpanel.core.breath import Breath, Mark, breathe, code_flags
from mockpanel.core.luck import dice, jitter
from mockpanel.core.shapes import Shape
from mockpanel.core.tokens import Tokens

SECOND_NS = 1_000_000_000
STRETCH_TOKENS = 250
"""A rhythm is made in stretches of so many tokens, far below a millisecond each, between which others go on."""


@dataclass(frozen=True, slots=True)
class Ramp:
    """A speed that changes over so many nanoseconds, then stays."""

    first: float
    last: float
    length_ns: float

    def time_ns(self, share: float, whole_ns: float, begun_ns: float) -> float:
        """When a share of the work is done that takes `whole_ns` in all, if the ramp began so long before."""
        left_ns = max(self.length_ns - begun_ns, 0.0)
        slope = (self.last - self.first) / self.length_ns
        speed = self.first + slope * min(begun_ns, self.length_ns)
        work = share * self._work(whole_ns, left_ns, speed, slope)
        ramped = self._work(left_ns, left_ns, speed, slope)
        if work > ramped:
            return min(left_ns + (work - ramped) / self.last, whole_ns)
        return min(2 * work / (speed + math.sqrt(max(speed * speed + 2 * slope * work, 0.0))), whole_ns)

    def _work(self, time_ns: float, left_ns: float, speed: float, slope: float) -> float:
        ramped_ns = min(time_ns, left_ns)
        return speed * ramped_ns + slope * ramped_ns * ramped_ns / 2 + self.last * (time_ns - ramped_ns)


@dataclass(frozen=True, slots=True, eq=False)
class Rhythm:
    """For each token, the work and the rests (ns) that lie between the first token and it."""

    shape: Shape
    seed: int
    work: array[float]
    rests: array[float]
    clump_ns: int = 0
    ramp: Ramp | None = None

    @property
    def last(self) -> int:
        """The last token."""
        return len(self.work) - 1

    @property
    def size(self) -> int:
        """About the bytes of memory held."""
        return 16 * len(self.work) + 500

    def at(self, place: float) -> tuple[float, float]:
        """Work and rests up to a place, which may lie between two tokens."""
        token = min(max(int(place), 0), self.last)
        beyond = min(token + 1, self.last)
        share = min(max(place - token, 0.0), 1.0)
        work, rests = self.work, self.rests
        return work[token] + share * (work[beyond] - work[token]), rests[token] + share * (rests[beyond] - rests[token])


def compose(shape: Shape, seed: int, tokens: Tokens, count: int) -> Iterator[Rhythm | None]:
    """Makes the rhythm of the first tokens; gives None again and again to be stopped at, and the Rhythm last."""
    breath: Breath | None = None
    for breath in breathe(tokens, count) if shape.breathes else ():  # noqa: B007 - the last one is meant
        yield None
    work_of, rest_of = _work(shape, seed, breath, count), _rests(shape, seed, breath)
    work, rests = array("d", [0.0]), array("d", [0.0])
    worked = rested = 0.0
    for token in range(1, count):
        worked += work_of(token)
        rested += rest_of(token)
        work.append(worked)
        rests.append(rested)
        if token % STRETCH_TOKENS == 0:
            yield None
    ramp = Ramp(shape.ramp_from, shape.ramp_to, shape.ramp_seconds * SECOND_NS) if _ramps_by_time(shape) else None
    yield Rhythm(shape, seed, work, rests, round(shape.clump_interval * SECOND_NS), ramp)


def composed(shape: Shape, seed: int, tokens: Tokens, count: int) -> Rhythm:
    """The rhythm of the first tokens, made without a stop."""
    *_, rhythm = compose(shape, seed, tokens, count)
    assert rhythm is not None
    return rhythm


def _ramps_by_time(shape: Shape) -> bool:
    return shape.ramp_seconds > 0 and shape.ramp_from != shape.ramp_to


def _work(shape: Shape, seed: int, breath: Breath | None, count: int) -> Callable[[int], float]:
    """How much work lies before each token."""
    factors: list[Callable[[int], float]] = []
    if shape.jitter:
        drawn = jitter(shape.jitter_distribution, shape.jitter, dice(seed, "jitter"))
        factors.append(lambda _: drawn())
    if shape.ramp_from != shape.ramp_to and not _ramps_by_time(shape):
        length = shape.ramp_tokens or max(count - 1, 1)
        rise = shape.ramp_to - shape.ramp_from
        factors.append(lambda token: 1 / (shape.ramp_from + rise * min((token - 0.5) / length, 1)))
    if breath is not None and breath.code and shape.code_speed != 1:
        code = code_flags(breath, count)
        factors.append(lambda token: 1 / shape.code_speed if code[token] else 1.0)
    if not factors:
        return lambda _: 1.0
    return factors[0] if len(factors) == 1 else lambda token: math.prod(factor(token) for factor in factors)


def _rests(shape: Shape, seed: int, breath: Breath | None) -> Callable[[int], float]:
    """How many nanoseconds of rest lie before each token."""
    kinds: list[Callable[[int], float]] = []
    if shape.burst_pause:
        kinds.append(_bursts(shape, seed))
    if shape.stalls:
        kinds.append(_stalls(shape, seed))
    if breath is not None and breath.marks:
        kinds.append(partial(_breaths, breath.marks, _pauses_ns(shape)))
    if not kinds:
        return lambda _: 0.0
    return kinds[0] if len(kinds) == 1 else lambda token: sum(kind(token) for kind in kinds)


def _bursts(shape: Shape, seed: int) -> Callable[[int], float]:
    low, high = shape.burst_tokens_min, max(shape.burst_tokens_min, shape.burst_tokens_max)
    pause_ns, source = shape.burst_pause * SECOND_NS, dice(seed, "bursts")

    def length() -> int:
        return low + int(source.random() * (high - low + 1))

    ends = length()

    def rest(token: int) -> float:
        nonlocal ends
        if token < ends:
            return 0.0
        ends += length()
        return pause_ns

    return rest


def _stalls(shape: Shape, seed: int) -> Callable[[int], float]:
    low = shape.stall_seconds_min
    longer = max(shape.stall_seconds_max - low, 0.0)
    source = dice(seed, "stalls")

    def rest(token: int) -> float:
        chance, length = source.random(), source.random()
        if token == shape.stall_after or chance < shape.stall_chance:
            return (low + longer * length) * SECOND_NS
        return 0.0

    return rest


def _pauses_ns(shape: Shape) -> dict[Mark, float]:
    pauses = {
        Mark.COMMA: shape.comma_pause,
        Mark.SENTENCE: shape.sentence_pause,
        Mark.PARAGRAPH: shape.paragraph_pause,
    }
    return {mark: pause * SECOND_NS for mark, pause in pauses.items()}


def _breaths(marks: dict[int, Mark], pauses_ns: dict[Mark, float], token: int) -> float:
    mark = marks.get(token - 1)
    return pauses_ns[mark] if mark is not None else 0.0
