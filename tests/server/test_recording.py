"""Every request gets an id, a record and an end; what goes wrong becomes an error object."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import pytest

from mockpanel.core.errors import InvalidValue, RequestRefused
from mockpanel.core.request_log import RequestLog
from mockpanel.core.request_record import Outcome, RequestRecord
from mockpanel.server.recording import App, Recording, Refusals, noted_of, record_of
from mockpanel.server.sinks import Receive, Scope, Send

START = {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]}
BODY = {"type": "http.response.body", "body": b"hello"}


class Sent:
    """Keeps the messages that are sent."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    async def __call__(self, message: dict[str, Any]) -> None:
        self.messages.append(message)


async def receive() -> dict[str, Any]:
    """Nothing comes."""
    return {"type": "http.disconnect"}


def scope_of(path: str = "/v1/models", query: bytes = b"", **fields: Any) -> Scope:
    """A request's scope."""
    headers = [(b"authorization", b"Bearer sk-secret"), (b"accept", b"*/*")]
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": query,
        "client": ("127.0.0.1", 50000),
        "headers": headers,
        **fields,
    }


def answering(status: int = 200) -> App:
    """An app that answers."""

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({**START, "status": status})
        await send(BODY)

    return app


def failing(error: BaseException, *, started: bool = False) -> App:
    """An app that raises."""

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        if started:
            await send(START)
        raise error

    return app


def recorded(app: App, scope: Scope | None = None) -> tuple[list[RequestRecord], Sent]:
    """What is in the log, and what was sent, after one request to an app inside Recording and Refusals."""
    log, sent = RequestLog(), Sent()
    asyncio.run(Recording(Refusals(app), log)(scope if scope is not None else scope_of(), receive, sent))
    return list(log), sent


def test_a_request_is_recorded_with_its_end() -> None:
    (record,), _ = recorded(answering())

    assert (record.method, record.path, record.client) == ("GET", "/v1/models", "127.0.0.1:50000")
    assert (record.outcome, record.status, record.error) == (Outcome.COMPLETED, 200, None)
    assert record.duration is not None
    assert 0 <= record.duration < 5


def test_the_answer_carries_the_id_of_the_record() -> None:
    (record,), sent = recorded(answering())

    assert sent.messages[0]["headers"] == [*START["headers"], (b"x-request-id", record.id.encode())]  # type: ignore[misc]
    assert record.id.startswith("req_")
    assert sent.messages[1] == BODY


def test_two_requests_have_two_ids() -> None:
    (first,), _ = recorded(answering())
    (second,), _ = recorded(answering())

    assert first.id != second.id


def test_the_record_holds_no_secret() -> None:
    (record,), _ = recorded(answering(), scope_of(query=b"api_key=sk-secret&x=1"))

    assert record.headers == (("authorization", "Bearer ***"), ("accept", "*/*"))
    assert record.path == "/v1/models?api_key=***&x=1"


def test_control_characters_in_a_path_stay_on_their_line() -> None:
    (record,), _ = recorded(answering(), scope_of("/v1/\r\n\x1b[2J"))

    assert record.path == "/v1/\\r\\n\\x1b[2J"


def test_a_request_without_a_known_client_is_recorded_too() -> None:
    (record,), _ = recorded(answering(), scope_of(client=None))

    assert record.client == ""


@pytest.mark.parametrize(
    "path", ["/", "/mock/settings", "/mock", "/docs", "/docs/assets/x.js", "/openapi.json", "/health", "/favicon.ico"]
)
def test_the_servers_own_pages_are_not_recorded_but_have_an_id(path: str) -> None:
    records, sent = recorded(answering(), scope_of(path))

    assert records == []
    assert dict(sent.messages[0]["headers"])[b"x-request-id"].startswith(b"req_")


@pytest.mark.parametrize("path", ["/v1/models", "/mockery", "/healthy", "/docs2", "/openapi.json5"])
def test_all_other_paths_are_recorded(path: str) -> None:
    records, _ = recorded(answering(), scope_of(path))

    assert [record.path for record in records] == [path]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.COMPLETED),
        (304, Outcome.COMPLETED),
        (400, Outcome.REJECTED),
        (404, Outcome.REJECTED),
        (500, Outcome.FAILED),
    ],
)
def test_the_outcome_follows_from_the_status(status: int, outcome: Outcome) -> None:
    (record,), _ = recorded(answering(status))

    assert (record.status, record.outcome) == (status, outcome)


def test_what_goes_on_behind_its_answer_is_not_ended_with_it() -> None:
    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        noted_of(scope).goes_on = True
        await answering()(scope, _receive, send)

    (record,), _ = recorded(app)

    assert record.outcome is Outcome.ARRIVED


def test_a_request_whose_client_went_has_no_status() -> None:
    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        return

    (record,), sent = recorded(app)

    assert (record.outcome, record.status) == (Outcome.CLIENT_GONE, None)
    assert sent.messages == []


def test_a_cancelled_request_is_recorded_as_cut() -> None:
    log = RequestLog()

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(Recording(Refusals(failing(asyncio.CancelledError())), log)(scope_of(), receive, Sent()))

    assert [record.outcome for record in log] == [Outcome.CUT]


def test_a_refusal_becomes_an_error_object() -> None:
    (record,), sent = recorded(failing(RequestRefused("Too much.", status=413, code="request_too_large")))

    assert json.loads(sent.messages[1]["body"])["error"] == {
        "message": "Too much.",
        "type": "invalid_request_error",
        "param": None,
        "code": "request_too_large",
    }
    assert (record.status, record.outcome, record.error) == (413, Outcome.REJECTED, "Too much.")


def test_an_invalid_value_becomes_a_400_that_names_its_field() -> None:
    (record,), sent = recorded(failing(InvalidValue("n", "n must be between 1 and 128, got 0")))

    assert json.loads(sent.messages[1]["body"])["error"]["param"] == "n"
    assert record.status == 400


def test_a_fault_of_our_own_becomes_a_500_that_tells_nothing_and_a_log_entry(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        (record,), sent = recorded(failing(RuntimeError("the database password is hunter2")))

    body = json.loads(sent.messages[1]["body"])
    assert body["error"]["type"] == "server_error"
    assert "hunter2" not in str(body)
    assert "hunter2" in caplog.text
    assert (record.status, record.outcome) == (500, Outcome.FAILED)


def test_an_error_after_the_start_of_the_answer_sends_no_second_one(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        (record,), sent = recorded(failing(RuntimeError("too late"), started=True))

    assert [message["type"] for message in sent.messages] == ["http.response.start"]
    assert record.error is not None


def test_the_app_can_see_its_record_and_the_scope_is_left_as_it_was() -> None:
    seen: list[RequestRecord] = []

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        seen.append(record_of(scope))
        assert noted_of(scope).record is seen[0]
        await send(START)

    scope = scope_of()
    before = dict(scope)

    records, _ = recorded(app, scope)

    assert seen == records
    assert scope == before


def test_what_is_no_request_passes_untouched() -> None:
    passed: list[Scope] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        passed.append(scope)

    scope = {"type": "lifespan"}

    records, _ = recorded(app, scope)

    assert passed == [scope]
    assert records == []


def test_a_fault_outside_a_request_is_passed_on() -> None:
    with pytest.raises(RuntimeError, match="no start"):
        recorded(failing(RuntimeError("no start")), {"type": "lifespan"})
