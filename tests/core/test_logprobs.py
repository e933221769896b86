"""Made-up log probabilities: always the same, plausible, the sent token the likeliest."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.logprobs import scored

TOKENS = st.binary(max_size=12) | st.sampled_from((b" the", b",", b"\xf0\x9f", b"\n"))
PLACES = st.integers(0, 10**6)
SEEDS = st.integers()


@given(TOKENS, PLACES, st.integers(0, 20), SEEDS)
def test_the_same_token_place_and_seed_are_always_scored_the_same(
    token: bytes, place: int, alternatives: int, seed: int
) -> None:
    first = scored(token, place, alternatives, seed)

    second = scored(token, place, alternatives, seed)

    assert first == second


@given(TOKENS, PLACES, st.integers(0, 20), SEEDS)
def test_there_are_as_many_different_candidates_as_asked_the_sent_token_first(
    token: bytes, place: int, alternatives: int, seed: int
) -> None:
    found = scored(token, place, alternatives, seed)

    assert found[0].token == token
    assert len(found) == max(alternatives, 1)
    assert len({score.token for score in found}) == len(found)


@given(TOKENS, PLACES, SEEDS)
def test_the_candidates_grow_less_likely_and_are_a_distribution(token: bytes, place: int, seed: int) -> None:
    logprobs = [score.logprob for score in scored(token, place, 20, seed)]

    assert logprobs == sorted(logprobs, reverse=True)
    assert all(-25 < logprob <= 0 for logprob in logprobs)
    assert sum(map(math.exp, logprobs)) <= 1 + 1e-5


@given(TOKENS, PLACES, SEEDS, st.integers(1, 19))
def test_asking_for_fewer_candidates_changes_none_of_them(
    token: bytes, place: int, seed: int, alternatives: int
) -> None:
    fewer = scored(token, place, alternatives, seed)

    assert fewer == scored(token, place, 20, seed)[:alternatives]


def test_tokens_places_and_seeds_differ_in_their_scores() -> None:
    varied = [scored(token, place, 0, seed)[0].logprob for token in (b"a", b"b") for place in (0, 1) for seed in (0, 1)]

    assert len(set(varied)) == len(varied)
