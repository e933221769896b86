"""Answers that go wrong on purpose, on a clock of the test's own: where they halt, and when they go on."""

from __future__ import annotations

import asyncio
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.faults import Fault, FaultKind
from mockpanel.core.plan import StreamPlan
from mockpanel.core.request_record import Outcome
from mockpanel.core.settings import StreamSettings
from mockpanel.server.faulty import make_stream
from mockpanel.server.stream import LiveStream
from mockpanel.server.track import BATCH_CHUNKS
from tests.server.fakes import MS, SECOND, FakeSink, FakeVoice, letters, plan_of, record_of, sink_of, tokens_of

ORIGIN = 5 * SECOND
ROCKET = "🚀".encode()

COUNTS = st.lists(st.integers(0, 12), min_size=1, max_size=3)
AFTER = st.integers(0, 14)
SIZES = st.integers(1, 5)
RATES = st.sampled_from([0.0, 1.0, 10.0, 1000.0])


class PlainVoice(FakeVoice):
    """Opens nothing, as legacy completions do."""

    def opening(self, choice: object) -> bytes:
        return b""


def faulty(fault: Fault, plan: StreamPlan, voice: FakeVoice | None = None) -> LiveStream:
    """A running answer with a fault, and fakes around it."""

    async def make() -> LiveStream:
        return make_stream(fault, record_of(), plan, voice or FakeVoice(), FakeSink(), ORIGIN, 0)

    return asyncio.run(make())


def cut(after_tokens: int) -> Fault:
    return Fault(kind=FaultKind.CUT, after_tokens=after_tokens)


def stall(after_tokens: int, seconds: float = 5.0) -> Fault:
    return Fault(kind=FaultKind.STALL, after_tokens=after_tokens, seconds=seconds)


def run_out(stream: LiveStream) -> list[tuple[int, bytes]]:
    """Fires the stream exactly when it is due, to its end; what it wrote, and when after the request."""
    wrote: list[tuple[int, bytes]] = []
    due_ns: int | None = stream.due_ns
    while due_ns is not None:
        before = len(sink_of(stream).written)
        now_ns, due_ns = due_ns, stream.fire(due_ns)
        wrote += [(now_ns - ORIGIN, data) for data in sink_of(stream).written[before:]]
    return wrote


def text_of(wrote: list[tuple[int, bytes]], index: int = 0) -> bytes:
    """The text of one choice."""
    return b"".join(re.findall(rb"\[%d:([a-z]*)\]" % index, b"".join(data for _, data in wrote)))


def test_a_cut_answer_sends_its_first_tokens_in_time_and_then_breaks_off() -> None:
    stream = faulty(cut(3), plan_of(letters(6), tokens_per_second=10.0, time_to_first_token=0.5))

    wrote = run_out(stream)

    assert wrote == [(500 * MS, b"<0[0:a]"), (600 * MS, b"[0:b]"), (700 * MS, b"[0:c]")]
    assert (stream.outcome, stream.ended.done(), stream.sent_tokens) == (Outcome.CUT, True, 3)
    assert stream.flushes


def test_a_chunk_goes_no_further_than_the_cut() -> None:
    stream = faulty(cut(4), plan_of(letters(9), tokens_per_second=10.0, tokens_per_chunk=3))

    wrote = run_out(stream)

    assert wrote == [(0, b"<0[0:abc]"), (300 * MS, b"[0:d]")]


def test_a_cut_before_the_first_token_comes_in_its_place_and_nothing_is_sent() -> None:
    stream = faulty(cut(0), plan_of(letters(6), tokens_per_second=10.0, time_to_first_token=0.5))

    early = stream.fire(ORIGIN + 500 * MS - 1)
    before = stream.outcome
    late = stream.fire(ORIGIN + 500 * MS)

    assert (early, before) == (ORIGIN + 500 * MS, Outcome.RUNNING)
    assert (late, stream.outcome) == (None, Outcome.CUT)
    assert sink_of(stream).written == []


@pytest.mark.parametrize("after_tokens", [6, 7, 1_000_000])
def test_a_cut_behind_all_tokens_leaves_out_what_closes_the_stream(after_tokens: int) -> None:
    stream = faulty(cut(after_tokens), plan_of(letters(6)))

    wrote = run_out(stream)

    assert wrote == [(0, b"<0[0:a][0:b][0:c][0:d][0:e][0:f]")]
    assert stream.outcome is Outcome.CUT


def test_a_shorter_choice_ends_properly_before_the_cut() -> None:
    stream = faulty(cut(3), plan_of(letters(2), letters(6), letters(6), tokens_per_second=10.0))

    wrote = run_out(stream)

    assert [data for _, data in wrote] == [b"<0[0:a]<1[1:a]<2[2:a]", b"[0:b]0>[1:b][2:b]", b"[1:c][2:c]"]


