"""What is kept of one request, and how much that is."""

from __future__ import annotations

import pytest

from mockpanel.core.choices import PartKind
from mockpanel.core.plan import Override, Source
from mockpanel.core.request_record import SHOWN_TEXT, AnswerPart, Outcome, short_override, short_settings
from tests.core.plans import settings_with
from tests.core.records import record_of, running


@pytest.mark.parametrize(
    ("outcome", "over"),
    [
        (Outcome.ARRIVED, False),
        (Outcome.RUNNING, False),
        (Outcome.PAUSED, False),
        (Outcome.QUEUED, False),
        (Outcome.COMPLETED, True),
        (Outcome.CLIENT_GONE, True),
        (Outcome.CUT, True),
        (Outcome.REJECTED, True),
        (Outcome.FAILED, True),
    ],
)
def test_an_outcome_knows_whether_it_is_the_last(outcome: Outcome, over: bool) -> None:
    result = outcome.over

    assert result is over


def test_details_are_counted_in_bytes_and_not_in_characters() -> None:
    record = record_of(body="😀" * 1000, answer="漢" * 100, headers=(("x-name", "é"),))
    measured = record.ledger.nbytes

    record.parts = (AnswerPart(PartKind.TEXT, "ab"),)

    assert record.detail_bytes == 4000 + 300 + 6 + 2 + 2 + measured


def test_while_it_runs_the_tokens_of_the_ledger_count() -> None:
    thinking = running(sent=0)
    thinking.ledger.thought_tokens = 5

    assert running(sent=3).tokens_out == 3
    assert thinking.tokens_out == 5
    assert record_of(sent_tokens=7).tokens_out == 7


def test_long_texts_among_the_settings_are_kept_by_their_beginning() -> None:
    settings = settings_with(mock_response="a" * 1000, tokens_per_second=5)

    short = short_settings(settings)

    assert short.mock_response == "a" * (SHOWN_TEXT - 1) + "…"
    assert short.tokens_per_second == 5
    assert short_settings(short) is short


@pytest.mark.parametrize(
    ("value", "kept"),
    [(5, 5), ("short", "short"), ("b" * 300, "b" * (SHOWN_TEXT - 1) + "…"), ([1, {"x": "ä"}], '[1,{"x":"ä"}]')],
    ids=["number", "text", "long", "list"],
)
def test_an_override_is_kept_as_text_no_longer_than_that(value: object, kept: object) -> None:
    assert short_override(Override(Source.BODY, value)) == Override(Source.BODY, kept)
