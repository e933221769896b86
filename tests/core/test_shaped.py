"""Uneven streams: never earlier than the one before, exact as a whole, the same for the same seed, without a jump."""

from __future__ import annotations

import itertools
import math
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from mockpanel.core.pacing import SECOND_NS, Pace, Schedule
from mockpanel.core.rhythm import Rhythm, composed
from mockpanel.core.shape_settings import JitterDistribution
from mockpanel.core.shaped import MOST_REST, ShapedSchedule, place_at, retimed, start
from mockpanel.core.shapes import Shape, shape_of
from mockpanel.core.tokens import Tokens, tokenize
from tests.core.plans import settings_with

TEXT = (
    "First, a sentence. Then another; it is longer, and it ends here!\n\n"
    "```python\ndef f(x):\n\n    return x, 1\n```\n\nAnd “the end.” 你好，世界。好！ 3.14 is pi: yes?\n\nOver."
)
TOKENS = tokenize(TEXT, "cl100k_base")
COUNT = len(TOKENS)
SEEDS = st.integers(-(2**63), 2**63 - 1)
ORIGINS = st.integers(0, 2**60)
PACES = st.builds(Pace, st.floats(0, 600), st.floats(0.01, 100_000))
SECONDS = st.sampled_from((0.0, 0.001, 0.05, 0.5, 5.0, 60.0))
SHAPES = st.builds(
    Shape,
    jitter=st.floats(0, 3),
    jitter_distribution=st.sampled_from(JitterDistribution),
    burst_pause=SECONDS,
    burst_tokens_min=st.integers(1, 9),
    burst_tokens_max=st.integers(1, 9),
    clump_interval=SECONDS,
    stall_chance=st.sampled_from((0.0, 0.01, 0.5, 1.0)),
    stall_after=st.integers(0, 60),
    stall_seconds_min=SECONDS,
    stall_seconds_max=SECONDS,
    ramp_from=st.floats(0.01, 100),
    ramp_to=st.floats(0.01, 100),
    ramp_tokens=st.integers(0, 100),
    ramp_seconds=SECONDS,
    comma_pause=SECONDS,
    sentence_pause=SECONDS,
    paragraph_pause=SECONDS,
    code_speed=st.floats(0.01, 100),
)
RHYTHMS = st.builds(composed, SHAPES, SEEDS, st.just(TOKENS), st.integers(1, COUNT))


def shape(**settings: Any) -> Shape:
    """The shape of some settings, which must be one."""
    found = shape_of(settings_with(**settings))
    assert found is not None
    return found


def rhythm(tokens: Tokens = TOKENS, seed: int = 1, **settings: Any) -> Rhythm:
    """The rhythm of a text under some settings."""
    return composed(shape(**settings), seed, tokens, len(tokens))


def dues(schedule: ShapedSchedule | Schedule, count: int = COUNT) -> list[int]:
    """When each token is due."""
    return [schedule.due_ns(token) for token in range(count)]


def gaps_s(tokens: Tokens = TOKENS, rate: float = 10.0, seed: int = 1, **settings: Any) -> list[float]:
    """The gaps between the tokens of a text, in seconds."""
    due = dues(start(0, Pace(0, rate), 0, rhythm(tokens, seed, **settings)), len(tokens))
    return [round((later - sooner) / SECOND_NS, 9) for sooner, later in itertools.pairwise(due)]


@given(ORIGINS, PACES, RHYTHMS)
def test_due_times_never_decrease_and_end_exactly_when_an_even_streams_would(
    origin: int, pace: Pace, made: Rhythm
) -> None:
    even, shaped = Schedule.start(origin, pace), start(origin, pace, 0, made)

    due = dues(shaped, made.last + 3)

    assert due == sorted(due)
    assert (due[0], due[made.last]) == (even.due_ns(0), even.due_ns(made.last))


@given(SHAPES, SEEDS, PACES)
def test_the_same_seed_gives_the_same_schedule_to_the_nanosecond(asked: Shape, seed: int, pace: Pace) -> None:
    first, again = (composed(asked, seed, TOKENS, COUNT) for _ in range(2))

    assert dues(start(5, pace, 0, first)) == dues(start(5, pace, 0, again))


def test_another_seed_gives_another_schedule() -> None:
    assert gaps_s(jitter=1) != gaps_s(jitter=1, seed=2)


