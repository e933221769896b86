"""Alarms ring once, never early, for the time last set; on either kind of loop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest

from mockpanel.headless import fastest_loop
from mockpanel.server import linux_timers
from mockpanel.server.alarm import Alarm, LoopAlarm, make_alarm
from tests.server.fakes import MS, SECOND

MakeAlarm = Callable[[asyncio.AbstractEventLoop, Callable[[], None]], Alarm]
MakeLoop = Callable[[], asyncio.AbstractEventLoop]

on_every_loop = pytest.mark.parametrize("make_loop", [asyncio.new_event_loop, fastest_loop])
of_every_kind = pytest.mark.parametrize("make", [make_alarm, LoopAlarm])


def rings(make_loop: MakeLoop, make: MakeAlarm, use: Callable[[Alarm], None], wait_s: float = 0.05) -> list[int]:
    """When an alarm rang, as far as it did within some time of its use."""
    rang: list[int] = []

    async def main() -> None:
        made = make(asyncio.get_running_loop(), lambda: rang.append(time.monotonic_ns()))
        use(made)
        await asyncio.sleep(wait_s)
        made.close()

    with asyncio.Runner(loop_factory=make_loop) as runner:
        runner.run(main())
    return rang


@on_every_loop
def test_the_best_alarm_never_rings_early_and_rings_once(make_loop: MakeLoop) -> None:
    due_ns = time.monotonic_ns() + 20 * MS

    rang = rings(make_loop, make_alarm, lambda made: made.set(due_ns), 0.2)

    assert len(rang) == 1
    assert due_ns <= rang[0] < due_ns + 150 * MS


@on_every_loop
def test_the_loops_own_timer_rings_once_and_about_in_time(make_loop: MakeLoop) -> None:
    due_ns = time.monotonic_ns() + 20 * MS

    rang = rings(make_loop, LoopAlarm, lambda made: made.set(due_ns), 0.2)

    assert len(rang) == 1
    assert due_ns - 2 * MS <= rang[0] < due_ns + 150 * MS


@on_every_loop
@of_every_kind
def test_a_new_time_replaces_the_old_one(make_loop: MakeLoop, make: MakeAlarm) -> None:
    def use(made: Alarm) -> None:
        made.set(time.monotonic_ns() + 10 * MS)
        made.set(time.monotonic_ns() + 3600 * SECOND)

    rang = rings(make_loop, make, use)

    assert rang == []


@on_every_loop
@of_every_kind
def test_a_time_that_has_passed_rings_at_once(make_loop: MakeLoop, make: MakeAlarm) -> None:
    rang = rings(make_loop, make, lambda made: made.set(0))

    assert len(rang) == 1


@on_every_loop
@of_every_kind
def test_a_closed_alarm_never_rings(make_loop: MakeLoop, make: MakeAlarm) -> None:
    rang: list[int] = []

    async def main() -> None:
        made = make(asyncio.get_running_loop(), lambda: rang.append(1))
        made.set(time.monotonic_ns() + 5 * MS)
        made.close()
        await asyncio.sleep(0.03)

    with asyncio.Runner(loop_factory=make_loop) as runner:
        runner.run(main())

    assert rang == []


@on_every_loop
@of_every_kind
def test_an_alarm_can_be_set_for_the_next_century(make_loop: MakeLoop, make: MakeAlarm) -> None:
    rang = rings(make_loop, make, lambda made: made.set(2**62), 0.02)

    assert rang == []


def test_a_machine_without_the_kernels_timer_gets_the_loops_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linux_timers, "available", lambda: False)
    loop = asyncio.new_event_loop()

    made = make_alarm(loop, lambda: None)
    loop.close()

    assert isinstance(made, LoopAlarm)


def test_a_kernel_that_refuses_a_timer_leaves_the_loops_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OSError("no timer")

    monkeypatch.setattr(linux_timers, "available", lambda: True)
    monkeypatch.setattr(linux_timers, "Timerfd", refuse)
    loop = asyncio.new_event_loop()

    made = make_alarm(loop, lambda: None)
    loop.close()

    assert isinstance(made, LoopAlarm)
