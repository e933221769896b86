"""When tokens are due: never earlier than the one before, exact at any rate, without a jump at a change."""

from __future__ import annotations

import math
from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st

from mockpanel.core.ledger import Ledger
from mockpanel.core.pacing import LATEST_NS, LONGEST_GAP_NS, SECOND_NS, Pace, Schedule

RATES = st.floats(0.01, 100_000)
WAITS = st.floats(0, 600)
ORIGINS = st.integers(0, 2**62)
TOKENS = st.integers(0, 1_000_000)
SPANS_NS = st.integers(0, 3600 * SECOND_NS)
PACES = st.builds(Pace, WAITS, RATES)
SCHEDULES = st.builds(Schedule.start, ORIGINS, PACES)


def rounding_ns(*spans: float) -> float:
    """What floating point may lose in spans of so many nanoseconds, and one whole nanosecond."""
    return 1 + sum(abs(span) for span in spans) * 2**-49


@given(SCHEDULES | st.builds(Schedule.start, ORIGINS, st.builds(Pace, WAITS, st.just(0.0))), TOKENS, TOKENS)
def test_due_times_never_decrease(schedule: Schedule, one: int, other: int) -> None:
    first, second = sorted((one, other))

    due = schedule.due_ns(first), schedule.due_ns(second)

    assert due[0] <= due[1]


@given(ORIGINS, PACES)
def test_the_first_token_is_due_after_the_time_to_first_token(origin: int, pace: Pace) -> None:
    schedule = Schedule.start(origin, pace)

    due = schedule.due_ns(0)

    assert due - origin == round(pace.time_to_first_token * 1e9)


@given(ORIGINS, PACES, TOKENS)
@example(origin=0, pace=Pace(0.2, 3.0), token=1_000_000)
def test_no_error_adds_up_however_many_tokens_go_before(origin: int, pace: Pace, token: int) -> None:
    schedule = Schedule.start(origin, pace)
    exact = Fraction(pace.time_to_first_token) * SECOND_NS + token * Fraction(SECOND_NS) / Fraction(
        pace.tokens_per_second
    )

    due = schedule.due_ns(token)

    assert abs(due - origin - exact) <= rounding_ns(float(exact)) + 0.5