@given(ORIGINS, PACES)
def test_a_shape_that_changes_nothing_is_the_even_schedule(origin: int, pace: Pace) -> None:
    even = start(origin, pace)

    assert even == Schedule.start(origin, pace)
    assert shape_of(settings_with(jitter_distribution="gamma", stall_seconds_max=9, burst_tokens_max=9, seed=5)) is None
    assert (
        shape_of(settings_with(ramp_from=2, ramp_to=2, stall_after=5, stall_seconds_min=0, stall_seconds_max=0)) is None
    )


@given(ORIGINS, PACES, RHYTHMS, st.floats(0, 1), st.floats(0.01, 100_000), RHYTHMS | st.none())
def test_a_change_goes_on_from_where_the_stream_stands_and_ends_at_the_new_rate(
    origin: int, pace: Pace, made: Rhythm, share: float, rate: float, other: Rhythm | None
) -> None:
    old = start(origin, pace, 0, made)
    now = old.due_ns(0) + int((old.due_ns(made.last) - old.due_ns(0)) * share)
    place = min(place_at(old, now, 0), made.last)
    if other is not None and other.last != made.last:
        other = None
    gap = SECOND_NS / rate

    new = retimed(old, now, gap, 1, math.inf, other)

    due = dues(new, made.last + 1)
    left_ns = (made.last - place) * gap
    assert due == sorted(due)
    assert abs(due[-1] - now - left_ns) <= 2 + left_ns * 1e-9 + 1e-6 * gap
    assert all(due[token] >= now - 1 for token in range(math.ceil(place + 1e-6), made.last + 1))


@given(PACES, RHYTHMS, st.floats(0, 1))
def test_a_place_and_its_time_are_two_names_of_one_thing(pace: Pace, made: Rhythm, share: float) -> None:
    schedule = ShapedSchedule.begun(0, 0, pace.gap_ns, made)
    now = int(schedule.span_ns * share)

    place = schedule.place_at(now)

    before, behind = (
        (schedule._offset_ns(token) if token < made.last else schedule.span_ns)
        for token in (math.floor(place), min(math.ceil(place), made.last))
    )
    assert (before - 1 <= max(now, before) and now <= behind + 1 + behind * 1e-9) or now >= schedule.span_ns - 1


@given(PACES, RHYTHMS, st.integers(0, 3600 * SECOND_NS), st.integers(0, COUNT))
def test_a_pause_or_a_stall_shifts_every_due_time_by_its_length(
    pace: Pace, made: Rhythm, pause: int, token: int
) -> None:
    schedule = start(7, pace, 0, made)

    assert schedule.shifted(pause).due_ns(token) == schedule.due_ns(token) + pause
    assert schedule.stalled(99, pause).due_ns(token) == schedule.due_ns(token) + pause


@given(RHYTHMS, st.floats(0.01, 1000), st.integers(0, 10**12), st.integers(0, 10**12))
def test_places_never_go_back(made: Rhythm, rate: float, one: int, other: int) -> None:
    schedule = ShapedSchedule.begun(0, 0, SECOND_NS / rate, made)
    sooner, later = sorted((one, other))

    assert schedule.place_at(sooner) <= schedule.place_at(later)


def test_unpaced_has_no_rhythm() -> None:
    assert start(5, Pace(1, 0), 0, rhythm(jitter=1)) == Schedule.start(5, Pace(1, 0))


def test_a_stream_that_was_unpaced_takes_up_the_rhythm_behind_what_it_has_sent() -> None:
    made = rhythm(jitter=1)

    shaped = retimed(start(0, Pace(0, 0)), SECOND_NS, 1e8, 5, math.inf, made)

    assert isinstance(shaped, ShapedSchedule)
    assert shaped.place == 4
    assert shaped.due_ns(COUNT - 1) == SECOND_NS + (COUNT - 5) * 10**8


def test_bursts_are_of_the_asked_lengths_with_the_asked_pause_between() -> None:
    gaps = gaps_s(rate=5, burst_pause=0.5, burst_tokens_min=3, burst_tokens_max=5)

    pauses = [place for place, gap in enumerate(gaps, 1) if gap > 0.5]
    lengths = {later - sooner for sooner, later in zip([0, *pauses], pauses, strict=False)}
    assert lengths == {3, 4, 5}
    assert len({gap for gap in gaps if gap < 0.5}) <= 2  # a nanosecond apart


