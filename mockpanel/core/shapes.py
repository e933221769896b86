"""What shapes a stream, as far as its settings ask for it: rhythm, first token, load, seed. Pure and seeded."""

from __future__ import annotations

import math
from operator import attrgetter
from typing import NamedTuple

from mockpanel.core.fields import LONGEST_WAIT_S
from mockpanel.core.luck import dice, draw_normal
from mockpanel.core.pacing import Pace
from mockpanel.core.replay_settings import ReplaySettings
from mockpanel.core.settings import StreamSettings
from mockpanel.core.shape_settings import JitterDistribution, ShapeSettings

P95_SIGMAS = 1.6448536269514722
"""Standard deviations between the median and the 95th percentile of a normal distribution."""


class Shape(NamedTuple):
    """What makes the gaps of a stream unequal; the fields are settings. A rhythm can be kept by it."""

    jitter: float
    jitter_distribution: JitterDistribution
    burst_pause: float
    burst_tokens_min: int
    burst_tokens_max: int
    clump_interval: float
    stall_chance: float
    stall_after: int
    stall_seconds_min: float
    stall_seconds_max: float
    ramp_from: float
    ramp_to: float
    ramp_tokens: int
    ramp_seconds: float
    comma_pause: float
    sentence_pause: float
    paragraph_pause: float
    code_speed: float

    @property
    def breathes(self) -> bool:
        """Whether the text has a say: pauses at punctuation, or another speed for code."""
        return bool(self.comma_pause or self.sentence_pause or self.paragraph_pause) or self.code_speed != 1

    @property
    def by_chance(self) -> bool:
        """Whether another seed gives another rhythm."""
        bursts = self.burst_pause and self.burst_tokens_max > self.burst_tokens_min
        return bool(self.jitter or bursts) or self.stalls

    @property
    def stalls(self) -> bool:
        """Whether the stream may stand still."""
        return bool(self.stall_chance or self.stall_after) and max(self.stall_seconds_min, self.stall_seconds_max) > 0

    @property
    def even(self) -> bool:
        """Whether nothing of it is switched on."""
        ramps = self.ramp_from != self.ramp_to
        return not (self.jitter or self.burst_pause or self.clump_interval or self.breathes or self.stalls or ramps)


class Counts(NamedTuple):
    """How many tokens a request has: prompt, longest answer, reasoning; and whether it may think at all."""

    prompt: int
    answer: int
    thinking: int = 0
    thinks: bool = False


_VALUES = attrgetter(*Shape._fields)
EVEN = Shape(*_VALUES(StreamSettings()))
"""The shape of an even stream."""

UNSHAPED = {
    name: field.default
    for name, field in StreamSettings.model_fields.items()
    if name in ShapeSettings.__annotations__ or name in ReplaySettings.__annotations__
}
"""Every setting that shapes a stream, switched off."""


def shape_of(settings: StreamSettings) -> Shape | None:
    """The shape that settings ask for; None for an even stream."""
    values = _VALUES(settings)
    if values == EVEN:
        return None
    shape = Shape(*values)
    return None if shape.even else shape


_TIMES = attrgetter(
    "total_duration",
    "time_to_first_token_p95",
    "time_to_first_token_per_1000_prompt_tokens",
    "load_slowdown",
    "mock_reasoning",
    "reasoning_seconds",
)
_PLAIN = _TIMES(StreamSettings())


def is_plain(settings: StreamSettings) -> bool:
    """Whether first token and rate are just what the settings say."""
    return bool(_TIMES(settings) == _PLAIN)


def first_token_seconds(settings: StreamSettings, seed: int, prompt_tokens: int) -> float:
    """The time to the first token of one request: drawn where a spread is asked for, longer with its prompt."""
    median, p95 = settings.time_to_first_token, settings.time_to_first_token_p95
    wait = median
    if p95 > median > 0:
        sigma = math.log(p95 / median) / P95_SIGMAS
        wait = min(median * math.exp(sigma * draw_normal(dice(seed, "first token"))), LONGEST_WAIT_S)
    return wait + settings.time_to_first_token_per_1000_prompt_tokens * prompt_tokens / 1000


def thinking_seconds(settings: StreamSettings, tokens: int) -> float:
    """How long so many tokens of reasoning take; an unpaced reasoning takes no time."""
    if settings.reasoning_seconds or not tokens:
        return settings.reasoning_seconds
    speed = thinking_speed(settings)
    return tokens / speed if speed else 0.0


def thinking_speed(settings: StreamSettings) -> float:
    """The tokens a second of the reasoning, as far as its length does not say otherwise; 0 is unpaced."""
    return settings.reasoning_tokens_per_second or settings.tokens_per_second


def paced(settings: StreamSettings, seed: int, counts: Counts, running: int = 1) -> Pace:
    """The timing that settings ask of an answer: first token, thinking and rate, in the load of so many streams.

    A total duration is the master: first token and thinking are cut to fit in, and the rate is what fills the rest.
    """
    wait = first_token_seconds(settings, seed, counts.prompt)
    thinking = thinking_seconds(settings, counts.thinking) if counts.thinks else 0.0
    total = settings.total_duration
    if not total:
        return Pace(wait, settings.tokens_per_second / slowdown(settings, running), thinking)
    wait = min(wait, total)
    thinking = min(thinking, total - wait)
    left, gaps = total - wait - thinking, counts.answer - 1
    if gaps < 1:
        return Pace(wait + left, 0, thinking)
    return Pace(wait, gaps / left if left > 0 else 0, thinking)


def slowdown(settings: StreamSettings, running: int) -> float:
    """How many times slower a stream is where so many run at once."""
    if settings.load_slowdown == 1 or running < 2:
        return 1.0
    return 1 + (settings.load_slowdown - 1) * (running - 1) / (settings.load_streams - 1)
