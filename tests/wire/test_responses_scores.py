"""Log probabilities of a response: the same piece by piece as at once, with the tokens' bytes or without them."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.choices import choose
from mockpanel.core.logprobs import scored
from mockpanel.core.plan import Ask
from mockpanel.core.tokens import tokenize
from mockpanel.wire.responses_scores import Scores
from tests.core.texts import TEXTS


def scores(alternatives: int | None = 2, seed: int = 0) -> Scores:
    return Scores(Ask("m", (), alternatives=alternatives, seed=seed))


def listed(inside: bytes) -> list[dict[str, Any]]:
    """The scores, which must be the inside of a JSON list."""
    found: list[dict[str, Any]] = json.loads(b"[%b]" % inside)
    return found


@given(TEXTS, st.lists(st.integers(1, 5)), st.integers(0, 4))
def test_scores_made_piece_by_piece_are_those_made_at_once(text: str, sizes: list[int], alternatives: int) -> None:
    choice = choose(0, tokenize(text, "cl100k_base"), None)
    count, made, together = choice.count, scores(alternatives), scores(alternatives)
    places = [0, *(min(sum(sizes[: place + 1]), count) for place in range(len(sizes))), count]

    pieces = [made.of(choice, start, end) for start, end in pairwise(places)]

    assert [one for piece in pieces for one in listed(piece)] == listed(together.of(choice, 0, count))
    assert made.whole(choice, count) == together.whole(choice, count)


@given(TEXTS, st.integers(1, 4), st.integers())
def test_the_item_s_scores_are_those_of_the_events_and_tell_the_bytes(text: str, alternatives: int, seed: int) -> None:
    tokens = tokenize(text, "cl100k_base")
    choice, made = choose(0, tokens, None), scores(alternatives, seed)

    whole = listed(made.whole(choice, choice.count))

    for place, score in enumerate(whole):
        found = scored(tokens.token_bytes(place), place, alternatives, seed)
        assert [bytes(one["bytes"]) for one in score["top_logprobs"]] == [one.token for one in found]
        assert (bytes(score.pop("bytes")), score["logprob"]) == (tokens.token_bytes(place), found[0].logprob)
        for one in score["top_logprobs"]:
            del one["bytes"]
    assert whole == listed(made.of(choice, 0, choice.count))


@pytest.mark.parametrize(("alternatives", "candidates"), [(0, 0), (1, 1), (20, 20)])
def test_as_many_candidates_are_shown_as_were_asked_for(alternatives: int, candidates: int) -> None:
    choice = choose(0, tokenize("Hello, World!", "cl100k_base"), None)

    found = listed(scores(alternatives).of(choice, 1, 3))

    assert [score["token"] for score in found] == [",", " World"]
    assert [len(score["top_logprobs"]) for score in found] == [candidates] * 2


def test_without_being_asked_for_there_are_none() -> None:
    choice = choose(0, tokenize("Hello, World!", "cl100k_base"), None)
    made = scores(None)

    assert (made.of(choice, 0, 4), made.whole(choice, 4)) == (b"", b"")
