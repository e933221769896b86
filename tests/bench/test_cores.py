"""Pinning this process, and undoing it."""

import os
import sys

import pytest

from .cores import Cores, usable_cores

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes can be pinned only on Linux")


def test_the_client_is_pinned_only_inside() -> None:
    if sys.platform == "linux":
        before = os.sched_getaffinity(0)
        cores = usable_cores()

        with cores.client_pinned():
            inside = os.sched_getaffinity(0)

        assert inside == ({cores.usable[-1]} if cores.apart else before)
        assert os.sched_getaffinity(0) == before


@pytest.mark.parametrize("usable", [(), (0,)])
def test_a_single_core_is_shared(usable: tuple[int, ...]) -> None:
    assert not Cores(usable).apart
