"""A captured rhythm on tokens: the very chunks on their own text, the same gaps on another."""

from __future__ import annotations

import json
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.beats import Beats, Step, as_captured, laid, repeated, resampled, steps
from mockpanel.core.captures import Capture
from mockpanel.core.choices import Part, PartKind, choose
from mockpanel.core.tokens import chained, tokenize
from tests.core.replays import answers, timed_capture
from tests.core.texts import TEXTS

STEPS = (Step(0.0, 2), Step(0.5, 1), Step(0.1, 3))


def chunks(beats: Beats) -> list[str]:
    """The texts of the beats, as clients read them."""
    tokens = beats.choice.tokens
    ends = [0, *tokens.json_ends[: beats.choice.count]]
    return [json.loads(b'"%b"' % tokens.json[start:end]) for start, end in pairwise(ends)]


@given(answers())
def test_a_captures_own_text_comes_in_its_own_chunks_at_its_own_times(capture: Capture) -> None:
    tokens = tokenize(capture.text, "cl100k_base")

    beats = as_captured(choose(0, tokens, None), capture.answer)

    first = capture.answer[0].seconds
    assert chunks(beats) == [arrival.text for arrival in capture.answer]
    assert list(beats.seconds) == [arrival.seconds - first for arrival in capture.answer]
    assert beats.choice.text == capture.text
    assert beats.choice.token_count == len(tokens)


@given(answers(), st.integers(0, 12))
def test_a_limit_cuts_the_last_chunk_and_leaves_the_later_ones_out(capture: Capture, limit: int) -> None:
    choice = choose(0, tokenize(capture.text, "cl100k_base"), limit)

    beats = as_captured(choice, capture.answer)

    assert beats.choice.text == choice.text == "".join(chunks(beats))
    assert beats.choice.token_count == (choice.count if choice.text else 0)
    assert beats.choice.finish_reason == choice.finish_reason


@given(answers())
def test_steps_hold_all_tokens_and_all_the_time(capture: Capture) -> None:
    tokens = tokenize(capture.text, "cl100k_base")

    found = steps(capture.answer, tokens)

    assert sum(step.tokens for step in found) == len(tokens)
    assert all(step.tokens > 0 for step in found)
    assert sum(step.seconds for step in found) == pytest.approx(capture.answer[-1].seconds - capture.answer[0].seconds)


@given(TEXTS, st.lists(st.builds(Step, st.floats(0, 2), st.integers(1, 5)), min_size=1, max_size=5))
def test_another_text_comes_whole_and_never_earlier_than_before(text: str, found: list[Step]) -> None:
    choice = choose(0, tokenize(text, "o200k_base"), None)

    beats = laid(choice, repeated(found))

    assert "".join(chunks(beats)) == text
    assert beats.choice.token_count == choice.count
    assert list(beats.seconds) == sorted(beats.seconds)


def test_gaps_are_repeated_from_the_second_on() -> None:
    assert list(islice(repeated(STEPS), 6)) == [STEPS[0], STEPS[1], STEPS[2], STEPS[1], STEPS[2], STEPS[1]]
    assert list(islice(repeated(STEPS[:1]), 3)) == [Step(0.0, 2)] * 3


def test_resampled_gaps_are_drawn_from_the_captured_ones_and_the_same_for_the_same_seed() -> None:
    one, again, other = (list(islice(resampled(STEPS, seed), 50)) for seed in (1, 1, 2))

    assert one == again != other
    assert one[0] == STEPS[0]
    assert set(one[1:]) == set(STEPS[1:])


def test_no_beat_reaches_from_one_part_into_the_next() -> None:
    tokens = [tokenize(text, "cl100k_base") for text in ("one two three", '{"a":1}')]
    parts = (Part(PartKind.TEXT, 0, 0, 3), Part(PartKind.TOOL_CALL, 1, 3, 3 + len(tokens[1]), "f"))
    choice = choose(0, chained(tokens), None, parts=parts)

    beats = laid(choice, repeated((Step(0, 2), Step(1, 2))))

    assert [beats.choice.text_of(part) for part in beats.choice.parts] == ["one two three", '{"a":1}']
    assert chunks(beats)[:2] == ["one two", " three"]


def test_a_rhythm_may_end_later_than_its_last_beat() -> None:
    capture = timed_capture((1.0, "a"), (1.5, "b"))
    beats = as_captured(choose(0, tokenize("ab", "cl100k_base"), None), capture.answer)

    assert list(beats.rhythm().work) == [0.0, 0.5]
    assert list(beats.rhythm(until=2.0).work) == [0.0, 0.5, 2.0]