def test_an_answer_in_one_piece_breaks_off_when_it_would_have_been_sent() -> None:
    stream = faulty(cut(2), plan_of(letters(6), stream=False, tokens_per_second=10.0, time_to_first_token=0.5))

    due_ns = stream.due_ns
    wrote = run_out(stream)

    assert (due_ns, wrote) == (ORIGIN + 1000 * MS, [])
    assert (stream.outcome, stream.sent_tokens, len(stream.record.ledger)) == (Outcome.CUT, 0, 0)


def test_a_cut_inside_a_character_sends_the_whole_characters_before_it() -> None:
    stream = faulty(cut(3), plan_of(tokens_of(b"a", b"b", ROCKET[:2], ROCKET[2:])))

    wrote = run_out(stream)

    assert wrote == [(0, b"<0[0:a][0:b]")]
    assert stream.sent_tokens == 3


@pytest.mark.parametrize("fault", [cut(1), stall(1)])
@pytest.mark.parametrize("rate", [0.0, 10.0])
def test_nothing_is_written_where_the_first_tokens_hold_no_whole_character(fault: Fault, rate: float) -> None:
    plan = plan_of(tokens_of(ROCKET[:2], ROCKET[2:]), tokens_per_second=rate)
    stream = faulty(fault, plan, PlainVoice())

    stream.fire(ORIGIN)

    assert sink_of(stream).written == []  # an empty chunk would end the answer (RFC 9112, 7.1)
    assert len(stream.record.ledger) == 0


@given(COUNTS, AFTER, SIZES, RATES)
def test_a_cut_answer_sends_what_an_unharmed_one_would_have_sent_so_far(
    counts: list[int], after: int, size: int, rate: float
) -> None:
    plan = plan_of(*map(letters, counts), tokens_per_second=rate, tokens_per_chunk=size, time_to_first_token=0.3)
    stream = faulty(cut(after), plan)

    wrote = run_out(stream)

    for index, count in enumerate(counts):
        assert text_of(wrote, index) == letters(count).data[:after]
    assert all(data for _, data in wrote)
    assert b"END" not in sink_of(stream).data
    assert stream.outcome is Outcome.CUT
    assert stream.sent_tokens == sum(min(count, after) for count in counts)


def test_a_stalled_answer_stands_still_and_then_goes_on_at_its_rate() -> None:
    stream = faulty(stall(2, 3.0), plan_of(letters(4), tokens_per_second=10.0, time_to_first_token=0.5))

    wrote = run_out(stream)

    assert wrote == [
        (500 * MS, b"<0[0:a]"),
        (600 * MS, b"[0:b]"),
        (3700 * MS, b"[0:c]"),
        (3800 * MS, b"[0:d]0>END"),
    ]
    assert stream.outcome is Outcome.COMPLETED
    assert [row.planned_ns for row in stream.record.ledger] == [500 * MS, 600 * MS, 3700 * MS, 3800 * MS]


def test_a_chunk_goes_no_further_than_the_stall() -> None:
    stream = faulty(stall(4, 3.0), plan_of(letters(9), tokens_per_second=10.0, tokens_per_chunk=3))

    wrote = run_out(stream)

    assert wrote == [(0, b"<0[0:abc]"), (300 * MS, b"[0:d]"), (3600 * MS, b"[0:efg]"), (3800 * MS, b"[0:hi]0>END")]


def test_a_stall_inside_a_character_holds_back_the_whole_character() -> None:
    tokens = tokens_of(b"a", b"b", ROCKET[:2], ROCKET[2:], b"c")
    stream = faulty(stall(3, 3.0), plan_of(tokens, tokens_per_second=10.0))

    wrote = run_out(stream)

    assert wrote == [
        (0, b"<0[0:a]"),
        (100 * MS, b"[0:b]"),
        (3300 * MS, b"[0:" + ROCKET + b"]"),
        (3400 * MS, b"[0:c]0>END"),
    ]


def test_a_stall_before_the_first_token_makes_it_later() -> None:
    stream = faulty(stall(0, 3.0), plan_of(letters(2), tokens_per_second=10.0, time_to_first_token=0.5))

    assert run_out(stream) == [(3500 * MS, b"<0[0:a]"), (3600 * MS, b"[0:b]0>END")]


