"""The control API's part under /mock/fault: shows, arms and disarms what the next request fails with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from mockpanel.core.faults import Fault, FaultKind
from tests.running import RunningServer
from tests.server.bare import CHAT, chat, wait_until

FAULT = "/mock/fault"


@pytest.fixture
def control(tunable: RunningServer) -> Iterator[httpx.Client]:
    """A plain HTTP client of a server in which a fault may be armed."""
    with httpx.Client(base_url=tunable.root_url, trust_env=False) as client:
        yield client


def test_nothing_is_armed_at_first(control: httpx.Client) -> None:
    answer = control.get(FAULT)

    assert (answer.status_code, answer.json()) == (200, None)


def test_a_fault_that_is_put_is_armed_and_shown_with_all_its_figures(
    control: httpx.Client, tunable: RunningServer
) -> None:
    put = control.put(FAULT, json={"kind": "cut", "after_tokens": 3})
    got = control.get(FAULT)

    assert put.status_code == 200
    assert put.json() == got.json() == {"kind": "cut", "after_tokens": 3, "seconds": 5.0, "retry_after": 20.0}
    assert tunable.services.faults.armed == Fault(kind=FaultKind.CUT, after_tokens=3)


def test_what_is_shown_can_be_put_again(control: httpx.Client) -> None:
    shown = control.put(FAULT, json={"kind": "stall", "seconds": 0.25}).json()

    again = control.put(FAULT, json=shown)

    assert (again.status_code, again.json()) == (200, shown)


def test_a_fault_that_is_deleted_does_not_happen(control: httpx.Client) -> None:
    control.put(FAULT, json={"kind": "server_error"})

    deleted = control.delete(FAULT)

    assert (deleted.status_code, deleted.json()) == (200, None)
    assert control.post(CHAT, json=chat("fine")).status_code == 200


@pytest.mark.parametrize(
    ("body", "param", "words"),
    [
        ({}, "kind", "kind is required"),
        ({"kind": "fire"}, "kind", 'got "fire"'),
        ({"kind": "cut", "after_tokens": -1}, "after_tokens", "between 0 and 1000000, got -1"),
        ({"kind": "stall", "seconds": 0}, "seconds", "more than 0, got 0"),
        ({"kind": "cut", "tokens": 3}, "tokens", "tokens is not a field of a fault"),
    ],
)
def test_a_wrong_fault_is_refused_by_name_and_what_was_armed_stays(
    control: httpx.Client, body: dict[str, Any], param: str, words: str
) -> None:
    armed = control.put(FAULT, json={"kind": "empty"}).json()

    answer = control.put(FAULT, json=body)

    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == param
    assert words in answer.json()["error"]["message"]
    assert control.get(FAULT).json() == armed


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"kind":"stall","seconds":NaN}'])
def test_what_is_no_json_object_arms_nothing(control: httpx.Client, body: bytes) -> None:
    answer = control.put(FAULT, content=body)

    assert answer.status_code == 400
    assert control.get(FAULT).json() is None


def test_no_page_of_another_site_arms_a_fault(control: httpx.Client) -> None:
    answer = control.put(FAULT, json={"kind": "empty"}, headers={"Origin": "http://evil.example"})

    assert answer.status_code == 403
    assert control.get(FAULT).json() is None


def test_the_events_tell_of_arming_use_and_what_the_request_took(control: httpx.Client, tunable: RunningServer) -> None:
    with httpx.stream("GET", tunable.root_url + "/mock/events", trust_env=False) as feed:
        lines = feed.iter_lines()
        assert next(lines) == ": listening"
        control.put(FAULT, json={"kind": "empty"})
        control.post(CHAT, json=chat("lost"))
        wait_until(lambda: all(record.outcome.over for record in tunable.services.log), "the request is over")
        told: list[tuple[str, Any]] = []
        while not told or told[-1][0] != "request.ended":
            line = next(lines)
            if line.startswith("event: "):
                told.append((line.removeprefix("event: "), json.loads(next(lines).removeprefix("data: "))))

    assert [name for name, _ in told] == [
        "fault.armed",
        "request.arrived",
        "fault.disarmed",
        "request.started",
        "request.ended",
    ]
    assert [data.get("fault") for _, data in told[1:]] == [None, None, "empty answer", "empty answer"]


def test_the_description_holds_the_fields_with_their_bounds(control: httpx.Client) -> None:
    paths = control.get("/openapi.json").json()["paths"]

    assert set(paths[FAULT]) == {"get", "put", "delete"}
    schema = paths[FAULT]["put"]["requestBody"]["content"]["application/json"]["schema"]
    assert schema["required"] == ["kind"]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["kind"]["enum"] == ["rate_limit", "server_error", "cut", "stall", "empty"]
    assert schema["properties"]["after_tokens"]["maximum"] == 1_000_000
    assert schema["properties"]["seconds"]["maximum"] == 600
