"""The running answers together: they follow the live defaults, and can be paused, resumed and cut."""

from __future__ import annotations

from collections.abc import Mapping

from mockpanel.core.events import Event, StreamPaused, StreamResumed
from mockpanel.core.plan import Override, Source, StreamPlan
from mockpanel.core.request_log import RequestLog
from mockpanel.core.request_record import Outcome
from mockpanel.core.settings import StreamSettings
from mockpanel.core.store import Store
from mockpanel.server.live import LiveStreams
from mockpanel.server.stream import LiveStream
from tests.server.fakes import MS, SECOND, FakePacing, letters, live_stream, plan_of, sink_of


class Stage:
    """LiveStreams with a pacer, a store and a log of the test's own."""

    def __init__(self) -> None:
        self.pacing = FakePacing()
        self.store = Store(StreamSettings(tokens_per_second=10.0, time_to_first_token=0.0))
        self.log = RequestLog()
        self.events: list[Event] = []
        self.log.happened.connect(self.events.append)
        self.live = LiveStreams(self.pacing.pacer, self.store, self.log, self.pacing.clock)

    def plan(self, count: int = 5, overrides: Mapping[str, Override] | None = None) -> StreamPlan:
        """A plan that was made over the defaults of now."""
        plan = plan_of(letters(count), tokens_per_second=10.0, overrides=overrides)
        return StreamPlan(plan.ask, self.store.snapshot, plan.settings, plan.overrides, plan.choices, plan.usage)

    def add(self, name: str = "req_1", plan: StreamPlan | None = None) -> LiveStream:
        """A running answer, which began now."""
        record = self.log.arrived(name, at=0.0, method="POST", path="/v1/chat/completions")
        stream = live_stream(plan or self.plan(), self.pacing.clock(), record)
        self.log.started(record, stream.plan)
        self.live.add(stream)
        return stream


def test_an_answer_that_is_added_runs_at_its_pace() -> None:
    stage = Stage()
    stream = stage.add()

    stage.pacing.run_until(250 * MS)
    midway = sink_of(stream).data
    stage.pacing.run_until(SECOND)

    assert midway == b"<0[0:a][0:b][0:c]"
    assert sink_of(stream).data == b"<0[0:a][0:b][0:c][0:d][0:e]0>END"
    assert stream.outcome is Outcome.COMPLETED


def test_running_answers_can_be_listed_found_and_taken_out() -> None:
    stage = Stage()
    first, second = stage.add("req_1"), stage.add("req_2")

    listed = list(stage.live)
    stage.live.remove(first)

    assert listed == [first, second]
    assert len(stage.live) == 1
    assert stage.live.get("req_1") is None
    assert stage.live.get("req_2") is second


def test_an_answer_whose_speed_changes_on_the_way_is_noted_as_retuned() -> None:
    stage = Stage()
    pinned = {"tokens_per_second": Override(Source.BODY, 10.0)}
    free, fixed = stage.add("req_1"), stage.add("req_2", stage.plan(overrides=pinned))

    stage.store.update({"tokens_per_chunk": 2})
    before = free.record.retuned
    stage.store.update({"tokens_per_second": 20.0})

    assert not before
    assert free.record.retuned
    assert not fixed.record.retuned


def test_an_answer_that_was_taken_out_sends_nothing_more() -> None:
    stage = Stage()
    stream = stage.add()
    stage.pacing.run_until(50 * MS)

    stage.live.remove(stream)
    sink_of(stream).on_writable()
    stage.pacing.run_until(SECOND)

    assert sink_of(stream).data == b"<0[0:a]"


def test_all_answers_follow_the_live_defaults_at_once() -> None:
    stage = Stage()
    first, second = stage.add("req_1"), stage.add("req_2")
    stage.pacing.run_until(50 * MS)

    stage.store.update({"tokens_per_second": 1000.0})
    stage.pacing.run_until(60 * MS)

    assert first.outcome is second.outcome is Outcome.COMPLETED


def test_a_pinned_answer_follows_only_in_what_it_did_not_pin() -> None:
    stage = Stage()
    pinned = {"tokens_per_second": Override(Source.BODY, 10.0)}
    stream = stage.add(plan=stage.plan(overrides=pinned))
    stage.pacing.run_until(50 * MS)

    stage.store.update({"tokens_per_second": 1000.0})
    stage.pacing.run_until(60 * MS)
    stage.store.update({"tokens_per_chunk": 2})
    stage.pacing.run_until(210 * MS)

    assert sink_of(stream).data == b"<0[0:a][0:bc]"


