"""What is guessed of a rhythm: the simplest first, each within the settings' bounds, and no habit seen in few gaps."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.beats import Step
from mockpanel.core.fit_guesses import Guess, guesses
from mockpanel.core.tokens import tokenize
from tests.core.plans import settings_with

TEXT = "One, two three. Four, five six! Seven, eight nine? Ten, eleven twelve.\n\n"
TOKENS = tokenize(TEXT * 60, "cl100k_base")
GAPS = st.lists(st.tuples(st.floats(0.001, 900), st.integers(1, 9)), min_size=2, max_size=80)


def found(steps: list[Step]) -> dict[str, Guess]:
    """The guesses by their words, in their order."""
    return dict(guess for guess in guesses(steps, TOKENS) if guess is not None)


def even(*changed: tuple[int, float], count: int = 60, tokens: int = 1) -> list[Step]:
    """Gaps of 50 ms, but for those at some places."""
    gaps = dict(changed)
    return [Step(gaps.get(place, 0.05), tokens) for place in range(count)]


@given(GAPS)
def test_the_first_guess_is_even_and_every_one_can_be_set(gaps: list[tuple[float, int]]) -> None:
    made = found([Step(0.0, 1), *(Step(*gap) for gap in gaps)])

    assert next(iter(made)) == "even"
    for guess in made.values():
        settings = settings_with(**guess)
        assert all(getattr(settings, name) == value for name, value in guess.items())


def test_even_gaps_are_nothing_but_even() -> None:
    assert found(even()) == {"even": {"tokens_per_chunk": 1}}


def test_chunks_of_several_tokens_may_be_clumps() -> None:
    made = found(even(tokens=4))

    assert made == {"even": {"tokens_per_chunk": 4}, "clumps": {"clump_interval": 0.05}}


def test_gaps_that_vary_may_be_jitter_of_each_distribution() -> None:
    made = found([Step(0.04 if place % 2 else 0.06, 1) for place in range(41)])

    jitters = {words: guess["jitter"] for words, guess in made.items() if "jitter" in guess}
    assert jitters == pytest.approx(dict.fromkeys(("log-normal jitter", "gamma jitter", "normal jitter"), 0.2))


@pytest.mark.parametrize(
    ("places", "words", "expected"),
    [
        (range(6, 60, 6), "bursts", {"burst_tokens_min": 6, "burst_tokens_max": 6, "burst_pause": 0.95}),
        ((30,), "stalls", {"stall_chance": 1 / 59, "stall_seconds_min": 0.95, "stall_seconds_max": 0.95}),
    ],
    ids=["regular", "rare"],
)
def test_pauses_are_bursts_or_stalls_by_how_they_come(places: range, words: str, expected: dict[str, Any]) -> None:
    made = found(even(*((place, 1.0) for place in places)))

    assert {name: made[words][name] for name in expected} == pytest.approx(expected)
    assert {"bursts", "stalls"} & set(made) == {words}


@pytest.mark.parametrize(("count", "ramps"), [(24, False), (25, True)])
def test_a_ramp_is_seen_only_where_an_eighth_of_the_gaps_is_enough(count: int, ramps: bool) -> None:
    made = found([Step(0.02 + 0.01 * place, 1) for place in range(count)])

    assert ("a ramp" in made) is ramps


def test_pauses_behind_marks_are_breath() -> None:
    marks = [place for place in range(1, 200) if TOKENS.token_bytes(place - 1) in (b".", b"!", b"?")]

    made = found(even(*((place, 0.4) for place in marks), count=200))

    assert made["breath"] == pytest.approx({"tokens_per_chunk": 1, "sentence_pause": 0.35})


def test_looking_for_breath_can_be_stopped_at() -> None:
    assert list(guesses(even(), TOKENS)).count(None) >= 3
