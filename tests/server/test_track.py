"""How a choice's tokens become the pieces of its chunks, a chunk at a time and many together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.beats import as_captured
from mockpanel.core.captures import Arrival
from mockpanel.core.choices import Choice, choose
from mockpanel.core.pacing import Schedule
from mockpanel.core.tokens import json_inside, tokenize
from mockpanel.server.track import BATCH_CHUNKS, Track
from tests.core.texts import TEXTS

AT_ONCE = Schedule(0, 0, 0.0)
LIMITS = st.none() | st.integers(1, 20)


def chosen(text: str, limit: int | None = None) -> Choice:
    """A text of many split characters, cut where the limit says."""
    return choose(0, tokenize(text, "cl100k_base"), limit)


def together(choice: Choice, size: int) -> tuple[list[bytes], list[int]]:
    """All pieces taken many at a time, and what was said to be sent with each."""
    track, pieces, sent = Track(choice), list[bytes](), list[int]()
    while track.sent < track.count:
        more, counts = track.take_many(size)
        pieces += more
        sent += counts
    return pieces, sent


def one_by_one(choice: Choice, size: int) -> tuple[list[bytes], list[int]]:
    """The same, a chunk at a time."""
    track, pieces, sent = Track(choice), list[bytes](), list[int]()
    while track.sent < track.count:
        track.plan_chunk(AT_ONCE, size)
        if piece := track.take():
            pieces.append(piece)
            sent.append(track.tokens_sent)
    return pieces, sent


@given(TEXTS, LIMITS)
def test_tokens_taken_together_are_those_taken_one_by_one(text: str, limit: int | None) -> None:
    choice = chosen(text, limit)

    assert together(choice, 1) == one_by_one(choice, 1)


@given(TEXTS, LIMITS, st.integers(1, 5))
def test_the_pieces_are_the_text_and_each_ends_where_its_tokens_do(text: str, limit: int | None, size: int) -> None:
    choice = chosen(text, limit)

    pieces, sent = together(choice, size)

    assert b"".join(pieces) == json_inside(choice.text) == b"".join(one_by_one(choice, size)[0])
    assert len(sent) == len(pieces)
    for place, count in enumerate(sent):
        is_last = place == len(sent) - 1
        assert is_last or choice.tokens.json_ends[count - 1] == len(b"".join(pieces[: place + 1]))
    assert not sent or sent[-1] <= choice.count


@given(st.lists(TEXTS.filter(bool), min_size=1, max_size=6))
def test_of_captured_chunks_the_tokens_are_counted_and_not_the_chunks(texts: list[str]) -> None:
    whole = chosen("".join(texts))
    choice = as_captured(whole, [Arrival(float(place), text) for place, text in enumerate(texts)]).choice

    pieces, sent = together(choice, 1)

    assert pieces == [json_inside(text) for text in texts]
    assert sent == one_by_one(choice, 1)[1]
    assert sent[-1] == len(whole.tokens)


@pytest.mark.parametrize("size", [1, 3])
def test_others_have_their_turn_after_a_batch(size: int) -> None:
    track = Track(chosen("word " * (size * BATCH_CHUNKS + 10)))

    pieces, sent = track.take_many(size)

    assert len(pieces) == BATCH_CHUNKS
    assert sent == range(size, size * BATCH_CHUNKS + 1, size)
