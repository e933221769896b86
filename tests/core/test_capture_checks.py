"""What a capture may hold: each bound itself is within, and what is beyond is refused with its place."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core import capture_checks
from mockpanel.core.capture_checks import (
    LONGEST_S,
    LONGEST_WORD,
    WORDS,
    checked,
    checked_milliseconds,
    checked_seconds,
    checked_text,
    checked_word,
    ordered,
)
from mockpanel.core.captures import Arrival, Capture
from mockpanel.core.errors import InvalidValue
from tests.core.captures import CAPTURES, capture_of
from tests.core.texts import TEXTS


@given(CAPTURES)
def test_a_capture_that_can_be_is_itself(capture: Capture) -> None:
    assert checked(capture) == capture


@given(st.floats(0, LONGEST_S))
def test_seconds_are_kept_to_the_microsecond(seconds: float) -> None:
    kept = checked_seconds(seconds, "here")

    assert abs(kept - seconds) <= 5.1e-7
    assert kept == checked_seconds(kept, "here") == checked_milliseconds(kept * 1000, "here")


@pytest.mark.parametrize(
    "value", [-1e-9, math.nan, math.inf, 10**400, True, "1", None, [1]], ids=lambda one: repr(one)[:9]
)
def test_what_is_no_time_is_refused_by_its_place(value: object) -> None:
    with pytest.raises(InvalidValue, match=r"^line 3: seconds must be a number between 0 and 86400, got "):
        checked_seconds(value, "line 3")
    with pytest.raises(InvalidValue, match=r"^wait must be a number between 0 and 86400000 ms, got "):
        checked_milliseconds(value, "wait")


def test_the_bounds_themselves_are_within() -> None:
    seconds = [checked_seconds(value, "here") for value in (0, -0.0, LONGEST_S)]
    capture = capture_of("a", **dict.fromkeys(WORDS, "x" * LONGEST_WORD))

    assert [math.copysign(1, value) for value in seconds] == [1, 1, 1]
    assert checked_milliseconds(LONGEST_S * 1000, "here") == LONGEST_S
    assert checked(capture) == capture
    with pytest.raises(InvalidValue, match=r"between 0 and 86400, got 86400.000001"):
        checked_seconds(LONGEST_S + 1e-6, "here")


@given(TEXTS)
def test_a_text_of_whole_characters_is_itself(text: str) -> None:
    assert checked_text(text, "here") == checked_word(text, "here") == text


@pytest.mark.parametrize("word", ["x" * (LONGEST_WORD + 1), 5, None, b"a"], ids=lambda one: str(one)[:9])
def test_a_word_that_is_too_long_or_none_is_refused(word: object) -> None:
    with pytest.raises(InvalidValue, match=r"^name must be a text of up to 4000 characters, got ") as caught:
        checked_word(word, "name")

    assert caught.value.field == "capture"


def test_a_capture_without_text_or_with_too_much_of_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capture_checks, "MOST_CHARACTERS", 3)
    monkeypatch.setattr(capture_checks, "MOST_CHUNKS", 2)

    whole = checked(capture_of("ab", "c"))

    assert whole.text == "abc"
    for texts, sentence in (((), "at least one chunk"), (("ab", "cd"), "up to 3 characters"), (("",) * 3, "up to 2")):
        with pytest.raises(InvalidValue, match=sentence):
            checked(capture_of(*texts))


@given(st.lists(st.floats(-10, 10)))
def test_a_clock_that_stumbles_stands_still_until_it_is_where_it_was(times: list[float]) -> None:
    arrivals = [Arrival(seconds, str(place), place % 2 == 0) for place, seconds in enumerate(times)]

    found = ordered(arrivals)

    assert [(each.text, each.reasoning) for each in found] == [(each.text, each.reasoning) for each in arrivals]
    assert all(later.seconds >= sooner.seconds for sooner, later in pairwise(found))
    assert [each.seconds for each in found] == [max(times[: place + 1]) for place in range(len(times))]
