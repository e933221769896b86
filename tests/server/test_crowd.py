"""Who runs and who waits: never more than the limit, first come, first served, and all that heed it follow the load."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.server.crowd import FOLLOW_NS, Crowd
from mockpanel.server.stream import LiveStream
from tests.server.fakes import MS, SECOND, FakePacing, letters, live_stream, plan_of


class Door:
    """A crowd with a pacer of its own, and who was let in or woken by it."""

    def __init__(self) -> None:
        self.pacing = FakePacing()
        self.begun: list[LiveStream] = []
        self.woken: list[LiveStream] = []
        self.crowd = Crowd(self.pacing.pacer, self.pacing.clock, self.begun.append, self.woken.append)

    def stream(self, **settings: Any) -> LiveStream:
        """An answer that has not joined yet."""
        return live_stream(plan_of(letters(50), tokens_per_second=10.0, **settings), self.pacing.clock())


@given(limit=st.integers(1, 3), acts=st.lists(st.sampled_from((None, None, None, 0, 1, 2, 5)), min_size=8, max_size=30))
def test_no_more_run_than_the_limit_and_each_has_its_turn_in_order(limit: int, acts: list[int | None]) -> None:
    door = Door()
    there, began = list[LiveStream](), list[LiveStream]()
    came = list[LiveStream]()

    for act in acts:
        if act is not None and there:
            door.crowd.leave(there.pop(act % len(there)))
        else:
            came.append(door.stream(concurrent_streams=limit))
            there.append(came[-1])
            if door.crowd.join(came[-1]):
                began.append(came[-1])
        began += door.begun
        door.begun.clear()

        running = [stream for stream in there if not stream.queued]
        assert len(running) == min(limit, len(there))
        assert there[: len(running)] == running
    assert began == [stream for stream in came if stream in began]


@pytest.mark.parametrize(("limit", "runs"), [(0, True), (5, False)], ids=["none", "a higher one"])
def test_only_one_without_a_limit_passes_those_that_wait(limit: int, runs: bool) -> None:
    door = Door()
    for _ in range(2):
        door.crowd.join(door.stream(concurrent_streams=1))

    joined = door.crowd.join(door.stream(concurrent_streams=limit))

    assert joined is runs


def test_one_whose_turn_it_is_begins_then_and_knows_how_long_it_waited() -> None:
    door = Door()
    first, second = (door.stream(concurrent_streams=1) for _ in range(2))
    door.crowd.join(first)
    door.crowd.join(second)

    door.pacing.run_until(3 * SECOND)
    door.crowd.leave(first)

    assert door.begun == [second]
    assert (second.queued, second.waited, second.due_ns) == (False, 3.0, 3 * SECOND)


def test_one_that_never_joined_may_leave() -> None:
    door = Door()
    waiting = door.stream(concurrent_streams=1)
    door.crowd.join(door.stream(concurrent_streams=1))
    door.crowd.join(waiting)

    door.crowd.leave(door.stream())

    assert waiting.queued
    assert door.begun == []


def test_the_load_is_followed_a_little_later_and_all_its_changes_at_once() -> None:
    door = Door()
    heeding = [door.stream(load_slowdown=3.0, load_streams=3) for _ in range(2)]
    for stream in (*heeding, door.stream()):
        door.crowd.join(stream)

    door.pacing.run_until(FOLLOW_NS - MS)
    before, told = heeding[0].running, list(door.woken)
    door.pacing.run_until(FOLLOW_NS)

    assert (before, told) == (1, [])
    assert [stream.running for stream in heeding] == [3, 3]
    assert sorted(map(id, door.woken)) == sorted(map(id, heeding))


def test_one_that_heeds_the_load_no_longer_is_left_alone() -> None:
    door = Door()
    stream = door.stream(load_slowdown=3.0, load_streams=3)
    door.crowd.join(stream)

    stream.retune(stream.settings.changed({"load_slowdown": 1.0}), 0)
    door.crowd.heed(stream)
    door.crowd.join(door.stream())
    door.pacing.run_until(SECOND)

    assert door.woken == []
    assert stream.running == 1