@pytest.mark.parametrize("after_tokens", [3, 4, 1_000_000])
@pytest.mark.parametrize("size", [1, 2, 3, 10])
@pytest.mark.parametrize("rate", [0.0, 10.0])
def test_a_stall_behind_all_tokens_holds_back_what_closes_the_stream(after_tokens: int, size: int, rate: float) -> None:
    plan = plan_of(letters(3), tokens_per_second=rate, tokens_per_chunk=size)
    unharmed = run_out(faulty(Fault(kind=FaultKind.EMPTY), plan))
    stream = faulty(stall(after_tokens, 3.0), plan)

    wrote = run_out(stream)

    assert wrote[-1] == (unharmed[-1][0] + 3 * SECOND, b"0>END")
    assert b"".join(data for _, data in wrote) == b"".join(data for _, data in unharmed)
    assert stream.record.ledger.tokens == 3


def test_an_answer_in_one_piece_comes_later_by_the_stall() -> None:
    plan = plan_of(letters(6), stream=False, tokens_per_second=10.0, time_to_first_token=0.5)
    stream = faulty(stall(2, 3.0), plan)

    due_ns = stream.due_ns
    run_out(stream)

    assert due_ns == ORIGIN + 4000 * MS
    assert [tuple(row) for row in stream.record.ledger] == [(4000 * MS, 4000 * MS, 6, 1)]
    assert stream.outcome is Outcome.COMPLETED


def test_an_answer_in_one_piece_that_need_not_wait_waits_for_the_stall_only() -> None:
    stream = faulty(stall(2, 3.0), plan_of(letters(6), stream=False, simulate_latency=False))

    assert stream.due_ns == ORIGIN + 3 * SECOND


def test_an_unpaced_answer_stands_still_from_when_it_sent_the_tokens_before() -> None:
    stream = faulty(stall(BATCH_CHUNKS + 1, 3.0), plan_of(letters(BATCH_CHUNKS + 3)))

    stream.fire(ORIGIN)
    due_ns = stream.fire(ORIGIN + 70 * MS)
    before = sink_of(stream).data.count(b"[0:")
    stream.fire(ORIGIN + 3070 * MS)

    assert due_ns == ORIGIN + 3070 * MS
    assert before == BATCH_CHUNKS + 1
    assert sink_of(stream).data.count(b"[0:") == BATCH_CHUNKS + 3
    assert stream.record.ledger.rows[-4] == 3070 * MS


def test_being_late_is_not_added_to_a_stall() -> None:
    stream = faulty(stall(2, 3.0), plan_of(letters(4), tokens_per_second=10.0))

    due_ns = stream.fire(ORIGIN + 900 * MS)

    assert sink_of(stream).data == b"<0[0:a][0:b]"
    assert due_ns == ORIGIN + 3200 * MS


def test_a_new_rate_during_a_stall_does_not_stretch_it() -> None:
    stream = faulty(stall(2, 3.0), plan_of(letters(5), tokens_per_second=10.0))
    stream.fire(ORIGIN + 100 * MS)

    stream.retune(StreamSettings(tokens_per_second=1.0, time_to_first_token=0.0), ORIGIN + 1000 * MS)
    stream.retune(StreamSettings(tokens_per_second=0.0, time_to_first_token=0.0), ORIGIN + 1500 * MS)
    unpaced = stream.due_ns
    stream.retune(StreamSettings(tokens_per_second=2.0, time_to_first_token=0.0), ORIGIN + 2000 * MS)

    assert unpaced == ORIGIN + 3100 * MS
    assert [when for when, _ in run_out(stream)] == [3600 * MS, 4100 * MS, 4600 * MS]


def test_a_new_rate_before_and_after_a_stall_counts_from_when_it_is_set() -> None:
    stream = faulty(stall(2, 3.0), plan_of(letters(4), tokens_per_second=10.0))
    stream.fire(ORIGIN)

    stream.retune(StreamSettings(tokens_per_second=5.0, time_to_first_token=0.0), ORIGIN + 50 * MS)
    second = stream.due_ns
    third = stream.fire(second)
    assert third is not None
    stream.fire(third)
    stream.retune(StreamSettings(tokens_per_second=1.0, time_to_first_token=0.0), third + 100 * MS)

    assert second == ORIGIN + 150 * MS
    assert third == second + 3200 * MS
    assert stream.due_ns == third + 600 * MS


def test_a_new_rate_after_an_early_first_chunk_is_not_held_up_by_the_old_one() -> None:
    plan = plan_of(letters(12), tokens_per_second=0.1, tokens_per_chunk=10)
    stream = faulty(stall(10, 3.0), plan)
    stream.fire(ORIGIN)

    stream.retune(StreamSettings(tokens_per_second=10.0, time_to_first_token=0.0, tokens_per_chunk=1), ORIGIN + SECOND)

    assert stream.due_ns == ORIGIN + 4 * SECOND


