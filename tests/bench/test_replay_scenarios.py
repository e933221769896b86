"""A capture that is replayed and captured again."""

from __future__ import annotations

import pytest

from mockpanel.core.capture_examples import examples

from .replay_scenarios import measure_replay
from .servers import Server

SPEED = 10.0
SHORT = examples()[1:2]


@pytest.mark.parametrize("beside", [0, 2])
def test_a_replay_brings_the_captures_gaps(measured: Server, monkeypatch: pytest.MonkeyPatch, beside: int) -> None:
    monkeypatch.setattr(f"{measure_replay.__module__}.RAMP_S", 0.05)
    monkeypatch.setattr(f"{measure_replay.__module__}.examples", lambda: SHORT)

    figures = measure_replay(measured, SPEED, beside)

    assert figures.keys() == {"gap_difference_p50_ms", "gap_difference_p99_ms"}
    assert figures["gap_difference_p50_ms"] < 20
