"""A captured rhythm laid onto an answer: its own text in its own chunks, another in its gaps, and the waits before."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from mockpanel.core.captures import Capture
from mockpanel.core.choices import choose
from mockpanel.core.laying import Laid, lay
from mockpanel.core.tokens import tokenize
from tests.core.plans import settings_with
from tests.core.replays import answers, timed_capture

ENCODING = "cl100k_base"
CAPTURE = timed_capture((1.0, "One"), (1.25, ", two"), (2.0, " three."))
THOUGHTFUL = timed_capture((3.0, "Yes"), (3.5, "."), thinking=((0.5, "Hm"), (1.5, ", well")))


def laid(capture: Capture, text: str, *, own_text: bool, thinking: str = "", **settings: Any) -> Laid:
    thoughts = tokenize(thinking, ENCODING) if thinking else None
    choice, captured = choose(0, tokenize(text, ENCODING), None), tokenize(capture.text, ENCODING)
    return lay([choice], thoughts, capture, captured, settings_with(**settings), 1, own_text=own_text)


def test_its_own_text_comes_in_its_own_chunks() -> None:
    made = laid(CAPTURE, CAPTURE.text, own_text=True)

    assert made.longest.seconds == (0, 0.25, 1.0)
    assert (made.replay.wait, made.replay.thinking, made.replay.units) == (1.0, 0, 3)


def test_another_text_comes_in_its_gaps_one_by_one() -> None:
    made = laid(CAPTURE, "a b c d e f g h", own_text=False, replay_mode="repeat")

    assert made.longest.seconds[:3] == (0, 0.25, 1.0)
    assert made.longest.choice.text == "a b c d e f g h"


def test_gaps_drawn_by_chance_are_all_captured_ones() -> None:
    made = laid(CAPTURE, "a b c d e f g h i j k l", own_text=False, replay_mode="resample")

    gaps = {
        round(later - sooner, 6) for sooner, later in zip(made.longest.seconds, made.longest.seconds[1:], strict=False)
    }
    assert gaps <= {0.25, 0.75}


def test_captured_reasoning_has_its_own_time() -> None:
    made = laid(THOUGHTFUL, THOUGHTFUL.text, own_text=True, thinking=THOUGHTFUL.reasoning)

    assert made.thoughts is not None
    assert (made.replay.wait, made.replay.thinking) == (0.5, 2.5)
    assert made.thoughts.seconds == (0, 1.0)


def test_a_reasoning_that_the_capture_has_none_of_takes_its_own_time_behind_the_captured_wait() -> None:
    made = laid(CAPTURE, "Hi", own_text=False, thinking="Hm, well.", replay_mode="repeat", reasoning_seconds=2.0)

    assert made.thoughts is None
    assert (made.replay.wait, made.replay.thinking) == (1.0, 2.0)


@given(answers())
def test_every_answer_lasts_as_long_as_it_did(capture: Capture) -> None:
    made = laid(capture, capture.text, own_text=True)

    assert made.replay.span == pytest.approx(capture.answer[-1].seconds - capture.answer[0].seconds)
    assert made.longest.choice.text == capture.text
