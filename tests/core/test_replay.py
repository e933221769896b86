"""How long a replayed answer waits and takes, at the asked speed, in company, and in a given time."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.pacing import Pace
from mockpanel.core.replay import Replay
from tests.core.plans import settings_with

REPLAY = Replay(wait=1.0, thinking=2.0, span=4.0, units=9)


@pytest.mark.parametrize(
    ("settings", "pace"),
    [
        ({}, Pace(1.0, 2.0, 2.0)),
        ({"replay_speed": 2.0}, Pace(0.5, 4.0, 1.0)),
        ({"total_duration": 5.0}, Pace(1.0, 4.0, 2.0)),
        ({"total_duration": 2.0}, Pace(1.0, 0, 1.0)),
        ({"tokens_per_second": 3.0, "time_to_first_token": 9.0, "jitter": 1.0}, Pace(1.0, 2.0, 2.0)),
    ],
)
def test_the_capture_gives_the_pace_and_the_settings_stretch_it(settings: dict[str, Any], pace: Pace) -> None:
    assert REPLAY.pace(settings_with(**settings)) == pace


def test_many_streams_at_once_slow_it_down() -> None:
    settings = settings_with(load_slowdown=3.0, load_streams=2)

    assert REPLAY.pace(settings, running=2) == Pace(3.0, 2 / 3, 6.0)


@pytest.mark.parametrize("replay", [Replay(1.0, 0.0, 0.0, 1), Replay(1.0, 0.0, 0.0, 5)])
def test_what_came_at_once_goes_out_at_once(replay: Replay) -> None:
    assert replay.pace(settings_with()) == Pace(1.0, 0, 0.0)


@given(st.floats(0.1, 10), st.floats(0.01, 100), st.integers(2, 1000))
def test_the_last_unit_is_due_when_the_last_chunk_came(speed: float, span: float, units: int) -> None:
    pace = Replay(0.0, 0.0, span, units).pace(settings_with(replay_speed=speed))

    assert (units - 1) / pace.tokens_per_second == pytest.approx(span / speed)
