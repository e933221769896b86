"""Pause, resume and cut over HTTP, and the events that tell of it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.running import RunningServer
from tests.server.bare import CHAT, BareClient, chat, running_streams, streamed_text, wait_until


@pytest.fixture
def control(tunable: RunningServer) -> Iterator[httpx.Client]:
    """A plain HTTP client of a server that may be changed."""
    with httpx.Client(base_url=tunable.root_url, trust_env=False) as client:
        yield client


class Listening:
    """Collects the server's events in a thread, until it is closed."""

    def __init__(self, server: RunningServer) -> None:
        self.seen = ""
        self._client = BareClient(server.port)
        self._client.ask(b"", "/mock/events", method="GET")
        self.status, self.headers = self._client.head()
        assert self._client.chunk() == b": listening\n\n"
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def __enter__(self) -> Listening:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.socket.shutdown(2)
        self._thread.join()
        self._client.leave()

    def wait_for(self, *names: str) -> list[tuple[str, Any]]:
        """All events so far, once these have come."""
        wait_until(lambda: all(f"event: {name}\n" in self.seen for name in names), f"events {names}")
        time.sleep(0.01)
        found = []
        for frame in self.seen.split("\n\n")[:-1]:
            name, data = frame.split("\n")
            found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
        return found

    def _read(self) -> None:
        try:
            while data := self._client.chunk():
                self.seen += data.decode()
        except (AssertionError, OSError, ValueError):
            return


def start(client: BareClient, **fields: Any) -> str:
    """Asks for a stream and returns its request's id, once its headers are there."""
    client.ask(chat("word " * 200, **fields))
    return client.head()[1]["x-request-id"]


def test_events_tell_of_requests_and_settings_as_they_happen(tunable: RunningServer, control: httpx.Client) -> None:
    with Listening(tunable) as listening:
        answer = control.post(CHAT, json=chat("hi", model="my-model"))
        control.patch("/mock/settings", json={"tokens_per_second": 33})
        control.patch("/mock/settings", json={"tokens_per_second": 33})
        control.delete("/mock/requests")
        events = listening.wait_for("requests.cleared")

    assert listening.headers["content-type"].startswith("text/event-stream")
    assert [name for name, _ in events] == [
        "request.arrived",
        "request.started",
        "request.ended",
        "settings.changed",
        "requests.cleared",
    ]
    assert {data["id"] for _, data in events[:3]} == {answer.headers["x-request-id"]}
    assert [data["outcome"] for _, data in events[:3]] == ["arrived", "running", "completed"]
    assert events[3][1]["names"] == ["tokens_per_second"]


def test_a_listener_that_leaves_is_forgotten(tunable: RunningServer) -> None:
    feed = tunable._server._feed  # type: ignore[union-attr]

    with Listening(tunable):
        listening = len(feed._listeners)

    assert listening == 1
    wait_until(lambda: len(feed._listeners) == 0, "the listener is forgotten")


def test_a_stream_can_be_paused_and_resumed_without_a_burst(tunable: RunningServer, control: httpx.Client) -> None:
    with Listening(tunable) as listening, BareClient(tunable.port) as client:
        name = start(client, tokens_per_second=100)
        client.chunk()
        paused = control.post(f"/mock/streams/{name}/pause").json()
        record = tunable.services.log.get(name)
        assert record is not None
        sent = record.ledger.tokens
        time.sleep(0.3)
        sent_while_paused = record.ledger.tokens - sent
        began = time.monotonic()
        resumed = control.post(f"/mock/streams/{name}/resume").json()
        time.sleep(0.1)
        sent_after = record.ledger.tokens - sent
        allowed = (time.monotonic() - began) * 100 + 2
        events = listening.wait_for("request.paused", "request.resumed")

    assert paused == resumed == {"streams": [name]}
    assert sent_while_paused <= 1
    assert 1 <= sent_after <= allowed
    assert [data["outcome"] for name, data in events if name in ("request.paused", "request.resumed")] == [
        "paused",
        "running",
    ]


