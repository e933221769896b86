"""The lag is what a blocked loop adds, and nothing else is made up."""

from __future__ import annotations

import asyncio
import time

import pytest

from mockpanel.gui import loop_lag
from mockpanel.gui.loop_lag import LoopLag


def test_a_loop_that_was_held_up_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop_lag, "EVERY_S", 0.005)

    async def run() -> float:
        lag = LoopLag()
        lag.start()
        await asyncio.sleep(0.012)
        asyncio.get_running_loop().call_soon(time.sleep, 0.08)
        await asyncio.sleep(0.012)
        lag.stop()
        return lag.worst_ms

    assert asyncio.run(run()) >= 60


def test_a_lag_that_was_not_measured_is_none() -> None:
    assert LoopLag().worst_ms == 0
