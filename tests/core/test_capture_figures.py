"""A capture's figures are those that its times and tokens come to."""

from __future__ import annotations

import pytest
from hypothesis import given

from mockpanel.core.capture_figures import figures, ledger_of, running_tokens
from mockpanel.core.captures import Arrival, Capture
from mockpanel.core.tokens import Tokens, tokenize
from tests.core.captures import CAPTURES, capture_of


def tokens_of(text: str) -> Tokens:
    return tokenize(text, "cl100k_base")


def test_first_token_rate_and_gaps_are_measured() -> None:
    capture = capture_of("Hello", " there", ",", " dear", " reader")

    found = figures(capture, tokens_of)

    assert (found.chunks, found.tokens, found.time_to_first_token, found.seconds) == (5, 5, 0.5, 0.58)
    assert found.tokens_per_second == pytest.approx(50)
    assert (found.gap_p50, found.gap_p95, found.gap_longest) == pytest.approx((0.02, 0.02, 0.02))


def test_a_single_chunk_has_neither_rate_nor_gaps() -> None:
    found = figures(capture_of("Hello there"), tokens_of)

    assert (found.tokens, found.tokens_per_second, found.gap_p50, found.gap_longest) == (2, None, None, None)


def test_tokens_of_reasoning_and_answer_are_counted_apart_and_added() -> None:
    arrivals = (Arrival(0.1, "Let me", True), Arrival(0.2, " think", True), Arrival(0.3, "Hel"), Arrival(0.4, "lo!"))

    totals = running_tokens(arrivals, tokens_of("Hello!"), tokens_of("Let me think"))

    assert totals == [2, 3, 3, 5]


@given(capture=CAPTURES)
def test_totals_never_decrease_and_end_with_all_tokens(capture: Capture) -> None:
    answer, reasoning = tokens_of(capture.text), tokens_of(capture.reasoning)

    totals = running_tokens(capture.arrivals, answer, reasoning)
    ledger = ledger_of(capture.arrivals, totals)

    assert totals == sorted(totals)
    assert totals[-1] == ledger.tokens == len(answer) + len(reasoning)
    assert len(ledger) == len(capture.arrivals)
