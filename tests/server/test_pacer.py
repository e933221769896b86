"""The pacer on a clock of the test's own: when it fires, in which order, and what it does when it is late."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.server.pacer import CROWD, PASS_NS, SPACING_NS, STALE_ENTRIES
from tests.server.fakes import MS, SECOND, FakePacing


class Runner:
    """Fires at a list of times, and notes when it did; each firing takes some time."""

    def __init__(self, pacing: FakePacing, *next_dues: int | None, takes_ns: int = 0) -> None:
        self.ticket = 0
        self.fired: list[int] = []
        self.has_failed = False
        self._pacing = pacing
        self._next_dues = list(next_dues)
        self._takes_ns = takes_ns

    def fire(self, now_ns: int) -> int | None:
        self.fired.append(now_ns)
        self._pacing.clock.now_ns += self._takes_ns
        return self._next_dues.pop(0) if self._next_dues else None

    def failed(self) -> None:
        self.has_failed = True


class Broken(Runner):
    """Raises when it is fired."""

    def fire(self, now_ns: int) -> int | None:
        super().fire(now_ns)
        raise RuntimeError("broken")


def test_a_stream_fires_at_its_time_and_not_before() -> None:
    pacing = FakePacing()
    stream = Runner(pacing)

    pacing.pacer.wake_at(10 * MS, stream)
    pacing.run_until(10 * MS - 1)
    before = list(stream.fired)
    pacing.run_until(10 * MS)

    assert before == []
    assert stream.fired == [10 * MS]


def test_a_stream_fires_again_at_the_time_that_it_returned() -> None:
    pacing = FakePacing()
    stream = Runner(pacing, 20 * MS, 30 * MS, None)

    pacing.pacer.wake_at(10 * MS, stream)
    pacing.run_until(SECOND)

    assert stream.fired == [10 * MS, 20 * MS, 30 * MS]
    assert pacing.pacer.next_due_ns is None


def test_streams_that_are_due_at_once_fire_in_the_order_of_their_times() -> None:
    pacing = FakePacing(late_ns=50 * MS)
    order: list[str] = []
    streams = {name: Runner(pacing) for name in ("late", "early", "middle")}
    for name, stream in streams.items():
        stream.fire = lambda _now, name=name: order.append(name)  # type: ignore[method-assign, misc]

    for name, due_ns in (("late", 30 * MS), ("early", 10 * MS), ("middle", 20 * MS)):
        pacing.pacer.wake_at(due_ns, streams[name])
    pacing.run_until(SECOND)

    assert order == ["early", "middle", "late"]


def test_an_earlier_stream_brings_the_alarm_forward() -> None:
    pacing = FakePacing()
    pacing.pacer.wake_at(100 * MS, Runner(pacing))

    pacing.pacer.wake_at(10 * MS, Runner(pacing))

    assert pacing.alarm.at_ns == 10 * MS
    assert pacing.pacer.next_due_ns == 10 * MS


def test_a_stream_that_is_given_a_later_time_does_not_fire_at_the_old_one() -> None:
    pacing = FakePacing()
    stream = Runner(pacing)
    pacing.pacer.wake_at(10 * MS, stream)

    pacing.pacer.wake_at(50 * MS, stream)
    pacing.run_until(SECOND)

    assert stream.fired == [50 * MS]


def test_a_stream_that_is_given_an_earlier_time_fires_once() -> None:
    pacing = FakePacing()
    stream = Runner(pacing)
    pacing.pacer.wake_at(50 * MS, stream)

    pacing.pacer.wake_at(10 * MS, stream)
    pacing.run_until(SECOND)

    assert stream.fired == [10 * MS]


def test_a_forgotten_stream_never_fires_and_can_ask_anew() -> None:
    pacing = FakePacing()
    stream = Runner(pacing)
    pacing.pacer.wake_at(10 * MS, stream)

    pacing.pacer.forget(stream)
    pacing.run_until(20 * MS)
    before = list(stream.fired)
    pacing.pacer.wake_at(30 * MS, stream)
    pacing.run_until(40 * MS)

    assert before == []
    assert stream.fired == [30 * MS]


def test_a_late_wake_up_is_caught_up_and_not_added() -> None:
    pacing = FakePacing(late_ns=35 * MS)
    stream = Runner(pacing, 20 * MS, 30 * MS, 400 * MS, None)

    pacing.pacer.wake_at(10 * MS, stream)
    pacing.run_until(SECOND)

    assert stream.fired == [45 * MS, 45 * MS, 45 * MS, 435 * MS]


def test_a_broken_stream_is_told_and_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    pacing = FakePacing()
    broken, sound = Broken(pacing), Runner(pacing)
    pacing.pacer.wake_at(10 * MS, broken)
    pacing.pacer.wake_at(10 * MS, sound)

    with caplog.at_level(logging.ERROR):
        pacing.run_until(SECOND)

    assert broken.has_failed
    assert broken.fired == sound.fired == [10 * MS]
    assert "a stream failed" in caplog.text


def test_a_long_pass_gives_the_loop_its_turn_and_goes_on_at_once() -> None:
    pacing = FakePacing()
    streams = [Runner(pacing, takes_ns=PASS_NS // 4) for _ in range(10)]
    for stream in streams:
        pacing.pacer.wake_at(0, stream)

    pacing.ring()
    after_one_pass = sum(len(stream.fired) for stream in streams)
    due_again_ns = pacing.alarm.at_ns
    pacing.run_until(SECOND)

    assert 4 <= after_one_pass <= 5
    assert due_again_ns is not None
    assert due_again_ns <= pacing.clock.now_ns
    assert all(len(stream.fired) == 1 for stream in streams)


def test_a_stream_that_could_always_send_more_lets_others_have_their_turn() -> None:
    pacing = FakePacing(late_ns=5 * MS)
    greedy = Runner(pacing, *[0] * 100, takes_ns=PASS_NS // 10)
    modest = Runner(pacing)

    pacing.pacer.wake_at(0, greedy)
    pacing.pacer.wake_at(3 * MS, modest)
    pacing.ring()

    assert len(modest.fired) == 1
    assert len(greedy.fired) > 1


def test_a_crowd_is_woken_with_some_distance() -> None:
    pacing = FakePacing()
    streams = [Runner(pacing) for _ in range(CROWD + 10)]
    for place, stream in enumerate(streams):
        pacing.pacer.wake_at(place * 1000, stream)

    pacing.ring()

    assert streams[0].fired == [0]
    assert pacing.alarm.at_ns == SPACING_NS


def test_a_few_streams_are_woken_exactly() -> None:
    pacing = FakePacing()
    streams = [Runner(pacing) for _ in range(CROWD)]
    for place, stream in enumerate(streams):
        pacing.pacer.wake_at(place * 1000, stream)

    pacing.ring()

    assert pacing.alarm.at_ns == 1000


def test_times_that_no_longer_count_are_swept_out() -> None:
    pacing = FakePacing()
    stream = Runner(pacing)

    for place in range(10 * STALE_ENTRIES):
        pacing.pacer.wake_at(SECOND + place, stream)
    held = len(pacing.pacer._heap)
    pacing.run_until(2 * SECOND)

    assert held <= STALE_ENTRIES + 2
    assert stream.fired == [SECOND + 10 * STALE_ENTRIES - 1]


def test_a_stream_may_forget_another_while_it_fires() -> None:
    pacing = FakePacing()
    victim = Runner(pacing)
    killer = Runner(pacing)
    killer.fire = lambda _now: pacing.pacer.forget(victim)  # type: ignore[method-assign, assignment]

    pacing.pacer.wake_at(10 * MS, killer)
    pacing.pacer.wake_at(10 * MS, victim)
    pacing.run_until(SECOND)

    assert victim.fired == []


def test_a_stream_may_wake_another_while_it_fires() -> None:
    pacing = FakePacing()
    woken = Runner(pacing)
    waker = Runner(pacing)
    waker.fire = lambda now: pacing.pacer.wake_at(now + MS, woken)  # type: ignore[method-assign, assignment]

    pacing.pacer.wake_at(10 * MS, waker)
    pacing.run_until(SECOND)

    assert woken.fired == [11 * MS]


def test_a_closed_pacer_fires_nothing_more() -> None:
    pacing = FakePacing()
    stream = Runner(pacing)
    pacing.pacer.wake_at(10 * MS, stream)

    pacing.pacer.close()
    pacing.ring()

    assert stream.fired == []
    assert pacing.alarm.closed


@given(
    st.lists(st.lists(st.integers(0, 50 * MS), min_size=1, max_size=6), min_size=1, max_size=12),
    st.integers(0, 3 * MS),
)
def test_every_stream_fires_once_for_each_of_its_times_and_never_before_it(dues: list[list[int]], late_ns: int) -> None:
    pacing = FakePacing(late_ns)
    times = [sorted(of_one) for of_one in dues]
    streams = [Runner(pacing, *of_one[1:], None) for of_one in times]

    for stream, of_one in zip(streams, times, strict=True):
        pacing.pacer.wake_at(of_one[0], stream)
    pacing.run_until(SECOND)

    for stream, of_one in zip(streams, times, strict=True):
        assert len(stream.fired) == len(of_one)
        assert all(fired >= due for fired, due in zip(stream.fired, of_one, strict=True))
        assert all(fired <= due + late_ns for fired, due in zip(stream.fired, of_one, strict=True))


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 20 * MS)), max_size=60))
def test_of_many_times_that_a_stream_was_given_only_the_last_counts(calls: list[tuple[int, int]]) -> None:
    pacing = FakePacing()
    streams = [Runner(pacing) for _ in range(6)]

    for which, due_ns in calls:
        pacing.pacer.wake_at(due_ns, streams[which])
    pacing.run_until(SECOND)

    last = dict(calls)
    assert {which: stream.fired for which, stream in enumerate(streams) if stream.fired} == {
        which: [due_ns] for which, due_ns in last.items()
    }
