"""A forecast has the very times that a stream gets, in words a designer can use before anything is played."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.captures import Capture
from mockpanel.core.choices import choose
from mockpanel.core.forecast import HORIZONS_NS, LEAD_NS, MOST_TOKENS, STAND_IN, foresee, foreseen
from mockpanel.core.laying import Laid, lay
from mockpanel.core.pacing import SECOND_NS
from mockpanel.core.rhythm import composed
from mockpanel.core.shaped import start
from mockpanel.core.shapes import Counts, paced, shape_of
from mockpanel.core.tokens import tokenize
from tests.core.plans import settings_with
from tests.core.replays import answers, timed_capture

TOKENS = tokenize(STAND_IN, "cl100k_base")
SETTINGS = st.fixed_dictionaries(
    {
        "tokens_per_second": st.floats(0.5, 5000),
        "time_to_first_token": st.floats(0, 30),
        "jitter": st.floats(0, 3),
        "burst_pause": st.sampled_from((0.0, 0.3)),
        "clump_interval": st.sampled_from((0.0, 0.5)),
        "sentence_pause": st.sampled_from((0.0, 0.2)),
        "ramp_to": st.sampled_from((1.0, 3.0)),
        "total_duration": st.sampled_from((0.0, 40.0)),
        "seed": st.integers(0, 9),
    }
)


@given(SETTINGS)
def test_each_token_is_foreseen_when_a_stream_sends_it(values: dict[str, Any]) -> None:
    settings = settings_with(**values)
    seed, shape = values["seed"] or 1, shape_of(settings)

    forecast = foreseen(settings, TOKENS)

    pace = paced(settings, seed, Counts(0, len(TOKENS), thinks=True))
    rhythm = composed(shape, seed if shape.by_chance else 0, TOKENS, len(TOKENS)) if shape else None
    timetable = start(0, pace, 0, rhythm)
    assert [row.planned_ns for row in forecast.rows] == [timetable.due_ns(token) for token in range(len(TOKENS))]


def test_an_even_stream_has_the_same_gap_everywhere() -> None:
    forecast = foreseen(settings_with(tokens_per_second=50.0, time_to_first_token=0.9), TOKENS)

    found = [forecast.figures.percentile_ns(percent) for percent in (50, 95, 100)]

    assert found == [20_000_000] * 3
    assert forecast.even_gap_ns == 20_000_000
    assert (forecast.first_ns, forecast.last_ns) == (900_000_000, 900_000_000 + (len(TOKENS) - 1) * 20_000_000)


def test_chunks_are_foreseen_rather_than_tokens() -> None:
    forecast = foreseen(settings_with(tokens_per_second=50.0, tokens_per_chunk=5), TOKENS)

    assert len(forecast.rows) == -(-len(TOKENS) // 5)
    assert forecast.even_gap_ns == 100_000_000
    assert forecast.rows[-1].tokens == forecast.tokens == len(TOKENS)


def test_reasoning_goes_before_the_first_token() -> None:
    settings = settings_with(tokens_per_second=50.0, time_to_first_token=0.5, reasoning_tokens_per_second=10.0)

    forecast = foreseen(settings.changed({"mock_reasoning": "hm"}), TOKENS, thinking=20)

    assert forecast.pace.thinking == 2
    assert forecast.first_ns == 2_500_000_000


def test_an_unpaced_stream_is_one_write_without_gaps() -> None:
    forecast = foreseen(settings_with(tokens_per_second=0.0, jitter=1.0), TOKENS)

    assert forecast.unpaced
    assert [(row.tokens, row.chunks) for row in forecast.rows] == [(len(TOKENS), len(TOKENS))]


def test_a_text_without_tokens_has_a_first_token_s_time_only() -> None:
    forecast = foreseen(settings_with(time_to_first_token=0.5), tokenize("", "cl100k_base"))

    assert (forecast.first_ns, forecast.last_ns, list(forecast.rows)) == (SECOND_NS // 2, SECOND_NS // 2, [])


def test_of_a_long_text_the_beginning_is_foreseen_with_many_stops() -> None:
    long = tokenize(STAND_IN * 20, "cl100k_base")

    *stops, forecast = foresee(settings_with(jitter=0.5, sentence_pause=0.2), long)

    assert forecast is not None
    assert forecast.tokens == MOST_TOKENS
    assert len(stops) > 2 * MOST_TOKENS / 250


@pytest.mark.parametrize(("first", "begins"), [(0.5, 0), (2.0, 0), (30.0, 30 * SECOND_NS - LEAD_NS)])
def test_the_picture_begins_with_the_request_or_shortly_before_a_late_first_token(first: float, begins: int) -> None:
    forecast = foreseen(settings_with(time_to_first_token=first, tokens_per_second=10.0), TOKENS)

    assert (forecast.begins_ns, forecast.ends_ns) == (begins, begins + HORIZONS_NS[-1])
    assert 0 < len(forecast.pictured) < len(forecast.rows)
    assert all(row.planned_ns <= forecast.ends_ns for row in forecast.pictured)


@pytest.mark.parametrize(("rate", "seconds"), [(1000.0, 2), (200.0, 3), (100.0, 5), (45.0, 10), (1.0, 10)])
def test_a_short_answer_is_pictured_larger(rate: float, seconds: int) -> None:
    forecast = foreseen(settings_with(time_to_first_token=0.5, tokens_per_second=rate), TOKENS)

    assert forecast.ends_ns == seconds * SECOND_NS


def test_it_is_known_how_much_of_the_pauses_the_rate_leaves_time_for() -> None:
    fitting = foreseen(settings_with(tokens_per_second=10.0, sentence_pause=0.1), TOKENS)
    cut = foreseen(settings_with(tokens_per_second=45.0, burst_pause=5.0), TOKENS)

    assert fitting.fits == 1
    assert 0 < cut.fits < 0.1
    assert cut.last_ns == foreseen(settings_with(tokens_per_second=45.0), TOKENS).last_ns


def laid(capture: Capture, **settings: Any) -> Laid:
    tokens = tokenize(capture.text, "cl100k_base")
    return lay([choose(0, tokens, MOST_TOKENS)], None, capture, tokens, settings_with(**settings), 1, own_text=True)


@given(answers())
def test_a_replay_is_foreseen_when_it_came(capture: Capture) -> None:
    forecast = foreseen(settings_with(), TOKENS, 0, laid(capture))

    times = [row.planned_ns / SECOND_NS for row in forecast.rows]
    assert times == pytest.approx([arrival.seconds for arrival in capture.answer], abs=1e-6)
    assert forecast.replays


def test_a_faster_replay_is_foreseen_faster() -> None:
    capture = timed_capture((1.0, "One"), (1.5, " two"), (3.0, " three"))
    forecast = foreseen(settings_with(replay_speed=2.0), TOKENS, 0, laid(capture))

    assert [row.planned_ns for row in forecast.rows] == [500_000_000, 750_000_000, 1_500_000_000]
    assert forecast.tokens == 3
