"""Ollama's durations: what a client makes of them is the rate that was measured."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.ledger import Ledger
from mockpanel.wire.ollama_durations import durations
from tests.wire.ollama_speech import ollama_voice

MS = 1_000_000


def sent(*times_ms: float) -> Ledger:
    """A ledger of a token at each of these times."""
    ledger = Ledger()
    for number, time_ms in enumerate(times_ms, 1):
        ledger.add(0, round(time_ms * MS), number)
    return ledger


def told(ledger: Ledger, **fields: Any) -> dict[str, Any]:
    """What is told of an answer with these fields, sent as the ledger says."""
    _, plan = ollama_voice(**fields)
    return durations(plan, ledger)


def rate(found: dict[str, Any]) -> float:
    """What a client shows as tokens per second."""
    return float(found["eval_count"] / found["eval_duration"] * 1e9)


@given(first_ms=st.floats(0.1, 5000), gap_ms=st.floats(0.01, 1000))
def test_the_rate_is_the_measured_one(first_ms: float, gap_ms: float) -> None:
    ledger = sent(*(first_ms + gap_ms * place for place in range(4)))

    found = told(ledger, tokens_per_second=1)

    assert ledger.tokens_per_second is not None
    assert rate(found) == pytest.approx(ledger.tokens_per_second, rel=1e-3)
    assert found["total_duration"] >= found["eval_duration"]
    assert found["prompt_eval_duration"] >= 1


def test_an_answer_of_one_chunk_has_the_rate_that_was_asked_for() -> None:
    found = told(sent(1000), tokens_per_second=8)

    assert rate(found) == pytest.approx(8)
    assert (found["total_duration"], found["prompt_eval_duration"]) == (1000 * MS, 500 * MS)


def test_an_answer_of_one_chunk_took_no_longer_than_passed() -> None:
    found = told(sent(100), mock_response="a", tokens_per_second=0.5)

    assert (found["total_duration"], found["eval_duration"], found["prompt_eval_duration"]) == (100 * MS, 100 * MS, 1)


@given(wait=st.floats(0.01, 1), reasoning=st.integers(1, 60), gap_ms=st.floats(1, 50))
def test_reasoning_takes_its_own_time_at_its_own_speed(wait: float, reasoning: int, gap_ms: float) -> None:
    first_ms = (wait + reasoning / 1000) * 1000
    ledger = sent(*(first_ms + gap_ms * place for place in range(3)))

    found = told(
        ledger,
        mock_response="a b c",
        mock_reasoning="word " * reasoning,
        time_to_first_token=wait,
        reasoning_tokens_per_second=1000,
    )

    count, spent = found["eval_count"], ledger.sent_ns - wait * 1e9
    assert count > 3
    assert found["total_duration"] == ledger.sent_ns
    assert found["eval_duration"] == pytest.approx(min(spent * count / (count - 1), ledger.sent_ns), rel=1e-3)


def test_an_unpaced_answer_took_all_the_time_that_there_was() -> None:
    found = told(sent(2), tokens_per_second=0)

    assert (found["eval_duration"], found["total_duration"]) == (2 * MS, 2 * MS)


def test_nothing_sent_divides_by_nothing() -> None:
    found = told(Ledger(), mock_response="", tokens_per_second=0)

    assert found["eval_count"] == 0
    assert min(found["total_duration"], found["eval_duration"], found["prompt_eval_duration"]) >= 1


def test_all_counts_are_there() -> None:
    found = told(sent(1, 2, 3, 4))

    assert (found["eval_count"], found["prompt_eval_count"], found["load_duration"]) == (4, 3 + 1 + 8, 0)
