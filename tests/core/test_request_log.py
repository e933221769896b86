"""The history of requests: bounded in number and bytes, running ones kept, every step announced."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.events import (
    RequestArrived,
    RequestEnded,
    RequestsCleared,
    RequestsRestored,
    StreamPaused,
    StreamResumed,
    StreamStarted,
)
from mockpanel.core.faults import Fault, FaultKind
from mockpanel.core.ledger import Sent
from mockpanel.core.plan import Ask, Override, Prompt, Source
from mockpanel.core.request_log import RequestLog
from mockpanel.core.request_record import Outcome, RequestRecord
from tests.core.plans import plan_of, settings_with

OVERRIDES = {"tokens_per_second": Override(Source.HEADER, 50)}
PLAN = plan_of(Ask(model="gpt-4", prompts=(Prompt(("Hi",)),), stream=True), None, OVERRIDES)

ENDS = [outcome for outcome in Outcome if outcome.over]


def arrive(log: RequestLog) -> RequestRecord:
    """One more request, with an id of its own."""
    number = log.total + 1
    return log.arrived(f"req_{number}", at=1000.0 + number, method="POST", path="/v1/chat/completions")


def events_of(log: RequestLog) -> list[object]:
    """What the log will announce."""
    seen: list[object] = []

    def note(event: object) -> None:
        seen.append(event)

    log.happened.connect(note)
    return seen


def fill(record: RequestRecord, rows: int = 10) -> None:
    """Sends `rows` chunks of two tokens, 100 ms apart, the first after 200 ms."""
    for place in range(rows):
        due = 200_000_000 + place * 100_000_000
        record.ledger.add(due, due + 1_000_000, 1 + 2 * place)


def test_a_request_is_recorded_from_its_arrival_to_its_end() -> None:
    log = RequestLog()
    record = log.arrived(
        "req_1",
        at=5.0,
        method="POST",
        path="/v1/completions?tps=3",
        client="127.0.0.1:9",
        headers=(("host", "localhost"),),
    )

    log.started(record, PLAN)
    log.ended(record, Outcome.COMPLETED, status=200, duration=1.5, answer="Hello, World!")

    assert (record.id, record.number, record.arrived_at, record.method) == ("req_1", 1, 5.0, "POST")
    assert (record.path, record.client) == ("/v1/completions?tps=3", "127.0.0.1:9")
    assert record.headers == (("host", "localhost"),)
    assert (record.model, record.stream, record.overrides) == ("gpt-4", True, OVERRIDES)
    assert record.settings == settings_with(mock_response="Hello, World!", tokens_per_second=50)
    assert (record.prompt_tokens, record.completion_tokens) == (1, 4)
    assert (record.outcome, record.status, record.duration, record.error) == (Outcome.COMPLETED, 200, 1.5, None)
    assert record.answer == "Hello, World!"
    assert log.get("req_1") is record


def test_a_long_response_is_kept_among_the_settings_by_its_beginning() -> None:
    log = RequestLog()
    record = arrive(log)
    overrides = {"mock_response": Override(Source.BODY, "b" * 1000), "tokens_per_second": Override(Source.BODY, 5)}
    plan = plan_of(Ask(model="m", prompts=(Prompt(()),)), settings_with(mock_response="a" * 1000), overrides)

    log.started(record, plan)

    assert record.defaults == settings_with(mock_response="a" * 199 + "…")
    assert record.settings == settings_with(mock_response="b" * 199 + "…", tokens_per_second=5)
    assert [override.value for override in record.overrides.values()] == ["b" * 199 + "…", 5]


def test_the_tokens_that_were_sent_are_noted_at_the_end() -> None:
    log = RequestLog()
    record = arrive(log)

    log.ended(record, Outcome.CUT, sent_tokens=3)

    assert record.sent_tokens == 3


def test_every_step_is_announced_with_the_record() -> None:
    log = RequestLog()
    events = events_of(log)

    record = arrive(log)
    log.started(record, PLAN)
    log.paused(record)
    log.resumed(record)
    log.ended(record, Outcome.COMPLETED)
    log.clear()

    assert events == [
        RequestArrived(record),
        StreamStarted(record),
        StreamPaused(record),
        StreamResumed(record),
        RequestEnded(record),
        RequestsCleared(),
    ]


def test_a_listener_sees_the_record_as_the_event_says() -> None:
    log = RequestLog()
    seen: list[tuple[str, Outcome, bool]] = []

    def note(event: RequestArrived | StreamStarted | StreamPaused | StreamResumed | RequestEnded) -> None:
        seen.append((type(event).__name__, event.request.outcome, log.get(event.request.id) is event.request))

    log.happened.connect(note)
    record = arrive(log)
    log.started(record, PLAN)
    log.paused(record)
    log.resumed(record)
    log.ended(record, Outcome.CUT)

    assert seen == [
        ("RequestArrived", Outcome.ARRIVED, True),
        ("StreamStarted", Outcome.RUNNING, True),
        ("StreamPaused", Outcome.PAUSED, True),
        ("StreamResumed", Outcome.RUNNING, True),
        ("RequestEnded", Outcome.CUT, True),
    ]


def test_a_rejected_request_keeps_its_error() -> None:
    log = RequestLog()
    record = arrive(log)

    log.ended(record, Outcome.REJECTED, status=400, error="n must be between 1 and 128, got 0")

    assert (record.outcome, record.status, record.settings) == (Outcome.REJECTED, 400, None)
    assert record.error == "n must be between 1 and 128, got 0"


@pytest.mark.parametrize("first", ENDS)
def test_a_second_end_changes_nothing_and_is_not_announced(first: Outcome) -> None:
    log = RequestLog()
    record = arrive(log)
    log.ended(record, first, status=200, duration=1.0, answer="first")
    events = events_of(log)

    log.ended(record, Outcome.FAILED, status=500, duration=2.0, error="second", answer="second")

    assert (record.outcome, record.status, record.duration, record.error) == (first, 200, 1.0, None)
    assert record.answer == "first"
    assert events == []


def test_the_latest_requests_are_kept_in_the_order_of_arrival() -> None:
    log = RequestLog(size=3)

    for _ in range(10):
        log.ended(arrive(log), Outcome.COMPLETED)

    assert [record.number for record in log] == [8, 9, 10]
    assert (len(log), log.total) == (3, 10)
    assert log.get("req_7") is None


def test_running_requests_are_kept_whatever_their_age() -> None:
    log = RequestLog(size=3)
    running = arrive(log)
    log.started(running, PLAN)

    for _ in range(10):
        log.ended(arrive(log), Outcome.COMPLETED)

    assert [record.number for record in log] == [1, 10, 11]
    assert log.get("req_1") is running


def test_more_running_requests_than_the_size_are_all_kept() -> None:
    log = RequestLog(size=3)

    records = [arrive(log) for _ in range(10)]

    assert list(log) == records


def test_a_crowd_that_has_ended_is_no_longer_than_the_size() -> None:
    log = RequestLog(size=3)
    records = [arrive(log) for _ in range(10)]

    for record in records:
        log.ended(record, Outcome.COMPLETED)

    assert [record.number for record in log] == [8, 9, 10]


def test_clearing_forgets_what_is_over_and_keeps_what_runs() -> None:
    log = RequestLog()
    running, paused, over = arrive(log), arrive(log), arrive(log)
    log.started(running, PLAN)
    log.paused(paused)
    log.ended(over, Outcome.CLIENT_GONE)

    log.clear()

    assert list(log) == [running, paused]
    assert (log.get(over.id), log.total) == (None, 3)


@given(st.lists(st.booleans(), max_size=12), st.integers(1, 12), st.integers(0, 4))
def test_what_was_cleared_comes_back_in_its_place(over: list[bool], size: int, later: int) -> None:
    log = RequestLog(size)
    for ended in over:
        record = arrive(log)
        fill(record)
        if ended:
            log.ended(record, Outcome.COMPLETED)
    before = list(log)

    forgotten = log.clear()
    newer = [arrive(log) for _ in range(later)]
    seen = events_of(log)
    log.restore(forgotten)

    assert seen == [RequestsRestored()]
    assert [record.number for record in log] == sorted(record.number for record in log)
    assert {record.id for record in newer} <= {record.id for record in log}
    if len(before) + later <= size:
        assert list(log) == before + newer
        assert log._held == sum(record.detail_bytes for record in log if record.outcome.over)
    assert len(log) <= max(size, sum(not record.outcome.over for record in log))


def test_beyond_the_budget_the_oldest_lose_their_details_and_keep_their_summary() -> None:
    log = RequestLog(detail_bytes=2000)
    records = [arrive(log) for _ in range(5)]

    for record in records:
        record.body, record.headers = "b" * 200, (("x-name", "c" * 94),)
        fill(record)
        log.ended(record, Outcome.COMPLETED, status=200, answer="a" * 300)

    assert [record.details_dropped for record in records] == [True, True, True, False, False]
    assert [(record.body, record.answer, record.headers) for record in records[:3]] == [("", "", ())] * 3
    assert [len(record.body) for record in records[3:]] == [200, 200]
    assert all(record.status == 200 for record in records)


def test_what_was_measured_stays_right_without_the_details() -> None:
    log = RequestLog(detail_bytes=1)
    record = arrive(log)
    fill(record)
    log.ended(record, Outcome.COMPLETED)
    before = list(record.ledger)

    log.ended(arrive(log), Outcome.COMPLETED)

    ledger = record.ledger
    assert record.details_dropped
    assert list(ledger) == [before[0], Sent(before[-1].planned_ns, before[-1].sent_ns, before[-1].tokens, 9)]
    assert (ledger.tokens, ledger.chunks) == (19, 10)
    assert ledger.time_to_first_token == 0.201
    assert ledger.tokens_per_second == 20


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_a_short_ledger_stays_as_it_is_without_the_details(rows: int) -> None:
    log = RequestLog(detail_bytes=1)
    record = arrive(log)
    fill(record, rows)
    before = list(record.ledger)
    log.ended(record, Outcome.COMPLETED, answer="text")

    log.ended(arrive(log), Outcome.COMPLETED, answer="text")

    assert record.details_dropped
    assert list(record.ledger) == before


def test_the_latest_request_keeps_its_details_however_large() -> None:
    log = RequestLog(detail_bytes=10)
    record = arrive(log)
    record.body = "b" * 1000

    log.ended(record, Outcome.COMPLETED)

    assert (len(record.body), record.details_dropped) == (1000, False)


def test_forgotten_requests_leave_their_room_to_the_later_ones() -> None:
    log = RequestLog(size=3, detail_bytes=900)

    for place in range(100):
        record = arrive(log)
        record.body = "b" * 300
        log.ended(record, Outcome.COMPLETED)
        if place == 50:
            log.clear()

    assert [len(record.body) for record in log] == [300, 300, 300]


Step = Callable[[RequestLog, list[RequestRecord], int], None]


def step_arrive(log: RequestLog, running: list[RequestRecord], luck: int) -> None:
    record = arrive(log)
    record.body = "b" * (luck % 100)
    running.append(record)


def step_start(log: RequestLog, running: list[RequestRecord], luck: int) -> None:
    if running:
        log.started(running[luck % len(running)], PLAN)


def step_end(log: RequestLog, running: list[RequestRecord], luck: int) -> None:
    if running:
        record = running.pop(luck % len(running))
        fill(record, luck % 5)
        log.ended(record, ENDS[luck % len(ENDS)], answer="a" * (luck % 70))


def step_clear(log: RequestLog, running: list[RequestRecord], luck: int) -> None:
    log.clear()


STEPS = st.lists(
    st.tuples(st.sampled_from([step_arrive] * 4 + [step_start] + [step_end] * 4 + [step_clear]), st.integers(0, 1000)),
    max_size=80,
)


@given(st.integers(1, 6), st.integers(1, 600), STEPS)
def test_whatever_happens_the_log_stays_within_its_bounds(
    size: int, budget: int, steps: list[tuple[Step, int]]
) -> None:
    log = RequestLog(size, budget)
    running: list[RequestRecord] = []

    for step, luck in steps:
        step(log, running, luck)

        detailed = [record for record in log if record.outcome.over and not record.details_dropped]
        assert set(running) <= set(log)
        assert len(log) <= max(size, len(running))
        assert sum(record.detail_bytes for record in detailed) <= budget or len(detailed) == 1
        assert [record.number for record in log] == sorted(record.number for record in log)


def test_the_fault_that_a_request_took_is_told_with_what_happens_next() -> None:
    log = RequestLog()
    record = log.arrived("req_1", at=0.0, method="POST", path="/v1/chat/completions")
    told: list[tuple[str, str | None]] = []
    log.happened.connect(lambda event: told.append((type(event).__name__, event.request.fault)))

    log.faulted(record, Fault(kind=FaultKind.CUT))
    log.started(record, plan_of(Ask("m", (Prompt(("Hi",)),))))

    assert told == [("StreamStarted", "cut after 10 tokens")]


def test_a_captured_answer_runs_without_a_plan_and_says_where_it_comes_from() -> None:
    log = RequestLog()
    record = log.arrived("req_1", at=0.0, method="POST", path="/v1/chat/completions")
    told: list[str] = []
    log.happened.connect(lambda event: told.append(type(event).__name__))

    log.captured(record, "api.example.org", stream=True)
    running = record.outcome
    log.ended(record, Outcome.COMPLETED, status=200, answer="Hi")

    assert told == ["StreamStarted", "RequestEnded"]
    assert (running, record.captured_from, record.stream, record.settings) == (
        Outcome.RUNNING,
        "api.example.org",
        True,
        None,
    )