@given(RATES, st.integers(2, 3000), st.integers(1, 400))
def test_the_rate_is_exact_whatever_the_chunk_size(rate: float, count: int, size: int) -> None:
    schedule = Schedule.start(7, Pace(0.5, rate))
    ledger = Ledger()

    for end in [*range(size, count, size), count]:
        due = schedule.due_ns(end - 1 if len(ledger) else 0)
        ledger.add(due, due, end)

    last = schedule.due_ns(count - 1)
    expected_rate = None if size >= count else rate
    assert ledger.time_to_first_token == (7 + SECOND_NS // 2) / SECOND_NS
    assert (ledger.tokens_per_second is None) is (expected_rate is None)
    if ledger.tokens_per_second is not None:
        assert ledger.rows[-3] == last
        assert math.isclose(ledger.tokens_per_second, rate, rel_tol=2 / (last - schedule.due_ns(0)) + 1e-12)


@given(ORIGINS, WAITS, TOKENS)
def test_an_unpaced_stream_is_due_all_at_once(origin: int, wait: float, token: int) -> None:
    schedule = Schedule.start(origin, Pace(wait, 0))

    due = schedule.due_ns(token)

    assert due == schedule.due_ns(0)


@given(ORIGINS, PACES, SPANS_NS, TOKENS)
def test_a_stream_that_starts_late_begins_at_once_and_keeps_its_rate(
    origin: int, pace: Pace, late: int, token: int
) -> None:
    in_time = Schedule.start(origin, pace)

    schedule = Schedule.start(origin, pace, in_time.anchor_ns + late)

    assert schedule == in_time.shifted(late)
    assert schedule.due_ns(token) - schedule.due_ns(0) == in_time.due_ns(token) - in_time.due_ns(0)


@given(ORIGINS, PACES, st.floats(0, 1, exclude_max=True))
def test_a_stream_that_starts_in_time_does_not_wait_longer_for_it(origin: int, pace: Pace, share: float) -> None:
    now = origin + int(pace.wait_ns * share)

    schedule = Schedule.start(origin, pace, now)

    assert schedule == Schedule.start(origin, pace)


@given(st.floats(0, 1e-12), TOKENS)
def test_the_slowest_rate_still_has_whole_numbers_for_due_times(rate: float, token: int) -> None:
    pace = Pace(0, rate)

    due = Schedule.start(0, pace).due_ns(token)

    assert 0 <= pace.gap_ns <= LONGEST_GAP_NS
    assert due <= min(token * LONGEST_GAP_NS, LATEST_NS) < 2**62


@given(SCHEDULES, SPANS_NS, RATES, TOKENS)
def test_a_change_of_rate_keeps_the_place_where_the_stream_stands(
    old: Schedule, elapsed: int, rate: float, token: int
) -> None:
    now = old.anchor_ns + elapsed
    gap = SECOND_NS / rate

    new = old.retimed(now, gap, token)

    left_before = (old.due_ns(token) - now) / old.gap_ns
    left_after = (new.due_ns(token) - now) / gap
    tolerance = rounding_ns(elapsed, token * old.gap_ns) / old.gap_ns + rounding_ns(token * gap) / gap
    places = (token + elapsed / old.gap_ns) * 2**-49
    assert abs(left_after - left_before) <= tolerance + places


@given(SCHEDULES, st.integers(1, 3600 * SECOND_NS), RATES, TOKENS)
def test_after_a_change_of_rate_nothing_is_due_that_was_not_and_nothing_sent_is_due_again(
    old: Schedule, elapsed: int, rate: float, token: int
) -> None:
    now = old.anchor_ns + elapsed

    new = old.retimed(now, SECOND_NS / rate, token)

    left_before, left_after = old.due_ns(token) - now, new.due_ns(token) - now
    slack = rounding_ns((token + elapsed / old.gap_ns) * SECOND_NS / rate)
    if left_before < -rounding_ns(elapsed, token * old.gap_ns):
        assert left_after <= slack
    if left_before > rounding_ns(elapsed, token * old.gap_ns):
        assert left_after >= -slack


@given(SCHEDULES, SPANS_NS, TOKENS)
def test_a_change_to_the_same_rate_moves_nothing(old: Schedule, elapsed: int, token: int) -> None:
    new = old.retimed(old.anchor_ns + elapsed, old.gap_ns, token)

    assert abs(new.due_ns(token) - old.due_ns(token)) <= rounding_ns(elapsed, token * old.gap_ns)


@given(SCHEDULES, SPANS_NS, RATES, RATES, TOKENS)
def test_of_two_changes_at_the_same_time_only_the_last_counts(
    old: Schedule, elapsed: int, passing: float, rate: float, token: int
) -> None:
    now = old.anchor_ns + elapsed
    gap = SECOND_NS / rate

    twice = old.retimed(now, SECOND_NS / passing, token).retimed(now, gap, token)

    once = old.retimed(now, gap, token)
    assert twice.due_ns(token) == once.due_ns(token)


@given(SCHEDULES, SPANS_NS, TOKENS)
def test_a_change_to_unpaced_makes_all_due_now(old: Schedule, elapsed: int, token: int) -> None:
    now = old.anchor_ns + elapsed

    due = old.retimed(now, 0, token).due_ns(token)

    assert due == now


@given(ORIGINS, SPANS_NS, RATES, st.integers(0, 10_000), st.integers(0, 1000))
def test_an_unpaced_stream_that_gets_a_rate_sends_its_next_token_one_gap_from_now(
    origin: int, elapsed: int, rate: float, next_token: int, later: int
) -> None:
    unpaced = Schedule.start(origin, Pace(0, 0))
    gap = SECOND_NS / rate

    paced = unpaced.retimed(origin + elapsed, gap, next_token)

    due = paced.due_ns(next_token + later) - origin - elapsed
    assert abs(due - (later + 1) * gap) <= rounding_ns((next_token + later) * gap)


@given(SCHEDULES, SPANS_NS, TOKENS)
def test_a_pause_shifts_every_due_time_by_its_length(schedule: Schedule, pause: int, token: int) -> None:
    shifted = schedule.shifted(pause)

    assert shifted.due_ns(token) == schedule.due_ns(token) + pause


@given(SCHEDULES, SPANS_NS, SPANS_NS, RATES, TOKENS)
def test_a_change_during_a_pause_shifts_like_any_schedule(
    old: Schedule, elapsed: int, pause: int, rate: float, token: int
) -> None:
    stopped = old.anchor_ns + elapsed
    gap = SECOND_NS / rate

    changed_first = old.retimed(stopped, gap, token).shifted(pause)

    shifted_first = old.shifted(pause).retimed(stopped + pause, gap, token)
    assert changed_first == shifted_first


@given(SCHEDULES, SPANS_NS, RATES, st.integers(0, 10_000))
def test_a_stream_that_is_behind_sends_one_token_at_once_and_goes_on_at_the_new_rate(
    old: Schedule, late: int, rate: float, sent: int
) -> None:
    now = old.due_ns(sent + 1) + late
    gap = SECOND_NS / rate

    new = old.retimed(now, gap, sent, furthest=sent)

    assert new.due_ns(sent) == now
    assert new.due_ns(sent + 1) == now + int(gap)


@given(SCHEDULES, SPANS_NS, RATES, TOKENS)
def test_a_stream_that_is_in_time_is_not_held_back_by_what_it_has_sent(
    old: Schedule, elapsed: int, rate: float, more: int
) -> None:
    now = old.anchor_ns + elapsed
    next_token = int(elapsed / old.gap_ns) + 1

    new = old.retimed(now, SECOND_NS / rate, next_token, furthest=next_token + more)

    assert new == old.retimed(now, SECOND_NS / rate, next_token)


@given(SCHEDULES, TOKENS, SPANS_NS, SPANS_NS)
def test_a_stall_makes_every_token_later_by_its_length_however_late_it_is_begun(
    schedule: Schedule, token: int, late: int, stall: int
) -> None:
    stalled = schedule.stalled(schedule.due_ns(token) + late, stall)

    assert stalled.due_ns(token) == schedule.due_ns(token) + stall


@given(ORIGINS, WAITS, TOKENS, SPANS_NS, SPANS_NS)
def test_the_stall_of_an_unpaced_stream_is_counted_from_when_it_begins(
    origin: int, wait: float, token: int, elapsed: int, stall: int
) -> None:
    schedule = Schedule.start(origin, Pace(wait, 0))
    now = schedule.due_ns(token) + elapsed

    stalled = schedule.stalled(now, stall)

    assert stalled.due_ns(token) == now + stall
