"""The track's arithmetic: there and back, never backwards, and off to the stop only on purpose."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mockpanel.gui.widgets.quantities import UNPACED
from mockpanel.gui.widgets.scale import FIRST_TOKEN_SCALE, SPEED_SCALE, Scale

SCALES = st.sampled_from([SPEED_SCALE, FIRST_TOKEN_SCALE])
SHARES = st.floats(0, 1)
VALUES = st.floats(0.001, 100_000)


def order(scale: Scale, value: float) -> float:
    """A number that puts the stop behind all others."""
    return float("inf") if value == scale.stop else value


@given(SCALES, SHARES)
def test_a_value_on_the_scale_comes_back_from_its_position(scale: Scale, share: float) -> None:
    value = scale.low + share * (scale.high - scale.low)

    assert scale.value(scale.position(value)) == pytest.approx(value, rel=1e-9, abs=1e-9)


@given(SCALES, VALUES, VALUES)
def test_positions_follow_values(scale: Scale, one: float, other: float) -> None:
    low, high = sorted((one, other))

    assert 0 <= scale.position(low) <= scale.position(high) <= scale.reach


@given(SCALES, SHARES, SHARES)
def test_dragging_to_the_right_never_lowers_the_value(scale: Scale, one: float, other: float) -> None:
    left, right = sorted((one, other))

    assert order(scale, scale.snapped(left)) <= order(scale, scale.snapped(right))


@given(SCALES, SHARES)
def test_a_snapped_value_stays_where_it_is(scale: Scale, position: float) -> None:
    value = scale.snapped(position)

    assert scale.snapped(scale.position(value)) == value


def test_the_stop_stands_apart_at_the_right_end() -> None:
    assert SPEED_SCALE.position(UNPACED) == 1
    assert SPEED_SCALE.position(5000) < 0.95
    assert SPEED_SCALE.snapped(1) == UNPACED
    assert SPEED_SCALE.snapped(0.94) == 5000


def test_the_first_second_has_two_fifths_of_the_track() -> None:
    assert 0.4 < FIRST_TOKEN_SCALE.position(1) < 0.45


def test_dragging_yields_round_values() -> None:
    assert SPEED_SCALE.snapped(SPEED_SCALE.position(44.98)) == 45
    assert SPEED_SCALE.snapped(SPEED_SCALE.position(1234)) == 1250
    assert FIRST_TOKEN_SCALE.snapped(FIRST_TOKEN_SCALE.position(0.8977)) == 0.9


@pytest.mark.parametrize(
    ("value", "step", "expected"),
    [
        (44.98, "0.01", 44.99),
        (0.1, "0.1", 0.2),
        (0.5, "-0.01", 0.5),
        (0.05, "-0.01", 0.05),
        (5000, "1", UNPACED),
        (8000, "1", UNPACED),
        (8000, "-1", 7999),
        (UNPACED, "1", UNPACED),
        (UNPACED, "-1", 5000),
    ],
)
def test_steps_are_exact_and_lead_to_the_stop_and_back(value: float, step: str, expected: float) -> None:
    assert SPEED_SCALE.stepped(value, Decimal(step)) == expected


def test_a_scale_without_a_stop_ends() -> None:
    assert FIRST_TOKEN_SCALE.stepped(30, Decimal(1)) == 30
    assert FIRST_TOKEN_SCALE.stepped(0, Decimal(-1)) == 0
    assert FIRST_TOKEN_SCALE.last == 30


@given(SCALES, SHARES, st.sampled_from([-3, -1, 1, 3]))
def test_every_turn_of_the_wheel_moves_unless_at_an_end(scale: Scale, position: float, notches: int) -> None:
    value = scale.snapped(position)
    assume(value != (scale.last if notches > 0 else scale.low))

    moved = scale.nudged(value, notches)

    assert (order(scale, moved) > order(scale, value)) == (notches > 0)
    assert moved != value


def test_marks_lead_from_end_to_end_and_stop_there() -> None:
    values = [0.5]
    while (following := SPEED_SCALE.next_mark(values[-1], 1)) != values[-1]:
        values.append(following)

    assert values == [0.5, 1, 5, 10, 50, 100, 500, 1000, 5000, UNPACED]
    assert all(SPEED_SCALE.next_mark(high, -1) == low for low, high in pairwise(values))
