"""Reasoning goes out before the answer: its chunks when they are due, to every choice that has a place for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.choices import Choice, Part, PartKind, choose
from mockpanel.core.pacing import Pace
from mockpanel.server.thinking import Thinking
from mockpanel.server.track import BATCH_CHUNKS
from tests.server.fakes import MS, SECOND, FakeVoice, letters

PACE = Pace(0.5, 10.0, 2.0)
"""The first token after half a second, and two seconds of reasoning."""


def thinking(count: int = 4, size: int = 1, pace: Pace = PACE) -> Thinking:
    """So many tokens of reasoning for a request that came at one second."""
    made = Thinking(choose(0, letters(count), None), FakeVoice(), size)
    made.begin(SECOND, pace, SECOND)
    return made


def choices(*indexes: int, thinks: bool = True) -> list[Choice]:
    """Choices with a place for reasoning."""
    part = Part(PartKind.REASONING, 0, 0, 4) if thinks else None
    return [replace(choose(index, letters(2), None), reasoning=part) for index in indexes]


def sent(made: Thinking, now_ns: int, to: list[Choice] | None = None) -> bytes:
    """The frames that are due."""
    frames: list[bytes] = []
    made.send_due(now_ns, choices(0) if to is None else to, frames)
    return b"".join(frames)


def times(made: Thinking) -> list[float]:
    """Seconds from the request to each chunk."""
    found = []
    while not made.over:
        found.append((made.due_ns - SECOND) / SECOND)
        assert sent(made, made.due_ns - 1) == b""
        assert sent(made, made.due_ns) != b""
    return found


def test_it_is_spread_over_its_seconds_and_ends_where_the_answer_begins() -> None:
    made = thinking()

    ends_ns = made.ends_ns

    assert times(made) == [0.5, 1.0, 1.5, 2.0]
    assert ends_ns == SECOND + 2500 * MS
    assert (made.over, made.sent) == (True, 4)


@given(count=st.integers(1, 60), size=st.integers(1, 9), now=st.integers(0, 4 * SECOND))
def test_what_is_sent_is_what_was_due_and_nothing_is_sent_twice(count: int, size: int, now: int) -> None:
    made = thinking(count, size)

    early = sent(made, now)
    halfway, due_ns = made.sent, made.due_ns
    late = sent(made, 10 * SECOND)

    text = (early + late).translate(None, b"(0:)")
    assert text == letters(count).data
    assert len(early.translate(None, b"(0:)")) == halfway
    assert due_ns > now or made.over


def test_every_choice_with_a_place_for_it_gets_the_same_and_others_nothing() -> None:
    made = thinking(2)
    opened: list[bytes] = []

    for choice in (*choices(0, 1), *choices(2, thinks=False)):
        made.open(choice, opened)
    frames = sent(made, 10 * SECOND, [*choices(0, 1), *choices(2, thinks=False)])

    assert len(opened) == 2
    assert frames == b"(0:a)(0:b)(1:a)(1:b)"


def test_unpaced_it_is_due_at_once_and_others_have_their_turn_after_a_batch() -> None:
    made = thinking(2 * BATCH_CHUNKS, pace=Pace(0.5, 0, 0))

    sent(made, SECOND + 500 * MS)
    alone = made.sent
    sent(made, SECOND + 500 * MS, choices(0, 1, 2, 3))

    assert made.due_ns == made.ends_ns == SECOND + 500 * MS
    assert (alone, made.sent) == (BATCH_CHUNKS, BATCH_CHUNKS + BATCH_CHUNKS // 4)


@pytest.mark.parametrize(("seconds", "expected"), [(2.0, [1.5, 2.0]), (4.0, [2.0, 3.0]), (0.0, [1.0])])
def test_another_speed_holds_from_where_it_stands(seconds: float, expected: list[float]) -> None:
    made = thinking()
    sent(made, SECOND + 1000 * MS)

    made.retune(replace(PACE, thinking=seconds), SECOND + 1000 * MS)

    assert times(made) == pytest.approx(expected)


def test_a_pause_makes_all_that_is_due_later_and_a_size_its_chunks_larger() -> None:
    made = thinking(5)
    sent(made, SECOND + 500 * MS)

    made.resize(2)
    made.shift(SECOND)

    assert times(made) == pytest.approx([2.3, 3.1])
    assert made.ends_ns == SECOND + 3500 * MS
