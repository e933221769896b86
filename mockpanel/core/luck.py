"""Numbers drawn by chance, the same ones for the same seed. Knows the distributions, and not what is drawn for."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from random import Random
from statistics import NormalDist
from typing import assert_never

from mockpanel.core.shape_settings import JitterDistribution

WIDEST_UNIFORM = 1 / math.sqrt(3)
WIDEST_NORMAL = 0.9
"""Beyond these coefficients of variation a distribution of mean 1 would need negative gaps, or nearly."""

SMALLEST_GAMMA = 0.001
"""Below this a gamma distribution is a normal one as far as anybody can tell, and its sampling loses its digits."""

_NORMAL = NormalDist()


def dice(seed: int, purpose: str) -> Random:
    """A source of chance of its own for each purpose, so that what is drawn for one leaves the others as they were."""
    return Random(f"{seed} {purpose}")  # noqa: S311 - rhythm, not secrets


def draw_normal(source: Random) -> float:
    """A number of the standard normal distribution, made from one draw."""
    return _NORMAL.inv_cdf(max(source.random(), 1e-16))


def jitter(distribution: JitterDistribution, variation: float, source: Random) -> Callable[[], float]:
    """Draws factors of mean 1 that are never negative, with this standard deviation as far as that allows."""
    match distribution:
        case JitterDistribution.UNIFORM:
            width = min(variation, WIDEST_UNIFORM) * math.sqrt(3)
            return lambda: 1 - width + 2 * width * source.random()
        case JitterDistribution.NORMAL:
            return _truncated_normal(min(variation, WIDEST_NORMAL), source)
        case JitterDistribution.GAMMA if variation >= SMALLEST_GAMMA:
            scale = variation * variation
            return lambda: source.gammavariate(1 / scale, scale)
        case JitterDistribution.LOG_NORMAL | JitterDistribution.GAMMA:
            sigma = math.sqrt(math.log1p(variation * variation))
            return lambda: math.exp(sigma * draw_normal(source) - sigma * sigma / 2)
        case _ as unknown:
            assert_never(unknown)


def _truncated_normal(variation: float, source: Random) -> Callable[[], float]:
    """A normal distribution without its negative part, chosen so that what is left has the asked spread."""
    cut = _cut_for(variation)
    below, (mean, _) = _NORMAL.cdf(cut), _above(cut)

    def drawn() -> float:
        chance = min(max(below + (1 - below) * source.random(), 1e-16), 1 - 1e-16)
        return max(_NORMAL.inv_cdf(chance) - cut, 0.0) / (mean - cut)

    return drawn


@lru_cache(maxsize=64)
def _cut_for(variation: float) -> float:
    """Where the standard normal distribution is to be cut off, so that what is above has this variation from there."""
    low, high = -1e6, 10.0
    for _ in range(200):
        middle = (low + high) / 2
        mean, deviation = _above(middle)
        if deviation / (mean - middle) < variation:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _above(cut: float) -> tuple[float, float]:
    """Mean and standard deviation of the standard normal distribution above a cut."""
    mean = _NORMAL.pdf(cut) / (1 - _NORMAL.cdf(cut))
    return mean, math.sqrt(max(1 + cut * mean - mean * mean, 0.0))