def test_a_pause_inside_a_stall_lengthens_it_by_itself() -> None:
    stream = faulty(stall(2, 3.0), plan_of(letters(3), tokens_per_second=10.0))
    stream.fire(ORIGIN + 100 * MS)

    stream.pause(ORIGIN + 1000 * MS)
    stream.resume(ORIGIN + 8000 * MS)
    resumed = stream.due_ns
    stream.retune(StreamSettings(tokens_per_second=1.0, time_to_first_token=0.0), ORIGIN + 9000 * MS)

    assert resumed == ORIGIN + 10_200 * MS
    assert stream.due_ns == ORIGIN + 11_100 * MS


def test_a_pause_while_only_the_end_is_held_back_makes_it_later() -> None:
    stream = faulty(stall(3, 3.0), plan_of(letters(3), tokens_per_second=10.0, tokens_per_chunk=3))
    stream.fire(ORIGIN)

    stream.pause(ORIGIN + 1000 * MS)
    stream.resume(ORIGIN + 2000 * MS)

    assert stream.due_ns == ORIGIN + 4000 * MS
    assert run_out(stream) == [(4000 * MS, b"0>END")]


def test_a_new_time_to_the_first_token_keeps_the_stall_before_it() -> None:
    stream = faulty(stall(0, 3.0), plan_of(letters(2), time_to_first_token=0.5))

    stream.retune(StreamSettings(tokens_per_second=0.0, time_to_first_token=2.0), ORIGIN + 100 * MS)

    assert stream.due_ns == ORIGIN + 5 * SECOND


@given(COUNTS, AFTER, SIZES, RATES)
def test_a_stalled_answer_sends_the_same_and_later_by_the_stall_what_lies_behind_it(
    counts: list[int], after: int, size: int, rate: float
) -> None:
    plan = plan_of(*map(letters, counts), tokens_per_second=rate, tokens_per_chunk=size, time_to_first_token=0.3)
    stream = faulty(stall(after, 3.0), plan)
    gap_ns = SECOND / rate if rate else 0.0

    wrote = run_out(stream)

    assert [text_of(wrote, index) for index in range(len(counts))] == [letters(count).data for count in counts]
    assert stream.outcome is Outcome.COMPLETED
    assert sink_of(stream).data.endswith(b"END")
    assert all(data for _, data in wrote)
    sent = 0
    for row in stream.record.ledger:
        planned = (
            300 * MS + (row.tokens - 1 if sent and rate else 0) * gap_ns + (3 * SECOND if row.tokens > after else 0)
        )
        assert row.planned_ns == row.sent_ns == planned
        assert not sent < after < row.tokens
        sent = row.tokens


CHANGES = st.lists(
    st.tuples(st.integers(0, 1500), st.sampled_from(["pause", "resume", "0", "3", "10", "1000", "fire"])), max_size=12
)


@given(COUNTS, st.integers(1, 14), SIZES, RATES, CHANGES, st.integers(1, 2000))
def test_whatever_is_changed_on_the_way_a_stall_is_kept_and_due_times_never_decrease(
    counts: list[int], after: int, size: int, rate: float, changes: list[tuple[int, str]], stall_ms: int
) -> None:
    plan = plan_of(*map(letters, counts), tokens_per_second=rate, tokens_per_chunk=size)
    stream = faulty(stall(after, stall_ms / 1000), plan)
    now_ns = ORIGIN

    for wait_ms, change in changes:
        now_ns += wait_ms * MS
        if change == "pause":
            stream.pause(now_ns)
        elif change == "resume":
            stream.resume(now_ns)
        elif change != "fire":
            settings = StreamSettings(tokens_per_second=float(change), time_to_first_token=0.0, tokens_per_chunk=size)
            stream.retune(settings, now_ns)
        elif not stream.paused and not stream.outcome.over:
            stream.fire(now_ns)
    stream.resume(now_ns)
    due_ns: int | None = None if stream.outcome.over else max(now_ns, stream.due_ns)
    while due_ns is not None:
        next_ns = stream.fire(due_ns)
        due_ns = None if next_ns is None else max(due_ns, next_ns)

    wrote = [(0, sink_of(stream).data)]
    assert [text_of(wrote, index) for index in range(len(counts))] == [letters(count).data for count in counts]
    rows = list(stream.record.ledger)
    assert [row.planned_ns for row in rows] == sorted(row.planned_ns for row in rows)
    before = [row.planned_ns for row in rows if row.tokens <= after]
    behind = [row.planned_ns for row in rows if row.tokens > after]
    if before and behind:
        assert behind[0] - before[-1] >= stall_ms * MS
