"""What was sent when: rows, totals, and the first token and rate that follow from them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.ledger import Ledger, Sent
from mockpanel.core.pacing import SECOND_NS

ROWS = st.lists(
    st.tuples(st.integers(0, 10**12), st.integers(0, 10**12), st.integers(1, 10**6), st.integers(1, 512)), max_size=50
)


def ledger_of(rows: list[tuple[int, int, int, int]]) -> Ledger:
    ledger = Ledger()
    for row in rows:
        ledger.add(*row)
    return ledger


@given(ROWS)
def test_the_rows_are_those_that_were_added(rows: list[tuple[int, int, int, int]]) -> None:
    ledger = ledger_of(rows)

    assert list(ledger) == [Sent(*row) for row in rows]
    assert len(ledger) == len(rows)
    assert ledger.chunks == sum(chunks for *_, chunks in rows)
    assert ledger.tokens == (rows[-1][2] if rows else 0)
    assert ledger.nbytes == 32 * len(rows)


def test_a_row_names_its_columns() -> None:
    ledger = Ledger()

    ledger.add(planned_ns=100, sent_ns=120, tokens=3, chunks=2)

    assert [row._asdict() for row in ledger] == [{"planned_ns": 100, "sent_ns": 120, "tokens": 3, "chunks": 2}]


def test_nothing_sent_has_no_first_token_and_no_rate() -> None:
    ledger = Ledger()

    measured = ledger.time_to_first_token, ledger.tokens_per_second

    assert measured == (None, None)


def test_one_chunk_has_a_first_token_and_no_rate() -> None:
    ledger = ledger_of([(200_000_000, 250_000_000, 5, 1)])

    measured = ledger.time_to_first_token, ledger.tokens_per_second

    assert measured == (0.25, None)


def test_chunks_sent_at_the_same_instant_have_no_rate() -> None:
    ledger = ledger_of([(0, 7, 1, 1), (0, 7, 500, 499)])

    measured = ledger.tokens_per_second

    assert measured is None


@given(st.integers(2, 100_000), st.integers(1, 3600 * SECOND_NS), st.integers(0, 600 * SECOND_NS))
def test_the_rate_counts_the_tokens_after_the_first_over_the_time_since_the_first_chunk(
    tokens: int, elapsed: int, first: int
) -> None:
    ledger = ledger_of([(first, first, 1, 1), (first, first + elapsed, tokens, 1)])

    measured = ledger.tokens_per_second

    assert measured is not None
    assert math.isclose(measured, (tokens - 1) / (elapsed / SECOND_NS))


def test_two_ledgers_do_not_share_their_rows() -> None:
    first, second = Ledger(), Ledger()

    first.add(0, 0, 1)

    assert len(second) == 0


def test_the_planned_rate_is_what_the_plan_came_to() -> None:
    ledger = Ledger()
    for tokens, planned_ms in ((1, 100), (2, 200), (3, 300), (4, 800)):
        ledger.add(planned_ms * 1_000_000, planned_ms * 1_000_000 + 500_000, tokens)

    assert ledger.planned_tokens_per_second == pytest.approx(3 / 0.7)
    assert Ledger().planned_tokens_per_second is None
    assert [row.tokens for row in ledger.after(2)] == [3, 4]


def test_tokens_that_are_known_only_at_the_end_are_put_right() -> None:
    ledger = ledger_of([(0, 5, 1, 1), (0, 9, 3, 2)])

    ledger.recount([4, 11])

    assert [row.tokens for row in ledger] == [4, 11]
    assert (ledger.tokens, ledger.chunks) == (11, 3)
