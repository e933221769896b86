"""What is drawn by chance has the asked mean and spread, is never negative, and is the same for the same seed."""

from __future__ import annotations

from statistics import fmean, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.luck import WIDEST_NORMAL, WIDEST_UNIFORM, dice, draw_normal, jitter
from mockpanel.core.shape_settings import JitterDistribution

DRAWS = 40_000
WIDEST = {JitterDistribution.UNIFORM: WIDEST_UNIFORM, JitterDistribution.NORMAL: WIDEST_NORMAL}


@pytest.mark.parametrize("variation", [0.0001, 0.05, 0.3, 0.57, 0.85, 1.0])
@pytest.mark.parametrize("distribution", list(JitterDistribution))
def test_factors_have_mean_one_and_the_asked_spread(distribution: JitterDistribution, variation: float) -> None:
    draw = jitter(distribution, variation, dice(7, "jitter"))
    expected = min(variation, WIDEST.get(distribution, variation))

    drawn = [draw() for _ in range(DRAWS)]

    assert abs(fmean(drawn) - 1) < 5 * expected / DRAWS**0.5
    assert abs(pstdev(drawn) / expected - 1) < 0.08


@given(st.sampled_from(JitterDistribution), st.floats(0, 3, exclude_min=True), st.integers())
def test_factors_are_never_negative_and_the_same_for_the_same_seed(
    distribution: JitterDistribution, variation: float, seed: int
) -> None:
    first, again = (jitter(distribution, variation, dice(seed, "jitter")) for _ in range(2))

    drawn = [first() for _ in range(20)]

    assert min(drawn) >= 0
    assert drawn == [again() for _ in range(20)]


def test_each_purpose_has_its_own_chance() -> None:
    assert dice(1, "jitter").random() != dice(1, "stalls").random()
    assert dice(1, "jitter").random() == dice(1, "jitter").random()


def test_normal_draws_are_standard_normal() -> None:
    source = dice(3, "first token")

    drawn = [draw_normal(source) for _ in range(DRAWS)]

    assert abs(fmean(drawn)) < 5 / DRAWS**0.5
    assert abs(pstdev(drawn) - 1) < 0.03
