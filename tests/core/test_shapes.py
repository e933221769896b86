"""What settings ask of a stream's timing: first token, thinking, load and total duration, each off unless it is set."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.pacing import Pace
from mockpanel.core.settings import StreamSettings
from mockpanel.core.shapes import (
    UNSHAPED,
    Counts,
    Shape,
    first_token_seconds,
    is_plain,
    paced,
    shape_of,
    slowdown,
    thinking_seconds,
)
from tests.core.plans import settings_with
from tests.shape_values import SHAPE_VALUES

COUNTS = Counts(prompt=500, answer=101, thinking=20, thinks=True)


def test_every_setting_of_a_shape_is_off_as_a_default() -> None:
    settings = StreamSettings()

    assert shape_of(settings) is None
    assert is_plain(settings)
    assert paced(settings, 1, COUNTS._replace(thinking=0), 50) == Pace(0.2, 15)
    assert set(UNSHAPED) == set(SHAPE_VALUES)


@pytest.mark.parametrize(
    "asked",
    [
        {"jitter": 0.1},
        {"burst_pause": 0.1},
        {"clump_interval": 0.1},
        {"stall_chance": 0.1},
        {"stall_after": 1},
        {"ramp_from": 2},
        {"comma_pause": 0.1},
        {"sentence_pause": 0.1},
        {"paragraph_pause": 0.1},
        {"code_speed": 2},
    ],
    ids=lambda asked: next(iter(asked)),
)
def test_each_shape_is_switched_on_by_one_setting(asked: dict[str, Any]) -> None:
    shape = shape_of(settings_with(**asked))

    assert shape is not None
    assert all(getattr(shape, name) == value for name, value in asked.items())
    assert not shape.even


@given(st.floats(0.001, 100), st.floats(1.01, 20))
def test_the_first_token_has_the_asked_median_and_p95(median: float, ratio: float) -> None:
    p95 = min(median * ratio, 600.0)
    settings = settings_with(time_to_first_token=median, time_to_first_token_p95=p95)

    waits = sorted(first_token_seconds(settings, seed, 0) for seed in range(400))

    spread = math.log(p95 / median) / 1.645
    assert abs(math.log(waits[200] / median)) < 0.25 * spread + 1e-9
    assert abs(math.log(waits[380] / p95)) < 0.5 * spread + 1e-9
    assert max(waits) <= 600


@pytest.mark.parametrize(("median", "p95"), [(0.5, 0.0), (0.5, 0.5), (0.5, 0.2), (0.0, 2.0)])
def test_without_room_for_a_spread_the_first_token_is_always_due_at_its_time(median: float, p95: float) -> None:
    settings = settings_with(time_to_first_token=median, time_to_first_token_p95=p95)

    assert {first_token_seconds(settings, seed, 0) for seed in range(20)} == {median}


def test_the_first_token_waits_for_every_thousand_tokens_of_the_prompt() -> None:
    settings = settings_with(time_to_first_token=0.5, time_to_first_token_per_1000_prompt_tokens=2)

    assert [first_token_seconds(settings, 1, tokens) for tokens in (0, 250, 3000)] == [0.5, 1, 6.5]


@pytest.mark.parametrize(("running", "factor"), [(0, 1), (1, 1), (2, 1.5), (5, 3), (9, 5)])
def test_load_slows_down_in_proportion_and_beyond_the_given_number(running: int, factor: float) -> None:
    settings = settings_with(load_slowdown=3, load_streams=5)

    assert slowdown(settings, running) == factor
    assert paced(settings, 1, COUNTS._replace(thinking=0), running).tokens_per_second == 15 / factor


@pytest.mark.parametrize(
    ("asked", "tokens", "seconds"),
    [
        ({}, 30, 2),
        ({"reasoning_tokens_per_second": 60}, 30, 0.5),
        ({"reasoning_tokens_per_second": 60, "reasoning_seconds": 7}, 30, 7),
        ({"reasoning_seconds": 7}, 0, 7),
        ({}, 0, 0),
        ({"tokens_per_second": 0}, 30, 0),
    ],
)
def test_reasoning_takes_its_seconds_or_its_tokens_at_their_speed(
    asked: dict[str, Any], tokens: int, seconds: float
) -> None:
    assert thinking_seconds(settings_with(**asked), tokens) == seconds


def test_a_protocol_without_reasoning_does_not_wait_for_it() -> None:
    settings = settings_with(reasoning_seconds=7)

    assert paced(settings, 1, COUNTS._replace(thinks=False)) == Pace(0.2, 15)


@given(st.floats(0.01, 3600), st.floats(0, 600), st.floats(0, 600), st.integers(1, 10_000))
def test_a_total_duration_is_the_sum_of_all_that_is_waited_for(
    total: float, wait: float, thinking: float, count: int
) -> None:
    settings = settings_with(total_duration=total, time_to_first_token=wait, reasoning_seconds=thinking)

    pace = paced(settings, 1, Counts(10, count, 0, thinks=True), 99)

    written = (count - 1) / pace.tokens_per_second if pace.tokens_per_second else 0
    assert math.isclose(pace.time_to_first_token + pace.thinking + written, total, rel_tol=1e-9)
    assert count == 1 or pace.time_to_first_token == min(wait, total)


@pytest.mark.parametrize(
    ("asked", "by_chance"),
    [
        ({"jitter": 1}, True),
        ({"burst_pause": 1}, True),
        ({"burst_pause": 1, "burst_tokens_max": 5}, False),
        ({"stall_chance": 0.5}, True),
        ({"clump_interval": 1, "ramp_to": 2, "comma_pause": 1, "code_speed": 2}, False),
    ],
)
def test_only_what_is_drawn_by_chance_depends_on_the_seed(asked: dict[str, Any], by_chance: bool) -> None:
    shape = shape_of(settings_with(**asked))

    assert isinstance(shape, Shape)
    assert shape.by_chance is by_chance
