"""The arithmetic of figures.py: what a perfect stream gives, and what each kind of lateness adds to it."""

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .figures import (
    NS_PER_MS,
    Arrivals,
    arrived_between,
    deviation,
    fastest,
    gap_differences_ms,
    gaps_ms,
    over_percent,
    paced_figures,
    percentile,
    rate,
    rate_error_percent,
    schedule_errors_ms,
    shaped_figures,
    unpaced_figures,
)

ROUNDING_MS = 1e-6  # Arrivals are whole nanoseconds.

rates = st.floats(0.5, 5000)
starts_ns = st.integers(0, 10**15)
counts = st.integers(2, 200)
values = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50)


def on_time(start_ns: int, count: int, tokens_per_second: float) -> list[int]:
    """The arrivals of a stream that keeps its pace."""
    return [start_ns + round(place * 1e9 / tokens_per_second) for place in range(count)]


@given(starts_ns, counts, rates)
def test_a_stream_on_time_has_no_schedule_error_and_no_rate_error(start_ns: int, count: int, tps: float) -> None:
    content_ns = on_time(start_ns, count, tps)

    assert max(schedule_errors_ms(content_ns, tps)) <= ROUNDING_MS
    assert rate_error_percent(content_ns, tps) == pytest.approx(0, abs=1e-3)
    assert deviation(gaps_ms(content_ns)) <= ROUNDING_MS


@given(counts, rates, st.floats(0.5, 2))
def test_the_rate_error_is_the_relative_error_of_the_rate(count: int, tps: float, factor: float) -> None:
    content_ns = on_time(0, count, tps * factor)

    assert rate_error_percent(content_ns, tps) == pytest.approx((factor - 1) * 100, abs=1e-2)


@given(counts, rates, st.integers(1, 10**9))
def test_one_late_token_is_the_only_schedule_error(count: int, tps: float, late_ns: int) -> None:
    content_ns = on_time(0, count, tps)
    content_ns[-1] += late_ns

    errors = schedule_errors_ms(content_ns, tps)

    assert errors[-1] == pytest.approx(late_ns / NS_PER_MS, abs=ROUNDING_MS)
    assert max(errors[:-1]) <= ROUNDING_MS


@given(starts_ns, st.floats(0, 5), st.floats(-100, 100))
def test_the_ttft_error_is_what_the_first_token_is_later_than_asked(sent_ns: int, ttft: float, late_ms: float) -> None:
    first_ns = sent_ns + round(ttft * 1e9 + late_ms * NS_PER_MS)
    stream = Arrivals(sent_ns, on_time(first_ns, 10, 50))

    figures = paced_figures([stream], 50, ttft)

    assert figures["ttft_error_p50_ms"] == pytest.approx(late_ms, abs=1e-5)
    assert figures["schedule_error_p99_ms"] <= ROUNDING_MS


def test_many_streams_give_the_median_rate_and_the_worst() -> None:
    streams = [Arrivals(0, on_time(0, 100, tps)) for tps in (50, 50, 45)]

    figures = paced_figures(streams, 50, 0)

    assert figures["rate_error_percent"] == pytest.approx(0, abs=1e-6)
    assert figures["worst_rate_error_percent"] == pytest.approx(-10, abs=1e-6)


@given(values, st.floats(0, 100))
def test_a_percentile_is_the_smallest_value_that_is_high_enough(numbers: list[float], percent: float) -> None:
    found = percentile(numbers, percent)

    assert found in numbers
    assert sum(number <= found for number in numbers) >= percent / 100 * len(numbers) - 1e-9
    assert sum(number < found for number in numbers) <= percent / 100 * len(numbers)


@given(values)
def test_the_deviation_is_that_of_the_statistics_module(numbers: list[float]) -> None:
    assert deviation(numbers) == pytest.approx(statistics.pstdev(numbers), rel=1e-6, abs=1e-6)


def test_nothing_deviates_from_nothing() -> None:
    assert deviation([]) == 0


def test_frames_at_one_moment_have_an_infinite_rate() -> None:
    assert rate([7, 7, 7]) == math.inf


def test_unpaced_speed_counts_from_the_first_content_and_from_the_request() -> None:
    stream = Arrivals(0, [1_000_000_000, 1_500_000_000, 2_000_000_000])

    figures = unpaced_figures([stream])

    assert figures == {"tokens_per_second": 2.0, "whole_tokens_per_second": 1.5}


def test_the_fastest_stream_is_the_one_with_the_highest_speed() -> None:
    second, half = Arrivals(0, [0, 1_000_000_000]), Arrivals(0, [0, 500_000_000])

    assert fastest([second, half, second]) == 2.0


@given(starts_ns, st.lists(st.integers(0, 10**9), min_size=2, max_size=50), st.integers(1, 10**8))
def test_a_shaped_stream_is_late_only_where_it_is_not_as_planned(start: int, gaps: list[int], late_ns: int) -> None:
    planned = [sum(gaps[:place]) for place in range(len(gaps) + 1)]
    content_ns = [start + at for at in planned]
    late = [*content_ns[:-1], content_ns[-1] + late_ns]

    good, bad = (shaped_figures([Arrivals(0, arrivals)], planned, 50, 0) for arrivals in (content_ns, late))

    assert good["schedule_error_p99_ms"] == good["gap_deviation_ms"] == 0
    assert bad["schedule_error_p99_ms"] == pytest.approx(late_ns / NS_PER_MS, abs=ROUNDING_MS)
    assert bad["gap_deviation_ms"] > 0


def test_gaps_are_compared_one_by_one() -> None:
    planned = [0, 10 * NS_PER_MS, 30 * NS_PER_MS]

    assert gap_differences_ms([5, 5 + 11 * NS_PER_MS, 5 + 30 * NS_PER_MS], planned) == [1.0, 1.0]


def test_only_more_than_the_other_is_over_it() -> None:
    assert over_percent(12, 10) == pytest.approx(20)
    assert over_percent(8, 10) == 0


def test_arrivals_are_counted_from_one_time_to_before_another() -> None:
    assert arrived_between([Arrivals(0, [1, 2, 3]), Arrivals(0, [2, 4])], 2, 4) == 3
