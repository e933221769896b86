"""From a captured rhythm to settings: what a stream was made with is found again, as nearly as chance allows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.captures import Capture
from mockpanel.core.errors import InvalidValue
from mockpanel.core.fitting import Fit, distance, fit, fitted
from mockpanel.core.forecast import MOST_TOKENS, foreseen
from mockpanel.core.pacing import SECOND_NS
from mockpanel.core.settings import StreamSettings
from mockpanel.core.tokens import tokenize
from tests.core.plans import settings_with
from tests.core.replays import timed_capture
from tests.core.texts import prose

TOKENS = tokenize(prose(4000), "cl100k_base")
GAPS = st.lists(st.floats(0, 5), min_size=1, max_size=20).map(sorted)


def captured(settings: StreamSettings) -> Capture:
    """What would be captured of a stream with these settings."""
    found, before = [], 0
    for row in foreseen(settings, TOKENS).rows:
        text = TOKENS.data[TOKENS.complete_bytes(before) : TOKENS.complete_bytes(row.tokens)].decode()
        found.append((row.planned_ns / SECOND_NS, text))
        before = row.tokens
    return timed_capture(*found)


def test_first_token_and_rate_are_the_captures_own() -> None:
    fit = fitted(captured(settings_with(time_to_first_token=0.7, tokens_per_second=40.0)), TOKENS)

    assert fit.words == "even"
    assert fit.changes["time_to_first_token"] == pytest.approx(0.7)
    assert fit.changes["tokens_per_second"] == pytest.approx(40, rel=1e-6)
    assert fit.distance == pytest.approx(0, abs=1e-6)


def test_chunks_of_many_tokens_are_found_again() -> None:
    fit = fitted(captured(settings_with(tokens_per_second=40.0, tokens_per_chunk=4)), TOKENS)

    assert fit.changes["tokens_per_chunk"] == 4
    assert fit.distance < 0.005


@pytest.mark.parametrize("distribution", ["log_normal", "gamma", "normal"])
def test_jitter_is_found_again(distribution: str) -> None:
    made = settings_with(tokens_per_second=20.0, jitter=0.6, jitter_distribution=distribution, seed=5)

    fit = fitted(captured(made), TOKENS)

    assert fit.changes["jitter"] == pytest.approx(0.6, abs=0.12)
    assert fit.distance < 0.05 * 0.2


@pytest.mark.parametrize(
    ("shape", "name"),
    [
        ({"burst_pause": 0.3, "burst_tokens_min": 5, "burst_tokens_max": 8}, "burst_pause"),
        ({"stall_chance": 0.03, "stall_seconds_min": 0.6, "stall_seconds_max": 1.2}, "stall_chance"),
        ({"sentence_pause": 0.4, "paragraph_pause": 0.8}, "sentence_pause"),
        ({"clump_interval": 0.4, "jitter": 0.5}, "clump_interval"),
        ({"ramp_from": 3.0}, "ramp_from"),
    ],
)
def test_pauses_clumps_and_ramps_are_found_again(shape: dict[str, Any], name: str) -> None:
    fit = fitted(captured(settings_with(tokens_per_second=15.0, seed=3, **shape)), TOKENS)

    assert name in fit.changes
    assert fit.distance < 0.3 / 15


def test_what_was_fitted_can_be_set() -> None:
    made = settings_with(tokens_per_second=20.0, jitter=1.0, seed=2, mock_reasoning="Hm")

    fit = fitted(captured(made), TOKENS)

    assert settings_with(**fit.changes).tokens_per_second == pytest.approx(20, rel=1e-3)
    assert len(fit.captured) > 300
    assert len(fit.fitted) > 300


def test_two_chunks_are_no_rhythm() -> None:
    with pytest.raises(InvalidValue, match="at least 3 chunks to be fitted, got 2"):
        fitted(timed_capture((0.1, "One"), (0.2, " two")), tokenize("One two", "cl100k_base"))


@given(GAPS, GAPS, GAPS)
def test_a_distance_is_none_to_oneself_the_same_both_ways_and_never_longer_by_a_detour(
    one: list[float], other: list[float], third: list[float]
) -> None:
    assert distance(one, one) == 0
    assert distance(one, other) == pytest.approx(distance(other, one))
    assert distance(one, [gap + 1 for gap in one]) == pytest.approx(1)
    same = [sample[:1] * 20 for sample in (one, other, third)]
    assert distance(same[0], same[2]) <= distance(same[0], same[1]) + distance(same[1], same[2]) + 1e-9


def test_a_long_answer_is_fitted_by_its_beginning_and_in_many_slices() -> None:
    chunks = [(place / 50, " word") for place in range(2 * MOST_TOKENS)]
    capture = timed_capture(*chunks)

    *slices, found = fit(capture, tokenize(capture.text, "cl100k_base"))

    assert isinstance(found, Fit)
    assert len(found.captured) == MOST_TOKENS - 1
    assert len(slices) > 30
    assert set(slices) == {None}
