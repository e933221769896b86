"""Responses are kept and go on under every ASGI server, beside a full request log, and until the server stops."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import pytest
from openai import OpenAI

from mockpanel.core.request_record import Outcome
from tests.running import RunningServer
from tests.server.bare import wait_until
from tests.server.foreign import ForeignServer
from tests.wire.responses_speaking import events, joined

URL = "/v1/responses"
WORDS = "one two three four five six seven"


@pytest.fixture(scope="module", params=["h11", "httptools"])
def foreign(request: pytest.FixtureRequest) -> Iterator[RunningServer]:
    """The app under an ASGI server of the user's own."""
    with ForeignServer(request.param, tokens_per_second=0, time_to_first_token=0) as running:
        yield running


def test_a_conversation_goes_on_as_soon_as_the_last_event_was_read(foreign: RunningServer) -> None:
    identifier: str | None = None
    texts: list[str] = []

    with OpenAI(base_url=foreign.base_url, api_key="test", max_retries=0) as client:
        for number in range(5):
            with client.responses.stream(model="m", input=str(number), previous_response_id=identifier) as stream:
                last = list(stream)[-1]
            assert last.type == "response.completed"
            identifier = last.response.id
            texts.append(last.response.output_text)
        items = client.responses.input_items.list(str(identifier), limit=100).data

    assert texts == ["0", "1", "2", "3", "4"]
    assert len(items) == 9


def test_under_a_foreign_server_the_response_is_announced_at_once_too(foreign: RunningServer) -> None:
    body = {"input": "x", "stream": True, "mock_response": WORDS, "time_to_first_token": 5}
    began = time.monotonic()

    with httpx.stream("POST", foreign.root_url + URL, json=body, trust_env=False) as answer:
        first = next(answer.iter_lines())
        elapsed = time.monotonic() - began

    assert first == "event: response.created"
    assert elapsed < 2


def test_under_a_foreign_server_one_in_the_background_goes_on_without_its_client(foreign: RunningServer) -> None:
    body = {"input": "x", "stream": True, "background": True, "mock_response": WORDS, "tokens_per_second": 50}
    with httpx.stream("POST", foreign.root_url + URL, json=body, trust_env=False) as answer:
        lines = answer.iter_lines()
        assert next(lines) == "event: response.created"
        identifier = next(lines).partition('"id":"')[2].partition('"')[0]

    again = httpx.get(f"{foreign.root_url}{URL}/{identifier}?stream=true", trust_env=False)

    assert joined(events(again.content)) == WORDS


def test_a_server_that_stops_ends_what_goes_on_in_the_background() -> None:
    with RunningServer(tokens_per_second=0, time_to_first_token=9) as running:
        for stream in (True, False):
            body = {"input": "x", "background": True, "stream": stream}
            with httpx.stream("POST", running.root_url + URL, json=body, trust_env=False) as answer:
                assert answer.status_code == 200
        log = running.services.log
        wait_until(lambda: [record.outcome for record in log] == [Outcome.RUNNING] * 2, "both run")
        began = time.monotonic()

    assert time.monotonic() - began < 2
    assert [record.outcome for record in log] == [Outcome.CUT] * 2


def test_the_log_may_forget_all_that_is_over_while_one_goes_on(tunable: RunningServer) -> None:
    body = {"input": "x", "background": True, "mock_response": WORDS, "time_to_first_token": 0.3}
    answer = httpx.post(tunable.root_url + URL, json=body, trust_env=False)

    tunable.call(tunable.services.log.clear)

    record = tunable.services.log.get(answer.headers["x-request-id"])
    assert record is not None
    wait_until(lambda: record.outcome is Outcome.COMPLETED, "it has ended")


def test_one_in_the_background_can_be_paused_and_resumed_as_any_other(tunable: RunningServer) -> None:
    body = {"input": "x", "background": True, "mock_response": WORDS, "time_to_first_token": 0.3}
    answer = httpx.post(tunable.root_url + URL, json=body, trust_env=False)
    record = tunable.services.log.get(answer.headers["x-request-id"])
    assert record is not None

    tunable.call(tunable.services.live.pause_all)
    paused = record.outcome
    tunable.call(tunable.services.live.resume_all)

    assert paused is Outcome.PAUSED
    wait_until(lambda: record.outcome is Outcome.COMPLETED, "it has ended")
