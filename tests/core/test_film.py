"""The frames of a moving picture: real time, few enough, and none for nothing."""

from __future__ import annotations

from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.film import HOLD_MS, LEAST_MS, STEP_MS, Frame, film_frames, film_length_ms
from mockpanel.core.scrub import SPEEDS, Recording

MS_NS = 1_000_000
GAPS = st.lists(st.integers(0, 2000), min_size=1, max_size=200)


def made(gaps_ms: list[int]) -> Recording:
    """An answer with a character a chunk."""
    times = tuple(ms * MS_NS for ms in accumulate(gaps_ms))
    return Recording("x" * len(times), times, tuple(range(1, len(times) + 1)))


def starts(frames: list[Frame]) -> list[int]:
    return [0, *accumulate(frame.duration_ms for frame in frames)][:-1]


@given(GAPS, st.sampled_from(SPEEDS))
def test_the_durations_sum_to_the_answer_s_own(gaps: list[int], speed: float) -> None:
    recorded = made(gaps)

    total = film_length_ms(recorded, speed)

    asked = recorded.length_ns / MS_NS / speed + HOLD_MS
    assert asked - 1e-6 <= total < asked + STEP_MS + 1e-6


@given(GAPS, st.sampled_from(SPEEDS))
def test_no_chunk_is_shown_early_and_none_is_late_by_more_than_a_frame(gaps: list[int], speed: float) -> None:
    recorded = made(gaps)
    frames = film_frames(recorded, speed)

    shown_at: dict[int, int] = {}
    for start, frame in zip(starts(frames), frames, strict=True):
        for end in range(1, frame.end + 1):
            shown_at.setdefault(end, start)

    for end, ns in zip(recorded.ends, recorded.times_ns, strict=True):
        due = ns / MS_NS / speed
        assert due - 1e-6 <= shown_at[end] < due + LEAST_MS + STEP_MS


@given(GAPS, st.sampled_from(SPEEDS))
def test_there_are_at_most_25_frames_a_second_and_each_shows_more(gaps: list[int], speed: float) -> None:
    frames = film_frames(made(gaps), speed)

    assert all(frame.duration_ms % STEP_MS == 0 and frame.duration_ms > 0 for frame in frames)
    assert all(frame.duration_ms >= LEAST_MS for frame in frames[1:-1])
    assert all(later.end > sooner.end for sooner, later in pairwise(frames))


def test_thirty_even_seconds_have_frames_that_never_drift() -> None:
    recorded = made([33] * 900)

    frames = film_frames(recorded)

    late = [start - frame.end * 33 for start, frame in zip(starts(frames), frames, strict=True)]
    assert len(frames) <= 30 * 25
    assert max(map(abs, late)) < LEAST_MS + STEP_MS


@pytest.mark.parametrize("speed", SPEEDS)
def test_an_answer_that_came_at_once_is_one_or_two_frames(speed: float) -> None:
    frames = film_frames(Recording("abc", (0,), (3,)), speed)

    assert frames == [Frame(3, HOLD_MS)]