def test_a_stall_stands_behind_the_asked_token_for_the_asked_time() -> None:
    gaps = gaps_s(rate=10, stall_after=20, stall_seconds_min=2, stall_seconds_max=2)

    each = ((COUNT - 1) / 10 - 2) / (COUNT - 1)
    assert math.isclose(gaps[19], 2 + each, abs_tol=1e-6)
    assert all(math.isclose(gap, each, abs_tol=1e-6) for place, gap in enumerate(gaps) if place != 19)


def test_stalls_come_as_often_as_asked_and_last_as_long() -> None:
    made = rhythm(
        tokenize("word " * 20_000, "cl100k_base"), stall_chance=0.05, stall_seconds_min=1, stall_seconds_max=3
    )

    rests = [(b - a) / SECOND_NS for a, b in zip(made.rests, made.rests[1:], strict=False) if b > a]

    assert 900 < len(rests) < 1100
    assert 1 <= min(rests) < 1.05
    assert 2.95 < max(rests) <= 3


def test_rests_that_do_not_fit_are_made_shorter_in_proportion() -> None:
    gaps = gaps_s(rate=100, stall_after=20, stall_seconds_min=60, stall_seconds_max=60)

    assert math.isclose(gaps[19], MOST_REST * (COUNT - 1) / 100 + 0.1 / 100, abs_tol=1e-6)


def test_chunks_clump_on_the_grid_of_the_interval() -> None:
    due = dues(start(SECOND_NS, Pace(0.5, 20), 0, rhythm(clump_interval=0.3)))

    offsets = [(at - due[0]) / SECOND_NS for at in due]
    grid = {round(place * 0.3, 9) for place in range(COUNT)} | {offsets[-1]}
    assert {round(offset, 9) for offset in offsets} <= grid
    assert all(token / 20 - 1e-9 <= offset < token / 20 + 0.3 for token, offset in enumerate(offsets))


def test_a_ramp_changes_the_speed_by_its_factors_over_its_tokens() -> None:
    gaps = gaps_s(ramp_from=1, ramp_to=4, ramp_tokens=20)

    assert gaps[:20] == sorted(gaps[:20], reverse=True)
    assert math.isclose(gaps[0] / gaps[-1], 4 / (1 + 3 * 0.5 / 20), rel_tol=1e-6)
    assert math.isclose(gaps[21], gaps[-1], abs_tol=1e-8)


@example(first=1.0, last=4.0)
@given(st.floats(0.1, 10), st.floats(0.1, 10))
def test_a_ramp_changes_the_speed_by_its_factors_over_its_seconds(first: float, last: float) -> None:
    if first == last:
        return
    due = dues(start(0, Pace(0, 10), 0, rhythm(ramp_from=first, ramp_to=last, ramp_seconds=2)))
    end_s = due[-1] / SECOND_NS

    def work(seconds: float) -> float:
        ramped = min(seconds, 2)
        return first * ramped + (last - first) * ramped**2 / 4 + last * (seconds - ramped)

    assert end_s > 2
    for token, at in enumerate(due):
        assert math.isclose(work(at / SECOND_NS) / work(end_s), token / (COUNT - 1), rel_tol=1e-6, abs_tol=1e-6)


def test_text_breathes_behind_commas_sentences_and_paragraphs_outside_code() -> None:
    made = rhythm(comma_pause=1, sentence_pause=10, paragraph_pause=0.01)
    rests = [round((b - a) / SECOND_NS, 2) for a, b in zip(made.rests, made.rests[1:], strict=False)]

    read = b"".join(
        TOKENS.token_bytes(token) + (b"<%g>" % rest if rest else b"") for token, rest in enumerate([*rests, 0])
    ).decode()

    assert read == (
        "First,<1> a sentence.<10> Then another;<1> it is longer,<1> and it ends here!\n\n<0.01>"
        "```python\ndef f(x):\n\n    return x, 1\n```\n\n<0.01>"
        "And “the end.”<10> 你好，<1>世界。<10>好！<10> 3.14 is pi:<1> yes?\n\n<0.01>Over."
    )


def test_code_comes_faster_than_prose() -> None:
    gaps = gaps_s(code_speed=4)

    in_code = TEXT.index("return")
    place = next(token for token in range(COUNT) if TOKENS.ends[token] > len(TEXT[:in_code].encode()))
    assert math.isclose(gaps[place - 1] * 4, gaps[0], rel_tol=1e-6)
    assert math.isclose(gaps[-1], gaps[0], rel_tol=1e-6)
