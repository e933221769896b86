"""The columns' texts, tones and order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.ledger import Ledger
from mockpanel.core.measures import THIN, grouped
from mockpanel.core.plan import Override, Source
from mockpanel.core.request_record import Outcome
from mockpanel.core.settings import StreamSettings
from mockpanel.gui.models.request_cells import COLUMNS, Column, Tone, progress, sort_key, tone
from tests.core.records import record_of, running


def text(column: Column, record: Any) -> str:
    """What a cell shows."""
    return COLUMNS[column].text(record)


def test_a_completed_stream_shows_what_was_asked_and_measured() -> None:
    record = record_of()

    assert text(Column.PATH, record) == "/chat/completions"
    assert text(Column.MODEL, record) == "gpt-4o"
    assert text(Column.STREAM, record) == "stream"
    assert text(Column.STATUS, record) == "200 completed"
    assert text(Column.FIRST, record) == "900 → 900.6"
    assert text(Column.RATE, record) == "50 → 50.00"
    assert text(Column.TOKENS, record) == "4"


def test_reasoning_counts_among_the_tokens_that_were_sent() -> None:
    record, tip = record_of(completion_tokens=9, sent_tokens=9), COLUMNS[Column.TOKENS].tip

    assert text(Column.TOKENS, record) == "9"
    assert tip is not None
    assert tip(record).startswith("9 of 9 tokens sent")


def test_a_running_stream_shows_its_progress() -> None:
    record = running(sent=1)

    assert text(Column.STATUS, record) == "running"
    assert text(Column.RATE, record) == "50 → …"
    assert text(Column.TOKENS, record) == "1 / 4"
    assert progress(record) == 0.25


@pytest.mark.parametrize("record", [record_of(), running(sent=1)])
def test_only_a_running_stream_has_a_progress(record: Any) -> None:
    assert (progress(record) is None) is record.outcome.over


def test_a_cut_stream_keeps_its_total() -> None:
    record = record_of(outcome=Outcome.CUT, completion_tokens=1410)

    assert text(Column.TOKENS, record) == f"4 / 1{THIN}410"


def test_an_answer_in_one_piece_has_no_times_of_tokens() -> None:
    record = record_of(stream=False)

    assert [text(column, record) for column in (Column.STREAM, Column.FIRST, Column.RATE)] == ["whole", "–", "–"]


def test_what_was_refused_shows_its_sentence_in_the_tooltip() -> None:
    record = record_of(outcome=Outcome.REJECTED, status=429, error="Rate limit reached", settings=None)

    tip = COLUMNS[Column.STATUS].tip
    assert tip is not None
    assert (text(Column.STATUS, record), tip(record)) == ("429 rejected", "429 rejected\nRate limit reached")
    assert tone(record, Column.STATUS) is Tone.ERROR


def test_overrides_name_the_setting_its_value_and_where_it_came_from() -> None:
    overrides = {
        "tokens_per_second": Override(Source.BODY, None),
        "tokens_per_chunk": Override(Source.HEADER, 5),
        "mock_response": Override(Source.QUERY, "Once\nupon a time"),
        "simulate_latency": Override(Source.BODY, False),
    }
    record = record_of(overrides=overrides)

    tip = COLUMNS[Column.OVERRIDES].tip
    assert tip is not None
    shown = text(Column.OVERRIDES, record)
    assert shown == "Speed → unpaced · Chunk → 5 · Response → own text · Simulate latency → no"
    assert tip(record).splitlines()[1:3] == [
        "Chunk → 5 tokens, from the header",
        "Response → Once upon a time, from the query",
    ]


def test_an_override_shows_the_default_that_it_replaced() -> None:
    record = record_of()
    record.defaults = StreamSettings(tokens_per_second=45.0)
    record.overrides = {"tokens_per_second": Override(Source.BODY, 200)}

    assert text(Column.OVERRIDES, record) == "Speed 45 → 200"


def test_the_method_shows_where_it_is_not_the_usual_one() -> None:
    assert text(Column.PATH, record_of(method="GET", path="/v1/models")) == "GET /models"


@pytest.mark.parametrize(
    ("value", "digits", "shown"), [(0, 0, "0"), (12345.678, 1, f"12{THIN}345.7"), (999, 2, "999.00")]
)
def test_thousands_are_set_apart(value: float, digits: int, shown: str) -> None:
    assert grouped(value, digits) == shown


RECORDS = st.builds(
    record_of,
    st.integers(1, 50),
    model=st.none() | st.text(),
    stream=st.none() | st.booleans(),
    status=st.none() | st.integers(100, 599),
    outcome=st.sampled_from(Outcome),
    settings=st.none() | st.builds(StreamSettings, tokens_per_second=st.floats(0, 100_000)),
    completion_tokens=st.none() | st.integers(0, 10_000),
)


@given(st.lists(RECORDS), st.sampled_from(Column))
def test_every_record_has_a_text_a_tip_and_a_place_in_order(records: list[Any], column: Column) -> None:
    ordered = sorted(records, key=lambda record: sort_key(record, column))

    assert len(ordered) == len(records)
    for record in records:
        cells = COLUMNS[column]
        assert isinstance(cells.text(record), str)
        assert cells.tip is None or isinstance(cells.tip(record), str)
        assert tone(record, column) in Tone


def test_an_armed_fault_is_told_beside_the_status() -> None:
    record = record_of(status=429, outcome=Outcome.REJECTED, fault="429 with Retry-After 20 s", error="Rate limit")

    cell = COLUMNS[Column.STATUS]

    assert cell.text(record) == "429, armed"
    assert cell.text(record_of(outcome=Outcome.CUT, fault="cut after 3 tokens")) == "200 cut, armed"
    assert cell.tip is not None
    assert cell.tip(record) == "429, armed\n429 with Retry-After 20 s\nRate limit"


@pytest.mark.parametrize(
    ("method", "path", "shown"),
    [
        ("POST", "/v1/chat/completions", "/chat/completions"),
        ("GET", "/v1/models", "GET /models"),
        ("GET", "/v1", "GET /v1"),
        ("POST", "/v10/models", "/v10/models"),
        ("GET", "/health", "GET /health"),
    ],
)
def test_a_path_is_shown_without_its_version_and_whole_in_the_tooltip(method: str, path: str, shown: str) -> None:
    record = record_of(method=method, path=path)

    tip = COLUMNS[Column.PATH].tip
    assert tip is not None
    assert (text(Column.PATH, record), tip(record)) == (shown, f"{method} {path}")


def test_a_stream_that_ended_without_a_token_waits_for_none() -> None:
    shown = {
        outcome.over: (text(Column.FIRST, record), text(Column.RATE, record))
        for outcome in (Outcome.RUNNING, Outcome.COMPLETED)
        for record in [record_of(outcome=outcome, ledger=Ledger())]
    }

    assert shown == {False: ("900 → …", "50 → …"), True: ("900 → –", "50 → –")}


def test_a_captured_stream_shows_what_was_measured_and_where_it_came_from() -> None:
    record = record_of(settings=None, captured_from="api.example.org")

    shown = (text(Column.FIRST, record), text(Column.RATE, record))
    none = record_of(settings=None, captured_from="api.example.org", ledger=Ledger())
    empty = (text(Column.FIRST, none), text(Column.RATE, none))

    tip = COLUMNS[Column.STATUS].tip
    assert tip is not None
    assert (shown, empty) == (("900.6", "50.00"), ("–", "–"))
    assert tip(record) == "200 completed\ncaptured from api.example.org"
