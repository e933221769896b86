"""Running answers in a shape: thinking, total duration, load, the queue, and how they follow a change."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import replace
from typing import Any

import pytest

from mockpanel.core.choices import Part, PartKind
from mockpanel.core.events import StreamQueued, StreamResumed
from mockpanel.core.faults import Fault, FaultKind
from mockpanel.core.plan import Ask, Override, Source, StreamPlan, Usage
from mockpanel.core.request_record import Outcome
from mockpanel.core.rhythm import composed
from mockpanel.server.faulty import make_stream
from mockpanel.server.stream import LiveStream
from tests.server.fakes import MS, SECOND, FakeSink, FakeVoice, letters, live_stream, plan_of, record_of, sink_of
from tests.server.test_live import Stage
from tests.server.test_stream import run_out

ORIGIN = 5 * SECOND
PACED: dict[str, Any] = {"tokens_per_second": 10.0, "time_to_first_token": 0.5}


def shaped_plan(count: int = 5, thinks: int = 0, number: int = 1, **settings: Any) -> StreamPlan:
    """A plan as planning makes it: with its rhythm, and its reasoning where it has some."""
    plan = plan_of(letters(count), **{**PACED, **settings})
    ask = replace(plan.ask, thinks=True)
    thinking = letters(thinks) if thinks else None
    usage = Usage(1000, count + thinks, thinks)
    reasoning = Part(PartKind.REASONING, 0, 0, thinks) if thinks else None
    choices = tuple(replace(choice, reasoning=reasoning) for choice in plan.choices)
    plan = replace(plan, ask=ask, number=number, thinking=thinking, usage=usage, choices=choices)
    wanted = plan.shape(plan.settings)
    return plan if wanted is None else replace(plan, rhythm=composed(wanted[0], wanted[1], letters(count), count))


def times(stream: LiveStream) -> list[float]:
    """Seconds from the request to each write."""
    return [(now - ORIGIN) / SECOND for now, _ in run_out(stream)]


def body(value: Any) -> Override:
    return Override(Source.BODY, value)


def test_a_shaped_stream_begins_and_ends_with_an_even_one_and_is_uneven_between() -> None:
    found = times(live_stream(shaped_plan(50, jitter=0.5), ORIGIN))

    gaps = {round(later - sooner, 6) for sooner, later in itertools.pairwise(found)}
    assert (found[0], found[-1]) == (0.5, 5.4)
    assert len(gaps) > 40


def test_each_request_draws_its_own_rhythm_unless_a_seed_is_set() -> None:
    first, second = (times(live_stream(shaped_plan(9, jitter=1.0, number=place), ORIGIN)) for place in (1, 2))
    seeded = [times(live_stream(shaped_plan(9, jitter=1.0, number=place, seed=7), ORIGIN)) for place in (1, 2)]

    assert first != second
    assert seeded[0] == seeded[1]


def test_reasoning_goes_first_at_its_own_speed_and_the_answer_follows() -> None:
    plan = shaped_plan(2, thinks=2, mock_reasoning="ab", reasoning_tokens_per_second=4.0)
    stream = live_stream(plan, ORIGIN)

    wrote = run_out(stream)

    assert [(now - ORIGIN) / SECOND for now, _ in wrote] == [0.5, 0.75, 1.0, 1.1]
    assert [data for _, data in wrote] == [b"<0(0:a)", b"(0:b)", b"[0:a]", b"[0:b]0>END"]
    assert stream.sent_tokens == plan.usage.completion_tokens == 4
    ledger = stream.record.ledger
    assert (ledger.thought_ns, ledger.thought_tokens, ledger.tokens) == ((500 * MS, 750 * MS), 2, 2)


@pytest.mark.parametrize(("seconds", "expected"), [(2.0, [0.5, 1.5, 2.5, 2.6]), (0.0, [0.5, 0.6, 0.7, 0.8])])
def test_reasoning_takes_its_seconds_or_goes_at_the_answers_speed(seconds: float, expected: list[float]) -> None:
    plan = shaped_plan(2, thinks=2, mock_reasoning="ab", reasoning_seconds=seconds)

    assert times(live_stream(plan, ORIGIN)) == expected


def test_reasoning_without_a_text_is_only_waited_for() -> None:
    found = run_out(live_stream(shaped_plan(2, reasoning_seconds=3.0), ORIGIN))

    assert [(now - ORIGIN) / SECOND for now, _ in found] == [3.5, 3.6]
    assert found[0][1] == b"<0[0:a]"


def test_unpaced_reasoning_goes_out_at_once() -> None:
    stream = live_stream(shaped_plan(3, thinks=3, mock_reasoning="abc", tokens_per_second=0.0), ORIGIN)

    assert times(stream) == [0.5]
    assert sink_of(stream).data == b"<0(0:a)(0:b)(0:c)[0:a][0:b][0:c]0>END"


def test_a_pause_while_it_thinks_makes_all_that_follows_later() -> None:
    stream = live_stream(shaped_plan(2, thinks=2, mock_reasoning="ab", reasoning_seconds=2.0), ORIGIN)

    stream.fire(ORIGIN + 500 * MS)
    stream.pause(ORIGIN + 600 * MS)
    stream.resume(ORIGIN + 1600 * MS)

    assert times(stream) == [2.5, 3.5, 3.6]


def test_a_change_while_it_thinks_holds_from_there_on() -> None:
    stream = live_stream(shaped_plan(2, thinks=4, mock_reasoning="abcd", reasoning_seconds=4.0), ORIGIN)

    stream.fire(ORIGIN + 500 * MS)
    stream.retune(stream.settings.changed({"reasoning_seconds": 2.0, "tokens_per_second": 2.0}), ORIGIN + SECOND)

    assert times(stream) == [1.25, 1.75, 2.25, 2.75, 3.25]


@pytest.mark.parametrize("kind", [FaultKind.CUT, FaultKind.STALL])
def test_faults_count_the_answers_tokens_and_work_in_any_shape(kind: FaultKind) -> None:
    plan = shaped_plan(4, thinks=2, mock_reasoning="ab", jitter=0.5, seed=3)
    even = live_stream(plan, ORIGIN)

    async def make() -> LiveStream:
        fault = Fault(kind=kind, after_tokens=2, seconds=5)
        return make_stream(fault, record_of(), plan, FakeVoice(), FakeSink(), ORIGIN, ORIGIN)

    stream = asyncio.run(make())
    found, whole = times(stream), times(even)

    assert found[:4] == whole[:4]
    if kind is FaultKind.CUT:
        assert (len(found), stream.outcome) == (4, Outcome.CUT)
    else:
        assert found[-2:] == pytest.approx([at + 5 for at in whole[-2:]])


@pytest.mark.parametrize(
    "shape", [{}, {"jitter": 1.0}, {"mock_reasoning": "ab", "thinks": 2}, {"tokens_per_second": 0.0}]
)
@pytest.mark.parametrize("stream", [True, False])
def test_a_total_duration_is_kept_to_whatever_else_is_asked(shape: dict[str, Any], stream: bool) -> None:
    plan = shaped_plan(30, total_duration=4.0, **shape)
    plan = replace(plan, ask=replace(plan.ask, stream=stream))
    running = live_stream(plan, ORIGIN)
    due_ns: int | None = running.due_ns
    last_ns = 0
    while due_ns is not None:
        last_ns, due_ns = due_ns, running.fire(due_ns)

    assert last_ns - ORIGIN == pytest.approx(4 * SECOND, abs=2)


@pytest.mark.parametrize(("count", "wait"), [(1, 0.5), (1, 9.0), (5, 9.0)])
def test_a_total_duration_holds_for_one_token_and_for_a_first_token_that_does_not_fit(count: int, wait: float) -> None:
    found = times(live_stream(shaped_plan(count, total_duration=4.0, time_to_first_token=wait), ORIGIN))

    assert found[-1] == 4


def test_a_total_duration_that_is_set_on_the_way_is_kept_to() -> None:
    stream = live_stream(shaped_plan(30), ORIGIN)
    stream.fire(ORIGIN + SECOND)

    stream.retune(stream.settings.changed({"total_duration": 10.0}), ORIGIN + SECOND)

    assert times(stream)[-1] == pytest.approx(10, abs=1e-6)


def test_the_first_token_waits_for_the_prompt_and_is_spread_around_its_median() -> None:
    read = times(live_stream(shaped_plan(2, time_to_first_token_per_1000_prompt_tokens=2.0), ORIGIN))
    waits = [plan_wait(number) for number in range(1, 2001)]

    assert read[0] == 2.5
    assert sum(wait < 0.5 for wait in waits) == pytest.approx(1000, abs=100)
    assert sum(wait > 2 for wait in waits) == pytest.approx(100, abs=40)


def plan_wait(number: int) -> float:
    plan = shaped_plan(2, number=number, time_to_first_token_p95=2.0)
    return plan.pace(plan.settings).time_to_first_token


def test_answers_beyond_the_limit_wait_and_begin_first_come_first_served() -> None:
    stage = Stage()
    stage.store.update({"concurrent_streams": 1})
    plan = stage.plan(3)
    plan = replace(plan, settings=stage.store.snapshot)

    first, second, third = (stage.add(f"req_{place}", plan) for place in range(3))
    outcomes = [stream.record.outcome for stream in (first, second, third)]
    stage.pacing.run_until(SECOND)
    held = sink_of(second).data
    stage.live.remove(first)
    stage.live.remove(third)
    stage.pacing.run_until(2 * SECOND)

    assert outcomes == [Outcome.RUNNING, Outcome.QUEUED, Outcome.QUEUED]
    assert held == sink_of(third).data == b""
    assert sink_of(second).data == b"<0[0:a][0:b][0:c]0>END"
    assert [row.sent_ns for row in second.record.ledger] == [SECOND, 1100 * MS, 1200 * MS]
    assert second.record.queued == 1.0
    assert [type(event) for event in stage.events if isinstance(event, StreamQueued | StreamResumed)] == [
        StreamQueued,
        StreamQueued,
        StreamResumed,
    ]


def test_a_higher_limit_lets_those_in_that_wait_and_a_pause_holds_in_the_queue() -> None:
    stage = Stage()
    stage.store.update({"concurrent_streams": 1})
    plan = replace(stage.plan(3), settings=stage.store.snapshot)
    _, second, third = (stage.add(f"req_{place}", plan) for place in range(3))

    stage.live.pause(second)
    stage.store.update({"concurrent_streams": 0})
    stage.pacing.run_until(SECOND)

    assert sink_of(second).data == b""
    assert second.record.outcome is Outcome.PAUSED
    assert third.outcome is Outcome.COMPLETED


def test_running_answers_slow_down_while_others_run() -> None:
    stage = Stage()
    stage.store.update({"load_slowdown": 3.0, "load_streams": 3})
    plan = replace(stage.plan(100), settings=stage.store.snapshot)
    first = stage.add("req_1", plan)

    stage.pacing.run_until(SECOND)
    alone = first.sent_tokens
    second = stage.add("req_2", plan)
    stage.pacing.run_until(SECOND + 100 * MS)
    together = first.sent_tokens
    stage.pacing.run_until(3 * SECOND + 100 * MS)
    stage.live.remove(second)
    gone = first.sent_tokens
    stage.pacing.run_until(5 * SECOND + 200 * MS)

    assert alone == 11
    assert gone - together == 10
    assert 19 <= first.sent_tokens - gone <= 21


def test_running_answers_take_up_a_shape_that_is_set_and_leave_it_again() -> None:
    stage = Stage()
    stream = stage.add("req_1", stage.plan(100))

    stage.pacing.run_until(SECOND)
    stage.store.update({"stall_after": 20, "stall_seconds_min": 3.0, "stall_seconds_max": 3.0})
    stage.pacing.run_until(SECOND + 1)
    wanted = stream.wants
    stage.pacing.run_until(4 * SECOND)
    shaped = [row.sent_ns for row in stream.record.ledger]
    stage.store.update({"stall_after": 0})
    stage.pacing.run_until(20 * SECOND)

    assert wanted is None
    assert len(shaped) == 20  # the twenty tokens before the stall, which ends at some time behind the fourth second
    assert shaped[-1] < 2 * SECOND
    assert stream.outcome is Outcome.COMPLETED


def test_a_request_s_own_shape_does_not_follow_the_defaults() -> None:
    stage = Stage()
    shaped = shaped_plan(20, jitter=1.0, time_to_first_token=0.0)
    overrides = {name: body(getattr(shaped.settings, name)) for name in ("jitter", "tokens_per_second")}
    stream = stage.add("req_1", replace(shaped, defaults=stage.store.snapshot, overrides=overrides))

    stage.store.update({"jitter": 0.1})
    stage.pacing.run_until(3 * SECOND)

    alone = live_stream(shaped, ORIGIN)
    assert [row.sent_ns / SECOND for row in stream.record.ledger] == pytest.approx(times(alone), abs=1e-6)


def test_a_legacy_answer_does_not_think() -> None:
    plan = plan_of(letters(2), **PACED, mock_reasoning="ab", reasoning_seconds=3.0)

    assert isinstance(plan.ask, Ask)
    assert not plan.ask.thinks
    assert times(live_stream(plan, ORIGIN)) == [0.5, 0.6]


def test_a_turn_keeps_the_stall_before_the_first_token_and_counts_no_pause_in_the_queue_twice() -> None:
    plan = shaped_plan(2)

    async def make() -> LiveStream:
        fault = Fault(kind=FaultKind.STALL, after_tokens=0, seconds=5)
        return make_stream(fault, record_of(), plan, FakeVoice(), FakeSink(), ORIGIN, ORIGIN)

    stream = asyncio.run(make())
    stream.queued = True
    stream.pause(ORIGIN + SECOND)
    stream.resume(ORIGIN + 2 * SECOND)
    stream.take_turn(ORIGIN + 3 * SECOND)

    assert times(stream) == [8.5, 8.6]
    assert stream.waited == 3
