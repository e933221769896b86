"""Clicks: right to the sample, never clipped, quieter where they are dense."""

from __future__ import annotations

import math
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.clicks import LEAST_GAP, LEVELS, PEAK, RATE, TICK_SAMPLES, ClickMixer, tick

GAPS = st.lists(st.integers(0, RATE // 10), min_size=1, max_size=120)


def mixed(places: list[int], volume: float = 1.0) -> array[int]:
    """All samples with clicks at these places."""
    mixer = ClickMixer()
    mixer.volume = volume
    for place in places:
        mixer.click(place)
    return mixer.take(max(places) + TICK_SAMPLES)


def loudness(per_second: int) -> float:
    """How loud a second of clicks at that rate is: the root of the mean square, against the peak."""
    samples = mixed([k * RATE // per_second for k in range(per_second)])
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples)) / PEAK


def test_a_click_begins_at_its_sample_and_nowhere_else() -> None:
    alone = mixed([1000])

    assert not any(alone[:1001])  # it rises from zero
    assert alone[1001] != 0
    assert alone[1000:] == tick(LEVELS)


@given(GAPS)
def test_no_sample_is_beyond_the_peak_however_they_overlap(gaps: list[int]) -> None:
    places = [sum(gaps[: k + 1]) for k in range(len(gaps))]

    samples = mixed(places)

    assert max(map(abs, samples)) <= PEAK


@given(GAPS, st.lists(st.integers(1, 2000), min_size=1, max_size=20))
def test_taking_in_pieces_gives_the_same_as_taking_at_once(gaps: list[int], sizes: list[int]) -> None:
    places = [sum(gaps[: k + 1]) for k in range(len(gaps))]
    whole, mixer = mixed(places), ClickMixer()
    for place in places:
        mixer.click(place)

    pieces: array[int] = array("h")
    while len(pieces) < len(whole):
        pieces.extend(mixer.take(sizes[len(pieces) % len(sizes)]))

    assert pieces[: len(whole)] == whole
    assert not any(pieces[len(whole) :])


def test_a_click_that_is_late_is_heard_at_once() -> None:
    mixer = ClickMixer()
    mixer.take(5000)

    mixer.click(100)

    assert mixer.take(TICK_SAMPLES) == tick(LEVELS)


def test_clicks_at_one_moment_are_one() -> None:
    mixer = ClickMixer()

    heard = [mixer.click(place) for place in (500, 500, 500 + LEAST_GAP - 1, 500 + LEAST_GAP)]

    assert heard == [True, False, False, True]


def test_dense_clicks_purr() -> None:
    slow, fast, fastest = loudness(5), loudness(200), loudness(400)
    loudest = max(map(abs, mixed([k * RATE // 200 for k in range(200)])[RATE // 2 :]))

    assert fast < 2 * slow
    assert fastest < 1.5 * fast
    assert loudest < PEAK / 4


@pytest.mark.parametrize("volume", [0.0, 0.5, 1.0])
def test_the_volume_scales_all(volume: float) -> None:
    loudest = max(map(abs, mixed([0], volume)))

    assert loudest == pytest.approx(max(map(abs, tick(LEVELS))) * volume**2, abs=2)


def test_hushed_clicks_are_gone_and_new_ones_are_as_loud_as_ever() -> None:
    mixer = ClickMixer()
    for place in range(0, 4000, 100):
        mixer.click(place)
    mixer.take(2000)

    mixer.hush()
    quiet = mixer.silent
    mixer.click(2000)

    assert quiet
    assert max(mixer.take(TICK_SAMPLES)) > 0


def test_a_tick_is_soft_and_ends_in_silence() -> None:
    samples = tick(LEVELS)

    assert samples[0] == 0
    assert abs(samples[-1]) < PEAK / 500
    assert max(map(abs, samples)) < PEAK
