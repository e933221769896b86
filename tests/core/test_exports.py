"""Exports: every line is JSON, the archive is HAR 1.2, and its times add up."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.exports import har, har_entry, json_lines, record_object
from mockpanel.core.request_record import Outcome
from mockpanel.server.views import detail_view
from tests.core.records import BASE_URL, CHAT_BODY, record_of, running


def archive(*records: Any) -> dict[str, Any]:
    """The HAR's log."""
    log: dict[str, Any] = json.loads("".join(har(records, BASE_URL)))["log"]
    return log


def test_a_record_is_spelled_as_the_control_api_spells_it() -> None:
    assert record_object(record_of()) == detail_view(record_of())


@given(st.lists(st.text(), max_size=4))
def test_json_lines_hold_one_request_a_line(texts: list[str]) -> None:
    lines = list(json_lines(record_of(place, body=text, answer=text) for place, text in enumerate(texts)))

    assert all(line.endswith("\n") and line.count("\n") == 1 for line in lines)
    assert [json.loads(line)["body"] for line in lines] == texts


@given(st.lists(st.text(), max_size=4))
def test_an_archive_is_one_document_however_many_requests(texts: list[str]) -> None:
    log = archive(*(record_of(place, body=text) for place, text in enumerate(texts)))

    assert (log["version"], log["creator"]["name"]) == ("1.2", "mockpanel")
    assert [entry["request"].get("postData", {}).get("text", "") for entry in log["entries"]] == texts


def test_an_entry_has_what_har_demands() -> None:
    entry = archive(record_of(path="/v1/chat/completions?time_to_first_token=2"))["entries"][0]

    assert {"startedDateTime", "time", "request", "response", "cache", "timings"} <= set(entry)
    assert datetime.fromisoformat(entry["startedDateTime"]).timestamp() == 1_700_000_001.25
    assert entry["request"]["url"] == "http://127.0.0.1:8000/v1/chat/completions?time_to_first_token=2"
    assert entry["request"]["queryString"] == [{"name": "time_to_first_token", "value": "2"}]
    assert {"name": "authorization", "value": "Bearer ***"} in entry["request"]["headers"]
    assert entry["request"]["postData"]["text"] == CHAT_BODY
    assert (entry["response"]["status"], entry["response"]["statusText"]) == (200, "OK")
    assert entry["response"]["content"]["text"] == "Hello, World!"


def test_waiting_is_the_time_to_the_first_token_and_receiving_the_rest() -> None:
    entry = har_entry(record_of(), BASE_URL)

    timings = entry["timings"]
    assert (timings["wait"], round(timings["receive"], 6)) == (900.6, 69.4)
    assert entry["time"] == sum(value for value in timings.values() if value != -1)


@pytest.mark.parametrize(
    "record",
    [
        record_of(stream=False),
        record_of(stream=None, settings=None, completion_tokens=None, status=429, outcome=Outcome.REJECTED, error="no"),
        running(),
        record_of(status=599, details_dropped=True, body="", answer=""),
    ],
)
def test_every_kind_of_request_can_be_exported(record: Any) -> None:
    entry = archive(record)["entries"][0]

    assert all(entry["timings"][name] >= 0 for name in ("send", "wait", "receive"))
    assert len(list(json_lines([record]))) == 1


def test_what_a_request_was_made_to_fail_with_is_exported() -> None:
    record = record_of(fault="cut after 10 tokens", outcome=Outcome.CUT)

    entry = har_entry(record, BASE_URL)

    assert record_object(record)["fault"] == entry["_mockpanel"]["fault"] == "cut after 10 tokens"
    assert entry["comment"] == "cut (fault: cut after 10 tokens)"
    assert har_entry(record_of(), BASE_URL)["comment"] == "completed"
