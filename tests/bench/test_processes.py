"""Reading /proc of this very process."""

import os
import subprocess
import sys

import pytest

from .processes import CpuMeter, cpu_seconds, resident_mib, stat, tree

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc")
NO_PID = 2**22 + 1  # One more than Linux ever gives.


def test_the_tree_holds_the_children() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        assert {os.getpid(), child.pid} <= set(tree(os.getpid()))
        assert tree(child.pid) == [child.pid]


def test_a_process_uses_time_and_memory() -> None:
    assert (cpu_seconds(os.getpid()) or 0) > 0
    assert (resident_mib(os.getpid()) or 0) > 1


def test_a_process_that_is_gone_has_no_figures() -> None:
    assert stat(NO_PID) == []
    assert cpu_seconds(NO_PID) is None
    assert resident_mib(NO_PID) is None


def test_the_meter_needs_two_samples() -> None:
    meter = CpuMeter(os.getpid())
    meter.sample()
    before = meter.figures()
    meter.sample()

    start_ns, end_ns = meter.span_ns
    assert before == {}
    assert start_ns <= end_ns
    assert all(share >= 0 for share in meter.figures().values())
