"""Records, settings, tokens and events as JSON objects."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.events import (
    Event,
    FaultArmed,
    FaultDisarmed,
    RequestArrived,
    RequestEnded,
    RequestsCleared,
    RequestsRestored,
    SettingsChanged,
    StreamPaused,
    StreamResumed,
    StreamStarted,
)
from mockpanel.core.faults import Fault, FaultKind
from mockpanel.core.plan import Override, Source
from mockpanel.core.request_log import RequestLog
from mockpanel.core.request_record import Outcome, RequestRecord
from mockpanel.core.settings import STREAM_NAMES, StreamSettings
from mockpanel.core.tokens import tokenize
from mockpanel.server.views import detail_view, event_view, fault_view, settings_view, summary_view, tokens_view
from tests.server.fakes import MS, letters, plan_of, record_of, tokens_of


def completed(overrides: dict[str, Override] | None = None) -> RequestRecord:
    """The record of a stream of three tokens that has run to its end."""
    log = RequestLog()
    record = log.arrived("req_1", at=1000.5, method="POST", path="/v1/chat/completions", client="127.0.0.1:5")
    record.body = '{"model": "m"}'
    log.started(record, plan_of(letters(3), overrides=overrides, tokens_per_second=10.0, time_to_first_token=0.5))
    record.ledger.add(500 * MS, 501 * MS, 1)
    record.ledger.add(600 * MS, 602 * MS, 2)
    record.ledger.add(700 * MS, 701 * MS, 3)
    log.ended(record, Outcome.COMPLETED, status=200, duration=0.75, answer="abc")
    return record


def test_the_settings_are_shown_by_their_names() -> None:
    view = settings_view(StreamSettings(mock_response="hi", tokens_per_second=12.5))

    assert set(view) == set(STREAM_NAMES)
    assert view["mock_response"] == "hi"
    assert view["tokens_per_second"] == 12.5


def test_a_summary_shows_what_was_asked_and_what_was_measured() -> None:
    view = summary_view(completed())

    assert view["asked"]["time_to_first_token"] == 0.5
    assert view["asked"]["tokens_per_second"] == 10.0
    assert view["measured"] == {"time_to_first_token": 0.501, "tokens_per_second": pytest.approx(10.0)}
    assert (view["sent_tokens"], view["sent_chunks"]) == (3, 3)
    assert (view["outcome"], view["status"], view["duration"]) == ("completed", 200, 0.75)
    assert (view["prompt_tokens"], view["completion_tokens"]) == (1, 3)


def test_a_summary_shows_what_was_overridden_and_shortens_long_texts() -> None:
    overrides = {
        "mock_response": Override(Source.BODY, "x" * 5000),
        "tokens_per_second": Override(Source.HEADER, 10.0),
    }

    view = summary_view(completed(overrides))

    assert view["overrides"]["tokens_per_second"] == {"source": "header", "value": 10.0}
    assert len(view["overrides"]["mock_response"]["value"]) == 200


def test_a_request_that_was_never_understood_has_nothing_asked_and_nothing_measured() -> None:
    view = summary_view(record_of())

    assert view["asked"] is None
    assert view["measured"] == {"time_to_first_token": None, "tokens_per_second": None}
    assert view["outcome"] == "arrived"


def test_a_detail_adds_bodies_and_the_ledger_in_milliseconds() -> None:
    view = detail_view(completed())

    assert view["body"] == '{"model": "m"}'
    assert view["answer"] == "abc"
    assert view["ledger"][1] == {"planned_ms": 600.0, "sent_ms": 602.0, "tokens": 2, "chunks": 1}
    assert summary_view(completed()).items() <= view.items()


def test_every_view_is_json() -> None:
    record = completed()

    assert json.loads(json.dumps(detail_view(record)))["outcome"] == "completed"


def test_tokens_show_their_bytes_and_the_text_that_they_complete() -> None:
    rocket = "🚀".encode()

    view = tokens_view(tokens_of(b"a", rocket[:2], rocket[2:]))

    assert view["count"] == 3
    assert [token["text"] for token in view["tokens"]] == ["a", "", "🚀"]
    assert view["tokens"][1]["bytes"] == list(rocket[:2])


@given(st.text("ab é漢🚀👩‍🚀\r\n\x00\u2028", max_size=40), st.sampled_from(["cl100k_base", "gpt2"]))
def test_the_texts_and_the_bytes_of_tokens_join_to_the_text(text: str, encoding: str) -> None:
    view = tokens_view(tokenize(text, encoding))

    assert "".join(token["text"] for token in view["tokens"]) == text
    assert bytes(byte for token in view["tokens"] for byte in token["bytes"]) == text.encode()


RECORD = record_of()


@pytest.mark.parametrize(
    ("event", "name"),
    [
        (RequestArrived(RECORD), "request.arrived"),
        (StreamStarted(RECORD), "request.started"),
        (StreamPaused(RECORD), "request.paused"),
        (StreamResumed(RECORD), "request.resumed"),
        (RequestEnded(RECORD), "request.ended"),
    ],
)
def test_events_of_a_request_show_its_summary(event: Event, name: str) -> None:
    assert event_view(event) == (name, summary_view(RECORD))


def test_a_change_of_the_settings_shows_all_of_them_and_what_differs() -> None:
    changed = StreamSettings(tokens_per_second=5.0)

    view: tuple[str, dict[str, Any]] = event_view(SettingsChanged(changed, frozenset({"b", "a"})))

    assert view == ("settings.changed", {"settings": settings_view(changed), "names": ["a", "b"]})


def test_a_log_that_was_restored_says_so() -> None:
    assert event_view(RequestsRestored()) == ("requests.restored", {})


def test_a_cleared_log_shows_nothing() -> None:
    assert event_view(RequestsCleared()) == ("requests.cleared", {})


def test_a_summary_shows_what_a_request_was_made_to_fail_with() -> None:
    record = completed()
    before = summary_view(record)["fault"]

    record.fault = "500"

    assert (before, summary_view(record)["fault"]) == (None, "500")


def test_an_armed_fault_is_shown_as_it_is_put() -> None:
    fault = Fault(kind=FaultKind.CUT, after_tokens=3)

    view = fault_view(fault)

    assert view == {"kind": "cut", "after_tokens": 3, "seconds": 5.0, "retry_after": 20.0}
    assert json.loads(json.dumps(view)) == view
    assert event_view(FaultArmed(fault)) == ("fault.armed", {"fault": view})
    assert event_view(FaultDisarmed()) == ("fault.disarmed", {})
    assert fault_view(None) is None
