"""Which figures are shown of streams, and what is said of a load that fails."""

import os
import sys

import pytest

from .cores import Cores
from .errors import BenchError
from .figures import Arrivals
from .processes import memory_mib
from .window_measures import lateness_ms, load, may_spin, stream_readings

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc")


def stream(rate: float, p99: float) -> dict[str, float]:
    return {
        "rate_error_percent": rate,
        "schedule_error_p50_ms": 0.1,
        "schedule_error_p99_ms": p99,
        "lateness_p99_ms": p99,
        "ttft_error_p50_ms": 0.4,
    }


def test_lateness_counts_from_the_request() -> None:
    arrivals = Arrivals(1_000_000, [201_500_000, 221_250_000, 240_500_000])

    assert lateness_ms(arrivals, rate=50, time_to_first_token=0.2) == pytest.approx([0.5, 0.25, -0.5])


def test_the_median_is_held_to_the_limit_and_the_worst_is_told() -> None:
    readings = stream_readings(
        [stream(0.01, 1.0), stream(-0.3, 9.0), stream(0.02, 2.0)], p50_limit_ms=None, p99_limit_ms=5
    )

    shown = {reading.what: (reading.value, reading.verdict) for reading in readings}
    assert shown["rate error"] == (0.01, "met")
    assert shown["rate error, worst of 3"] == (-0.3, "-")
    assert shown["schedule error, p50"] == (0.1, "-")
    assert shown["schedule error, p99"] == (2.0, "met")
    assert shown["schedule error, p99, worst of 3"] == (9.0, "-")


def test_a_load_that_fails_says_why() -> None:
    with load("requests", 1, 10, 0.1) as figures, pytest.raises(BenchError, match=r"the load failed: .*Connection"):
        figures()


@LINUX
def test_a_client_spins_only_on_a_core_of_its_own() -> None:
    assert not may_spin(Cores((0,)))
    assert may_spin(Cores((0, 1))) is (os.sched_getscheduler(0) == os.SCHED_OTHER)


@LINUX
def test_shared_memory_is_shared_out() -> None:
    memory = memory_mib(os.getpid())

    assert 0 < memory["uss"] <= memory["pss"] <= memory["rss"]
    assert memory_mib(2**22 + 1) == {}
