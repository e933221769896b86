"""The list of the window's scenarios, and how one that closes badly is told."""

import pytest

from .processes import CpuMeter
from .window_scenarios import QUICK, THOROUGH, cpu_readings, sample, window_scenarios


def test_names_are_unique() -> None:
    names = [scenario.name for scenario in window_scenarios()]

    assert len(set(names)) == len(names)


@pytest.mark.parametrize("amount", ["starts", "idle_s", "streams", "stream_s", "clicks", "closings"])
def test_a_quick_run_measures_each_thing_less(amount: str) -> None:
    assert 0 < getattr(QUICK, amount) < getattr(THOROUGH, amount)


def test_a_process_that_is_gone_has_no_share() -> None:
    meters = [CpuMeter(2**22 + 1)]
    sample(meters)
    sample(meters)

    assert cpu_readings([*meters, *meters]) == []
