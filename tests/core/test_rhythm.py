"""A rhythm is work and rests that only grow; a ramp does its work in its time; making one stops now and then."""

from __future__ import annotations

import math
from array import array
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.rhythm import SECOND_NS, STRETCH_TOKENS, Ramp, Rhythm, compose, composed
from mockpanel.core.shapes import EVEN
from mockpanel.core.tokens import tokenize

SPEEDS = st.floats(0.01, 100)
WORDS = tokenize("word " * (2 * STRETCH_TOKENS + 10), "cl100k_base")
STEPS = st.lists(st.tuples(st.floats(0, 5), st.floats(0, 1e9)), max_size=10)


def rhythm_of(steps: list[tuple[float, float]]) -> Rhythm:
    """A rhythm with this work and rest before each token behind the first."""
    work, rest = ([step[kind] for step in steps] for kind in (0, 1))
    return Rhythm(EVEN, 0, array("d", accumulate(work, initial=0)), array("d", accumulate(rest, initial=0)))


@given(STEPS, st.floats(-2, 15), st.floats(-2, 15))
def test_a_later_place_has_no_less_behind_it_and_none_lies_outside(
    steps: list[tuple[float, float]], one: float, other: float
) -> None:
    made = rhythm_of(steps)
    sooner, later = sorted((one, other))

    before, behind = made.at(sooner), made.at(later)

    assert before[0] <= behind[0] + 1e-9
    assert before[1] <= behind[1] + 1e-3
    assert made.at(-1) == (0, 0)
    assert made.at(made.last + 1) == (made.work[-1], made.rests[-1])


def test_between_two_tokens_lies_a_part_of_both_work_and_rest() -> None:
    made = rhythm_of([(1, 100), (3, 0)])

    assert [made.at(place) for place in (0, 0.5, 1, 1.25, 2)] == [(0, 0), (0.5, 50), (1, 100), (1.75, 100), (4, 100)]


@given(SPEEDS, SPEEDS, st.floats(1, 1e12), st.floats(1, 1e12), st.floats(0, 1e12), st.floats(0, 1), st.floats(0, 1))
def test_a_ramp_does_all_of_its_work_in_its_time_and_never_less_later(
    first: float, last: float, length: float, whole: float, begun: float, one: float, other: float
) -> None:
    ramp = Ramp(first, last, length)

    times = [ramp.time_ns(share, whole, begun) for share in (0, *sorted((one, other)), 1)]

    assert times[0] == 0
    assert math.isclose(times[-1], whole, rel_tol=1e-6)
    assert all(later >= sooner - 1e-6 * whole for sooner, later in pairwise(times))


@given(SPEEDS, SPEEDS, st.floats(0, 1))
def test_a_ramp_that_is_over_leaves_an_even_speed(first: float, last: float, share: float) -> None:
    found = Ramp(first, last, 1000).time_ns(share, 500, begun_ns=1000)

    assert found == pytest.approx(500 * share)


def test_a_ramp_that_grows_faster_does_its_first_half_in_more_than_half_of_the_time() -> None:
    rising, falling = Ramp(1, 3, 100), Ramp(3, 1, 100)

    halves = [ramp.time_ns(0.5, 100, 0) for ramp in (rising, falling)]

    assert halves[0] > 50 > halves[1]
    assert halves[0] == pytest.approx(100 - halves[1])


@pytest.mark.parametrize(("count", "work"), [(0, [0]), (1, [0]), (4, [0, 1, 2, 3])])
def test_an_even_shape_has_one_piece_of_work_before_each_token_but_the_first(count: int, work: list[float]) -> None:
    made = composed(EVEN, 1, WORDS, count)

    assert (list(made.work), list(made.rests)) == (work, [0] * len(work))
    assert (made.last, made.ramp, made.clump_ns) == (len(work) - 1, None, 0)


def test_a_long_rhythm_is_made_in_stretches_and_comes_last() -> None:
    shape = EVEN._replace(jitter=0.5, comma_pause=0.1)
    count = len(WORDS)

    *stops, made = compose(shape, 3, WORDS, count)

    assert len(stops) > count // STRETCH_TOKENS
    assert set(stops) == {None}
    assert made is not None
    assert len(made.work) == count
    assert list(made.work) == list(composed(shape, 3, WORDS, count).work)


def test_only_a_ramp_over_seconds_is_left_to_the_clock() -> None:
    by_time = EVEN._replace(ramp_from=2.0, ramp_seconds=1.5)

    over_seconds, over_tokens = (
        composed(by_time, 1, WORDS, 9),
        composed(by_time._replace(ramp_seconds=0.0), 1, WORDS, 9),
    )

    assert over_seconds.ramp == Ramp(2.0, EVEN.ramp_to, 1.5 * SECOND_NS)
    assert list(over_seconds.work) == list(range(9))
    assert over_tokens.ramp is None
    assert list(over_tokens.work) != list(range(9))