def test_an_answer_that_was_planned_under_older_defaults_follows_when_it_begins() -> None:
    stage = Stage()
    plan = stage.plan()
    stage.store.update({"tokens_per_second": 1000.0})

    stream = stage.add(plan=plan)
    stage.pacing.run_until(10 * MS)

    assert stream.outcome is Outcome.COMPLETED


def test_a_paused_answer_stands_still_and_goes_on_without_a_burst() -> None:
    stage = Stage()
    stream = stage.add()
    stage.pacing.run_until(150 * MS)

    stage.live.pause(stream)
    stage.pacing.run_until(5 * SECOND)
    during = sink_of(stream).data
    stage.live.resume(stream)
    stage.pacing.run_until(5 * SECOND + 60 * MS)

    assert during == b"<0[0:a][0:b]"
    assert sink_of(stream).data == b"<0[0:a][0:b][0:c]"


def test_a_pause_and_a_resume_are_noted_once_each() -> None:
    stage = Stage()
    stream = stage.add()
    stage.events.clear()

    stage.live.pause(stream)
    stage.live.pause(stream)
    paused = stream.record.outcome
    stage.live.resume(stream)
    stage.live.resume(stream)

    assert stage.events == [StreamPaused(stream.record), StreamResumed(stream.record)]
    assert paused is Outcome.PAUSED
    assert stream.record.outcome is Outcome.RUNNING


def test_a_paused_answer_is_woken_neither_by_room_to_write_nor_by_new_defaults() -> None:
    stage = Stage()
    stream = stage.add()
    stage.pacing.run_until(50 * MS)
    stage.live.pause(stream)

    sink_of(stream).on_writable()
    stage.store.update({"tokens_per_second": 1000.0})
    stage.pacing.run_until(SECOND)

    assert sink_of(stream).data == b"<0[0:a]"


def test_an_answer_goes_on_when_its_client_reads_again() -> None:
    stage = Stage()
    stream = stage.add()
    sink_of(stream).full = True
    stage.pacing.run_until(SECOND)

    sink_of(stream).full = False
    sink_of(stream).on_writable()
    stage.pacing.run_until(SECOND)

    assert sink_of(stream).data == b"<0[0:a][0:b][0:c][0:d][0:e]0>END"


def test_a_client_that_does_not_read_holds_no_other_answer_back() -> None:
    stage = Stage()
    blocked, other = stage.add("req_1"), stage.add("req_2")
    sink_of(blocked).full = True

    stage.pacing.run_until(SECOND)

    assert blocked.outcome is Outcome.RUNNING
    assert other.outcome is Outcome.COMPLETED


def test_a_cut_answer_sends_nothing_more_and_is_told_so() -> None:
    stage = Stage()
    stream = stage.add()
    stage.pacing.run_until(50 * MS)

    stage.live.cut(stream)
    stage.live.resume(stream)
    stage.pacing.run_until(SECOND)

    assert stream.outcome is Outcome.CUT
    assert stream.ended.done()
    assert sink_of(stream).data == b"<0[0:a]"
    assert sink_of(stream).interrupted


def test_an_answer_that_is_over_can_be_neither_paused_nor_cut() -> None:
    stage = Stage()
    stream = stage.add()
    stage.pacing.run_until(SECOND)
    stage.events.clear()

    stage.live.pause(stream)
    stage.live.cut(stream)

    assert stream.outcome is Outcome.COMPLETED
    assert stage.events == []


def test_all_can_be_cut_at_once() -> None:
    stage = Stage()
    streams = [stage.add(f"req_{place}") for place in range(3)]

    stage.live.cut_all()

    assert [stream.outcome for stream in streams] == [Outcome.CUT] * 3


def test_closed_live_streams_cut_what_runs_and_follow_the_defaults_no_longer() -> None:
    stage = Stage()
    stream = stage.add()

    stage.live.close()
    later = stage.add("req_2")
    due_ns = later.due_ns
    stage.store.update({"time_to_first_token": 7.0})

    assert stream.outcome is Outcome.CUT
    assert later.due_ns == due_ns
