"""Going through a record: the text of every moment, chunk by chunk, and the clock that plays it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.choices import PartKind
from mockpanel.core.dialects.heard import Piece
from mockpanel.core.errors import InvalidValue
from mockpanel.core.ledger import Ledger, Sent
from mockpanel.core.request_record import KEPT_TEXT_BYTES, AnswerPart, Outcome
from mockpanel.core.scrub import SPEEDS, Recording, ScrubClock, check_recorded, kept_texts, recording, remarks
from mockpanel.core.tokens import chained, tokenize
from tests.core.records import record_of
from tests.core.texts import TEXTS

GAPS = st.lists(st.integers(0, 10**9), min_size=1, max_size=30)
MS_NS = 1_000_000


def recorded(text: str, gaps: list[int], size: int = 1) -> Recording:
    """A text that was sent in chunks of so many tokens, with gaps in ns as long as there are any."""
    tokens = tokenize(text, "cl100k_base")
    at, rows = 0, []
    for place, gap in enumerate(gaps):
        at += gap
        sent = min((place + 1) * size, len(tokens))
        rows.append(Sent(at, at, sent, 1))
    return recording(record_of(answer=text, completion_tokens=len(tokens)), rows, tokens)


@given(TEXTS, GAPS, st.integers(1, 4))
def test_the_text_only_grows_and_is_always_a_beginning_of_the_answer(text: str, gaps: list[int], size: int) -> None:
    made = recorded(text, gaps, size)

    shown = [made.text_at(ns) for ns in (0, *made.times_ns)]

    assert all(text.startswith(part) for part in shown)
    assert [len(part) for part in shown] == sorted(len(part) for part in shown)


@given(TEXTS, GAPS)
def test_all_of_a_completed_answer_stands_at_its_end(text: str, gaps: list[int]) -> None:
    made = recorded(text, gaps, size=10_000)

    assert made.text_at(made.length_ns) == text


@given(GAPS)
def test_steps_forwards_and_backwards_pass_the_same_moments(gaps: list[int]) -> None:
    made = recorded("word " * 40, gaps)
    moments = [0]
    while (following := made.next_ns(moments[-1])) > moments[-1]:
        moments.append(following)

    back = [moments[-1]]
    while back[-1] > 0 and made.count_at(back[-1]):
        back.append(made.previous_ns(back[-1]))

    assert moments[-1] == made.length_ns
    assert set(back) | {0} == set(moments) | {0}


@given(GAPS, st.integers(0, 10**10))
def test_a_step_back_shows_less_and_a_step_on_shows_more(gaps: list[int], ns: int) -> None:
    made = recorded("word " * 40, gaps)

    count = made.count_at(ns)

    assert made.count_at(made.next_ns(ns)) > count or count == len(gaps)
    assert made.previous_ns(ns) <= ns
    assert made.count_at(made.previous_ns(ns)) < count or made.previous_ns(ns) == 0


@given(GAPS, st.integers(0, 10**10), st.integers(0, 10**10))
def test_chunks_between_two_moments_are_those_that_the_second_has_more(gaps: list[int], one: int, other: int) -> None:
    made = recorded("word " * 40, gaps)
    first, second = sorted((one, other))

    assert len(made.between(first, second)) == made.count_at(second) - made.count_at(first)


def test_a_character_of_several_tokens_stands_there_whole_or_not_at_all() -> None:
    made = recorded("a🦜b", [MS_NS] * 10)

    assert {made.text_at(ns) for ns in (0, *made.times_ns)} <= {"", "a", "a🦜", "a🦜b"}


def test_a_cut_answer_ends_with_what_was_sent() -> None:
    made = recorded("one two three four five six", [MS_NS] * 3)

    assert made.text_at(made.length_ns) == "one two three"


def test_rows_of_more_tokens_than_were_kept_show_all_that_was_kept() -> None:
    tokens = tokenize("kept", "cl100k_base")

    made = recording(record_of(answer="kept"), [Sent(0, 5, 900, 1), Sent(0, 4, 950, 1)], tokens)

    assert made.text_at(5) == "kept"
    assert made.times_ns == (5, 5)


def test_the_text_of_an_answer_of_parts_holds_no_arguments() -> None:
    parts = (AnswerPart(PartKind.TEXT, "It is."), AnswerPart(PartKind.TOOL_CALL, '{"a":1}', "look"))
    record = record_of(answer='It is.{"a":1}', parts=parts)
    tokens = chained([tokenize(text, "cl100k_base") for text in kept_texts(record)])
    rows = [Sent(0, place * MS_NS, place, 1) for place in range(1, len(tokens) + 1)]

    made = recording(record, rows, tokens)

    assert [made.text_at(ns) for ns in made.times_ns[:3]] == ["It", "It is", "It is."]
    assert made.text_at(made.length_ns) == made.text == "It is."
    assert made.pieces_at(3 * MS_NS) == [Piece(PartKind.TEXT, "It is.")]
    assert made.pieces_at(made.length_ns)[1:] == [Piece(PartKind.TOOL_CALL, '{"a":1}', 0, "look")]


@given(st.lists(st.tuples(st.sampled_from(["play", "pause", "go", "speed", "wait"]), st.floats(0, 5)), max_size=30))
def test_the_clock_stays_within_the_record_and_never_runs_back_by_itself(acts: list[tuple[str, float]]) -> None:
    clock, now = ScrubClock(2 * 10**9), 100.0
    for act, value in acts:
        before = clock.position_ns(now)
        match act:
            case "play":
                before = 0 if clock.over(now) else before
                clock.play(now)
            case "pause":
                clock.pause(now)
            case "go":
                clock.go_to(value * 1e9, now)
                before = round(min(value, 2.0) * 1e9)
            case "speed":
                clock.change_speed(SPEEDS[int(value)], now)
            case _:
                now += value
        assert 0 <= clock.position_ns(now) <= 2 * 10**9
        assert clock.position_ns(now) >= before - 1


@pytest.mark.parametrize("speed", SPEEDS)
def test_a_second_at_a_speed_is_as_many_seconds_of_the_record(speed: float) -> None:
    clock = ScrubClock(100 * 10**9)
    clock.change_speed(speed, 7.0)

    clock.play(7.0)

    assert clock.position_ns(8.0) == pytest.approx(speed * 10**9, abs=1)
    assert clock.now_at(speed * 10**9) == pytest.approx(8.0)


def test_playing_at_the_end_begins_again() -> None:
    clock = ScrubClock(10**9)
    clock.go_to(10**9, 0.0)

    clock.play(5.0)

    assert clock.position_ns(5.0) == 0
    assert clock.playing


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"details_dropped": True, "answer": ""}, "no longer holds its answer"),
        ({"outcome": Outcome.RUNNING}, "before it is over"),
        ({"answer": ""}, "no text of an answer was sent"),
        ({"ledger": Ledger()}, "no text of an answer was sent"),
    ],
)
def test_a_record_that_cannot_be_played_says_why(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidValue, match=rf"^Request 1 cannot be played.*{said}\.$"):
        check_recorded(record_of(**changes))


def test_a_record_says_what_it_does_not_show() -> None:
    thinking = record_of(parts=(AnswerPart(PartKind.REASONING, "Hm."), AnswerPart(PartKind.TEXT, "So.")))
    long, whole = record_of(answer="x" * KEPT_TEXT_BYTES), record_of(stream=False)

    assert remarks(record_of()) == ""
    assert remarks(thinking) == "Of the reasoning only beginning and end are timed."
    assert remarks(long) == "Only the first 64 kB of the answer are recorded."
    assert remarks(whole) == "It was answered in one piece."
