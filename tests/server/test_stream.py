"""One running answer on a clock of the test's own: what is due, how it is cut into chunks, how it ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.plan import Override, Source
from mockpanel.core.request_record import Outcome
from mockpanel.core.settings import StreamSettings
from mockpanel.server.stream import SCORED_CANDIDATES, LiveStream
from mockpanel.server.track import BATCH_CHUNKS
from tests.server.fakes import MS, SECOND, letters, live_stream, plan_of, sink_of, tokens_of

ORIGIN = 5 * SECOND


def run_out(stream: LiveStream) -> list[tuple[int, bytes]]:
    """Fires the stream exactly when it is due, to its end; what it wrote, and when."""
    wrote: list[tuple[int, bytes]] = []
    due_ns: int | None = stream.due_ns
    while due_ns is not None:
        before = len(sink_of(stream).written)
        now_ns, due_ns = due_ns, stream.fire(due_ns)
        wrote += [(now_ns, data) for data in sink_of(stream).written[before:]]
    return wrote


def test_token_k_is_due_at_the_first_tokens_time_plus_k_gaps() -> None:
    stream = live_stream(plan_of(letters(4), tokens_per_second=10.0, time_to_first_token=0.5), ORIGIN)

    wrote = run_out(stream)

    assert wrote == [
        (ORIGIN + 500 * MS, b"<0[0:a]"),
        (ORIGIN + 600 * MS, b"[0:b]"),
        (ORIGIN + 700 * MS, b"[0:c]"),
        (ORIGIN + 800 * MS, b"[0:d]0>END"),
    ]


def test_nothing_is_written_before_it_is_due() -> None:
    stream = live_stream(plan_of(letters(2), tokens_per_second=10.0, time_to_first_token=0.5), ORIGIN)

    due_ns = stream.fire(ORIGIN + 500 * MS - 1)

    assert sink_of(stream).data == b""
    assert due_ns == ORIGIN + 500 * MS


def test_a_chunk_is_due_with_its_last_token_and_the_first_with_its_first() -> None:
    plan = plan_of(letters(8), tokens_per_second=10.0, time_to_first_token=0.5, tokens_per_chunk=3)
    stream = live_stream(plan, ORIGIN)

    wrote = run_out(stream)

    assert wrote == [
        (ORIGIN + 500 * MS, b"<0[0:abc]"),
        (ORIGIN + 1000 * MS, b"[0:def]"),
        (ORIGIN + 1200 * MS, b"[0:gh]0>END"),
    ]


def test_a_late_stream_catches_up_in_one_write() -> None:
    stream = live_stream(plan_of(letters(6), tokens_per_second=10.0), ORIGIN)

    due_ns = stream.fire(ORIGIN + 350 * MS)

    assert sink_of(stream).written == [b"<0[0:a][0:b][0:c][0:d]"]
    assert due_ns == ORIGIN + 400 * MS


def test_a_token_that_ends_inside_a_character_waits_for_the_one_that_completes_it() -> None:
    rocket = "🚀".encode()
    tokens = tokens_of(b"a", rocket[:2], rocket[2:3], rocket[3:], b"b")
    stream = live_stream(plan_of(tokens, tokens_per_second=10.0), ORIGIN)

    wrote = run_out(stream)

    assert wrote == [
        (ORIGIN, b"<0[0:a]"),
        (ORIGIN + 300 * MS, b"[0:" + rocket + b"]"),
        (ORIGIN + 400 * MS, b"[0:b]0>END"),
    ]
    assert stream.record.ledger.tokens == 5


def test_a_chunk_that_would_cut_a_character_sends_its_whole_characters() -> None:
    rocket = "🚀".encode()
    tokens = tokens_of(b"a", b"b", rocket[:2], rocket[2:], b"c", b"d")
    stream = live_stream(plan_of(tokens, tokens_per_second=10.0, tokens_per_chunk=3), ORIGIN)

    wrote = run_out(stream)

    assert [data for _, data in wrote] == [b"<0[0:ab]", b"[0:" + rocket + b"cd]0>END"]


def test_choices_come_interleaved_each_opened_directly_before_its_first_content() -> None:
    stream = live_stream(plan_of(letters(2), letters(3), tokens_per_second=10.0), ORIGIN)

    wrote = run_out(stream)

    assert [data for _, data in wrote] == [b"<0[0:a]<1[1:a]", b"[0:b]0>[1:b]", b"[1:c]1>END"]


def test_an_empty_answer_is_opened_and_ended_at_the_first_tokens_time() -> None:
    stream = live_stream(plan_of(letters(0), tokens_per_second=10.0, time_to_first_token=0.5), ORIGIN)

    wrote = run_out(stream)

    assert wrote == [(ORIGIN + 500 * MS, b"<00>END")]
    assert stream.outcome is Outcome.COMPLETED


def test_an_unpaced_answer_goes_out_at_once_in_batches_that_let_others_have_their_turn() -> None:
    stream = live_stream(plan_of(letters(BATCH_CHUNKS + 10)), ORIGIN)

    due_ns = stream.fire(ORIGIN)
    first = sink_of(stream).data.count(b"[0:")
    end = stream.fire(ORIGIN)

    assert first == BATCH_CHUNKS
    assert due_ns is not None
    assert due_ns <= ORIGIN
    assert end is None
    assert sink_of(stream).data.count(b"[0:") == BATCH_CHUNKS + 10


def test_an_unpaced_answer_still_waits_for_its_first_token() -> None:
    stream = live_stream(plan_of(letters(3), time_to_first_token=0.5), ORIGIN)

    due_ns = stream.fire(ORIGIN + 400 * MS)

    assert sink_of(stream).data == b""
    assert due_ns == ORIGIN + 500 * MS


def test_an_unpaced_answer_never_cuts_a_character() -> None:
    rocket = "🚀".encode()
    stream = live_stream(plan_of(tokens_of(rocket[:1], rocket[1:3], rocket[3:], b"a")), ORIGIN)

    stream.fire(ORIGIN)

    assert sink_of(stream).data == b"<0[0:" + rocket + b"][0:a]0>END"


def test_chunks_with_log_probabilities_tell_their_tokens() -> None:
    rocket = "🚀".encode()
    stream = live_stream(plan_of(tokens_of(b"a", rocket[:2], rocket[2:], b"b"), alternatives=2), ORIGIN)

    wrote = run_out(stream)

    assert b"".join(data for _, data in wrote) == b"<0[0:a:0-1][0:" + rocket + b":1-3][0:b:3-4]0>END"


def test_chunks_with_log_probabilities_keep_to_the_pace() -> None:
    stream = live_stream(plan_of(letters(3), alternatives=0, tokens_per_second=10.0), ORIGIN)

    wrote = run_out(stream)

    assert [now_ns - ORIGIN for now_ns, _ in wrote] == [0, 100 * MS, 200 * MS]


def test_a_chunk_with_log_probabilities_holds_a_limited_number_of_candidates() -> None:
    stream = live_stream(plan_of(letters(SCORED_CANDIDATES), alternatives=4, tokens_per_chunk=10_000), ORIGIN)

    wrote = run_out(stream)

    assert len(wrote) >= 1
    assert max(row.tokens for row in stream.record.ledger) == SCORED_CANDIDATES
    assert next(iter(stream.record.ledger)).tokens == SCORED_CANDIDATES // 5


def test_a_client_that_does_not_read_gets_nothing_until_it_does() -> None:
    stream = live_stream(plan_of(letters(3), tokens_per_second=10.0), ORIGIN)
    sink_of(stream).full = True

    held = stream.fire(ORIGIN + SECOND)
    written = sink_of(stream).data
    sink_of(stream).full = False
    stream.fire(ORIGIN + 2 * SECOND)

    assert held is None
    assert written == b""
    assert sink_of(stream).data == b"<0[0:a][0:b][0:c]0>END"


def test_an_answer_in_one_piece_is_due_with_its_last_token() -> None:
    plan = plan_of(letters(5), stream=False, tokens_per_second=10.0, time_to_first_token=0.5)
    stream = live_stream(plan, ORIGIN)

    early = stream.fire(ORIGIN + 899 * MS)
    ended_early = stream.ended.done()
    end = stream.fire(ORIGIN + 900 * MS)

    assert early == ORIGIN + 900 * MS
    assert not ended_early
    assert end is None
    assert stream.outcome is Outcome.COMPLETED
    assert sink_of(stream).data == b""


def test_an_answer_in_one_piece_waits_for_its_longest_choice() -> None:
    stream = live_stream(plan_of(letters(2), letters(5), stream=False, tokens_per_second=10.0), ORIGIN)

    assert stream.due_ns == ORIGIN + 400 * MS


def test_an_answer_in_one_piece_that_need_not_wait_is_due_at_once() -> None:
    plan = plan_of(letters(5), stream=False, tokens_per_second=10.0, time_to_first_token=3.0, simulate_latency=False)

    stream = live_stream(plan, ORIGIN)

    assert stream.due_ns == ORIGIN


def test_the_ledger_holds_planned_and_actual_offsets_from_the_requests_end() -> None:
    stream = live_stream(plan_of(letters(3), tokens_per_second=10.0, time_to_first_token=0.5), ORIGIN)

    stream.fire(ORIGIN + 501 * MS)
    stream.fire(ORIGIN + 720 * MS)

    assert [tuple(row) for row in stream.record.ledger] == [
        (500 * MS, 501 * MS, 1, 1),
        (600 * MS, 720 * MS, 2, 1),
        (700 * MS, 720 * MS, 3, 1),
    ]


def test_unpaced_chunks_that_are_written_together_share_a_row() -> None:
    stream = live_stream(plan_of(letters(30), time_to_first_token=0.5), ORIGIN)

    stream.fire(ORIGIN + 500 * MS)

    assert [tuple(row) for row in stream.record.ledger] == [(500 * MS, 500 * MS, 30, 30)]


def test_an_answer_ends_once_with_its_first_outcome() -> None:
    stream = live_stream(plan_of(letters(3), tokens_per_second=1.0), ORIGIN)

    stream.end(Outcome.CUT)
    stream.end(Outcome.COMPLETED)

    assert stream.outcome is Outcome.CUT
    assert stream.ended.done()


def test_a_fault_of_our_own_ends_the_answer_as_failed() -> None:
    stream = live_stream(plan_of(letters(3), tokens_per_second=1.0), ORIGIN)

    stream.failed()

    assert stream.outcome is Outcome.FAILED
    assert stream.ended.done()


SPLITTABLE = st.text('aé漢🚀\n"\\\x00\u2028', max_size=40)


@given(
    text=SPLITTABLE,
    cuts=st.sets(st.integers(1, 160), max_size=60),
    size=st.integers(1, 7),
    rate=st.sampled_from([0.0, 3.0, 10.0, 1000.0]),
    lateness=st.lists(st.integers(0, 700 * MS), min_size=1, max_size=8),
)
def test_the_pieces_join_to_the_text_and_none_goes_out_before_it_is_due(
    text: str, cuts: set[int], size: int, rate: float, lateness: list[int]
) -> None:
    data = text.encode()
    ends = [*sorted(cut for cut in cuts if cut < len(data)), len(data)] if data else []
    tokens = tokens_of(*(data[start:end] for start, end in zip([0, *ends], ends, strict=False)))
    stream = live_stream(plan_of(tokens, tokens_per_second=rate, tokens_per_chunk=size), ORIGIN)

    due_ns: int | None = stream.due_ns
    turn = 0
    while due_ns is not None:
        due_ns = stream.fire(due_ns + lateness[turn % len(lateness)])
        turn += 1

    written = sink_of(stream).data.removeprefix(b"<0").removesuffix(b"0>END")
    joined = b"".join(piece.removeprefix(b"[0:") for piece in written.split(b"]")) if written else b""
    assert joined == tokens.json
    assert all(row.sent_ns >= row.planned_ns for row in stream.record.ledger)
    assert [row.planned_ns for row in stream.record.ledger] == sorted(row.planned_ns for row in stream.record.ledger)
    assert stream.record.ledger.tokens == len(tokens)


def settings(rate: float, wait_s: float = 0.0, size: int = 1) -> StreamSettings:
    """Live defaults to change to."""
    return StreamSettings(tokens_per_second=rate, time_to_first_token=wait_s, tokens_per_chunk=size)


def test_a_faster_rate_holds_from_now_on_and_without_a_jump() -> None:
    stream = live_stream(plan_of(letters(6), tokens_per_second=1.0), ORIGIN)
    stream.fire(ORIGIN)
    stream.fire(ORIGIN + SECOND)

    stream.retune(settings(10.0), ORIGIN + 1500 * MS)

    assert stream.due_ns == ORIGIN + 1550 * MS
    assert [now_ns - ORIGIN for now_ns, _ in run_out(stream)] == [1550 * MS, 1650 * MS, 1750 * MS, 1850 * MS]


def test_a_slower_rate_holds_from_now_on() -> None:
    stream = live_stream(plan_of(letters(6), tokens_per_second=10.0), ORIGIN)
    stream.fire(ORIGIN)

    stream.retune(settings(1.0), ORIGIN + 50 * MS)

    assert stream.due_ns == ORIGIN + 550 * MS


def test_the_end_of_pacing_lets_all_out_at_once() -> None:
    stream = live_stream(plan_of(letters(6), tokens_per_second=1.0), ORIGIN)
    stream.fire(ORIGIN)

    stream.retune(settings(0.0), ORIGIN + 100 * MS)
    end = stream.fire(ORIGIN + 100 * MS)

    assert end is None
    assert sink_of(stream).data == b"<0[0:a][0:b][0:c][0:d][0:e][0:f]0>END"


def test_an_unpaced_answer_that_is_slowed_down_sends_its_next_token_one_gap_from_now() -> None:
    stream = live_stream(plan_of(letters(BATCH_CHUNKS + 5)), ORIGIN)
    stream.fire(ORIGIN)

    stream.retune(settings(10.0), ORIGIN + 20 * MS)

    assert stream.due_ns == ORIGIN + 120 * MS


def test_another_chunk_size_holds_from_the_next_chunk_on() -> None:
    stream = live_stream(plan_of(letters(7), tokens_per_second=10.0), ORIGIN)
    stream.fire(ORIGIN)

    stream.retune(settings(10.0, size=3), ORIGIN + 50 * MS)

    assert [(now_ns - ORIGIN, data) for now_ns, data in run_out(stream)] == [
        (300 * MS, b"[0:bcd]"),
        (600 * MS, b"[0:efg]0>END"),
    ]


def test_the_time_to_the_first_token_follows_while_it_is_waited_for() -> None:
    stream = live_stream(plan_of(letters(3), tokens_per_second=10.0, time_to_first_token=2.0), ORIGIN)

    stream.retune(settings(10.0, wait_s=1.0), ORIGIN + 500 * MS)

    assert stream.due_ns == ORIGIN + SECOND


def test_a_first_token_that_is_overdue_after_a_change_comes_now_and_the_others_at_their_rate() -> None:
    stream = live_stream(plan_of(letters(30), tokens_per_second=10.0, time_to_first_token=5.0), ORIGIN)

    stream.retune(settings(10.0, wait_s=0.0), ORIGIN + SECOND)
    stream.fire(ORIGIN + SECOND)

    assert sink_of(stream).data == b"<0[0:a]"
    assert stream.due_ns == ORIGIN + SECOND + 100 * MS


def test_the_time_to_the_first_token_changes_nothing_once_it_is_over() -> None:
    stream = live_stream(plan_of(letters(3), tokens_per_second=10.0), ORIGIN)
    stream.fire(ORIGIN)

    stream.retune(settings(10.0, wait_s=5.0), ORIGIN + 50 * MS)

    assert stream.due_ns == ORIGIN + 100 * MS


def test_what_the_request_pinned_follows_no_change() -> None:
    pinned = {"tokens_per_second": Override(Source.BODY, 10.0), "time_to_first_token": Override(Source.HEADER, 0.5)}
    plan = plan_of(letters(4), overrides=pinned, tokens_per_second=10.0, time_to_first_token=0.5)
    stream = live_stream(plan, ORIGIN)

    stream.retune(settings(1000.0, wait_s=9.0, size=2), ORIGIN + 100 * MS)

    assert [(now_ns - ORIGIN, data) for now_ns, data in run_out(stream)] == [
        (500 * MS, b"<0[0:ab]"),
        (800 * MS, b"[0:cd]0>END"),
    ]


def test_an_answer_in_one_piece_follows_too() -> None:
    plan = plan_of(letters(11), stream=False, tokens_per_second=1.0)
    stream = live_stream(plan, ORIGIN)

    stream.retune(settings(10.0), ORIGIN + SECOND)

    assert stream.due_ns == ORIGIN + SECOND + 900 * MS


def test_a_pause_moves_all_that_is_due_by_its_length() -> None:
    stream = live_stream(plan_of(letters(4), tokens_per_second=10.0), ORIGIN)
    stream.fire(ORIGIN)

    stream.pause(ORIGIN + 40 * MS)
    stream.resume(ORIGIN + 9040 * MS)

    assert [now_ns - ORIGIN for now_ns, _ in run_out(stream)] == [9100 * MS, 9200 * MS, 9300 * MS]


def test_a_pause_before_the_first_token_moves_it_too() -> None:
    stream = live_stream(plan_of(letters(2), tokens_per_second=10.0, time_to_first_token=1.0), ORIGIN)

    stream.pause(ORIGIN + 400 * MS)
    stream.resume(ORIGIN + 3400 * MS)
    after_pause_ns = stream.due_ns
    stream.retune(settings(10.0, wait_s=2.0), ORIGIN + 3500 * MS)

    assert after_pause_ns == ORIGIN + 4 * SECOND
    assert stream.due_ns == ORIGIN + 5 * SECOND


def test_a_second_pause_and_a_resume_without_a_pause_change_nothing() -> None:
    stream = live_stream(plan_of(letters(4), tokens_per_second=10.0), ORIGIN)
    stream.fire(ORIGIN)

    stream.resume(ORIGIN + 10 * MS)
    stream.pause(ORIGIN + 40 * MS)
    stream.pause(ORIGIN + 90 * MS)
    stream.resume(ORIGIN + 140 * MS)

    assert stream.due_ns == ORIGIN + 200 * MS


def test_a_paused_answer_takes_a_new_rate_from_where_it_stands() -> None:
    stream = live_stream(plan_of(letters(4), tokens_per_second=1.0), ORIGIN)
    stream.fire(ORIGIN)

    stream.pause(ORIGIN + 500 * MS)
    stream.retune(settings(10.0), ORIGIN + 5 * SECOND)
    stream.resume(ORIGIN + 8 * SECOND)

    assert stream.due_ns == ORIGIN + 8050 * MS


@pytest.mark.parametrize("size", [1, 3])
@given(
    changes=st.lists(
        st.tuples(st.sampled_from([2.0, 7.0, 40.0, 300.0]), st.integers(1 * MS, 900 * MS)), min_size=1, max_size=8
    )
)
def test_changes_of_the_rate_let_out_neither_more_nor_less_than_the_rates_allow(
    size: int, changes: list[tuple[float, int]]
) -> None:
    stream = live_stream(plan_of(letters(2000), tokens_per_second=5.0, tokens_per_chunk=size), ORIGIN)
    allowed, rate, now_ns = 1.0, 5.0, ORIGIN

    for next_rate, after_ns in changes:
        end_ns = now_ns + after_ns
        while (due_ns := stream.due_ns) <= end_ns:
            stream.fire(due_ns)
        allowed += rate * after_ns / SECOND
        now_ns, rate = end_ns, next_rate
        stream.retune(settings(rate, size=size), now_ns)
        sent = stream.record.ledger.tokens

        assert allowed - size - 0.01 <= sent <= allowed + size - 1 + 0.01
