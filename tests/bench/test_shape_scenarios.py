"""Shaped streams: their plan as a client knows it is the one that the server keeps."""

from __future__ import annotations

from itertools import pairwise

import pytest

from mockpanel.core.pacing import SECOND_NS
from tests.running import RunningServer

from .client import Stream, run_streams
from .protocols import request_bytes
from .scenarios import answer_fields
from .servers import Server
from .shape_scenarios import SHAPE, measure_many_shaped, measure_one_shaped, over_even, planned_ns

TOKENS = 60


def test_the_plan_is_uneven_and_ends_when_an_even_one_does() -> None:
    planned = planned_ns(TOKENS, rate=50)

    assert planned[0] == 0
    assert planned[-1] == (TOKENS - 1) * SECOND_NS // 50
    assert planned == sorted(planned)
    assert len({after - before for before, after in pairwise(planned)}) > TOKENS / 2


def test_the_plan_is_the_servers_own(server: RunningServer) -> None:
    fields = {**answer_fields(TOKENS, rate=500, ttft=0.02), **SHAPE}

    run_streams(server.port, [Stream(request_bytes(server.port, fields))], limit_s=5)

    ledger = server.call(lambda: list(list(server.services.log)[-1].ledger))
    assert [row.planned_ns - ledger[0].planned_ns for row in ledger] == pytest.approx(
        planned_ns(TOKENS, rate=500), abs=2
    )


def test_one_and_many_are_measured_beside_their_plan(measured: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{measure_one_shaped.__module__}.RAMP_S", 0.05)
    monkeypatch.setattr(f"{measure_one_shaped.__module__}.MANY_STREAMS_RATE", 500)

    one = measure_one_shaped(measured, seconds=0.1)
    many = measure_many_shaped(measured, count=2, seconds=0.1)

    assert {"schedule_error_p99_ms", "rate_error_percent"} <= one.keys()
    assert "schedule_over_even_ms" in many


def test_what_is_less_than_even_costs_nothing() -> None:
    even = {"schedule_error_p99_ms": 2.0, "cpu_us_per_token": 10.0}
    shaped = {"schedule_error_p99_ms": 1.5, "cpu_us_per_token": 11.0}

    assert over_even(shaped, even) == pytest.approx({"schedule_over_even_ms": 0, "cpu_over_even_percent": 10})
    assert over_even({"schedule_error_p99_ms": 2.5}, even) == {"schedule_over_even_ms": 0.5}