def test_a_paused_stream_comes_to_its_end_byte_for_byte(tunable: RunningServer, control: httpx.Client) -> None:
    with BareClient(tunable.port) as client:
        name = start(client, tokens_per_second=1000)
        first = client.chunk()
        control.post(f"/mock/streams/{name}/pause")
        control.post(f"/mock/streams/{name}/resume")
        rest = b"".join(data for _, data in client.chunks())

    assert streamed_text(first + rest) == "word " * 200


def test_a_cut_breaks_the_connection_off_inside_the_answer(tunable: RunningServer, control: httpx.Client) -> None:
    with BareClient(tunable.port) as client:
        name = start(client, tokens_per_second=100)
        client.chunk()
        cut = control.post(f"/mock/streams/{name}/cut").json()
        rest = client.rest()

    assert cut == {"streams": [name]}
    assert b"[DONE]" not in rest
    assert not rest.endswith(b"0\r\n\r\n")
    record = tunable.services.log.get(name)
    assert record is not None
    wait_until(lambda: record.outcome.over, "the request is over")
    assert record.outcome == "cut"
    assert running_streams(tunable) == 0


def test_an_answer_in_one_piece_can_be_cut_too(tunable: RunningServer, control: httpx.Client) -> None:
    with BareClient(tunable.port) as client:
        client.ask(chat("hi", stream=False, time_to_first_token=60))
        wait_until(lambda: running_streams(tunable) == 1, "the answer runs")
        control.post("/mock/streams/all/cut")
        rest = client.rest()
    (summary,) = control.get("/mock/requests").json()["requests"]

    assert rest == b""
    assert (summary["outcome"], summary["status"], summary["sent_tokens"]) == ("cut", None, 0)


def test_a_paused_stream_can_be_cut(tunable: RunningServer, control: httpx.Client) -> None:
    with BareClient(tunable.port) as client:
        name = start(client, tokens_per_second=100)
        control.post(f"/mock/streams/{name}/pause")
        control.post(f"/mock/streams/{name}/cut")
        client.rest()

    assert running_streams(tunable) == 0


def test_all_streams_can_be_paused_resumed_and_cut_at_once(tunable: RunningServer, control: httpx.Client) -> None:
    with BareClient(tunable.port) as first, BareClient(tunable.port) as second:
        names = {start(client, tokens_per_second=100) for client in (first, second)}
        answers = [control.post(f"/mock/streams/all/{act}").json() for act in ("pause", "resume", "cut")]
        first.rest()
        second.rest()

    assert [set(answer["streams"]) for answer in answers] == [names] * 3
    assert control.post("/mock/streams/all/cut").json() == {"streams": []}


def test_a_stream_that_does_not_run_is_a_404(control: httpx.Client) -> None:
    over = control.post(CHAT, json=chat("hi")).headers["x-request-id"]

    answers = [control.post(f"/mock/streams/{name}/pause") for name in (over, "req_nothing")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert {answer.json()["error"]["param"] for answer in answers} == {"request_id"}


def test_an_unknown_act_is_a_404_that_names_the_known_ones(control: httpx.Client) -> None:
    answer = control.post("/mock/streams/all/explode")

    assert answer.status_code == 404
    assert answer.json()["error"]["message"] == "act must be one of pause, resume or cut, got 'explode'"


def test_running_streams_follow_a_change_of_the_settings_at_once(tunable: RunningServer, control: httpx.Client) -> None:
    tunable.update(tokens_per_second=2.0)
    with BareClient(tunable.port) as client:
        name = start(client)
        first = client.chunk()
        began = time.monotonic()
        control.patch("/mock/settings", json={"tokens_per_second": 2000})
        rest = b"".join(data for _, data in client.chunks())
        took = time.monotonic() - began

    assert took < 1.5
    assert streamed_text(first + rest) == "word " * 200
    assert control.get(f"/mock/requests/{name}").json()["outcome"] == "completed"
