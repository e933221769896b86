"""The control API: settings, requests and tools of the running server."""

from __future__ import annotations

import json
import socket
from typing import Any

import httpx
import pytest

from mockpanel.core.shapes import UNSHAPED
from mockpanel.core.tokens import load
from tests.running import RunningServer
from tests.server.bare import CHAT, BareClient, ask_once, chat, running_streams, streamed_text, wait_until

DEFAULTS = {
    "mock_response": "",
    "tokens_per_second": 0.0,
    "time_to_first_token": 0.0,
    "tokenizer_model": "gpt-4",
    "tokens_per_chunk": 1,
    "simulate_latency": True,
    "mock_tool_calls": [],
    "mock_refusal": "",
    "mock_citations": [],
    "mock_finish_reason": "auto",
    **UNSHAPED,
}


@pytest.fixture
def control(tunable: RunningServer) -> Any:
    """A plain HTTP client of a server that may be changed."""
    with httpx.Client(base_url=tunable.root_url, trust_env=False) as client:
        yield client


def test_the_live_defaults_can_be_read(control: httpx.Client) -> None:
    answer = control.get("/mock/settings")

    assert answer.status_code == 200
    assert answer.json() == DEFAULTS


def test_a_change_is_answered_with_all_settings_and_holds_for_the_next_request(control: httpx.Client) -> None:
    changed = control.patch("/mock/settings", json={"mock_response": "changed ✅", "tokens_per_chunk": 3})
    answer = control.post(CHAT, json=chat())

    assert changed.json() == {**DEFAULTS, "mock_response": "changed ✅", "tokens_per_chunk": 3}
    assert control.get("/mock/settings").json() == changed.json()
    assert streamed_text(answer.content) == "changed ✅"
    assert answer.headers["x-mock-tokens-per-chunk"] == "3"


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"tokens_per_second": -1}, "tokens_per_second"),
        ({"tokens_per_second": "fast"}, "tokens_per_second"),
        ({"tokens_per_chunk": 2, "time_to_first_token": 601}, "time_to_first_token"),
        ({"tokenizer_model": "no-such-model"}, "tokenizer_model"),
        ({"port": 1}, "port"),
        ({"no_such_setting": 1}, "no_such_setting"),
    ],
)
def test_a_wrong_change_changes_nothing_and_says_why(
    control: httpx.Client, changes: dict[str, Any], param: str
) -> None:
    answer = control.patch("/mock/settings", json=changes)

    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == param
    assert param in answer.json()["error"]["message"]
    assert control.get("/mock/settings").json() == DEFAULTS


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b'{"tokens_per_second": NaN}'])
def test_a_change_that_is_no_json_object_changes_nothing(control: httpx.Client, body: bytes) -> None:
    answer = control.patch("/mock/settings", content=body)

    assert answer.status_code == 400
    assert set(answer.json()["error"]) == {"message", "type", "param", "code"}
    assert control.get("/mock/settings").json() == DEFAULTS


def test_an_empty_change_changes_nothing(control: httpx.Client) -> None:
    answer = control.patch("/mock/settings", json={})

    assert answer.status_code == 200
    assert answer.json() == DEFAULTS


def test_a_client_that_leaves_in_the_middle_of_a_change_is_no_fault_of_the_server(
    own_server: RunningServer, caplog: pytest.LogCaptureFixture
) -> None:
    with BareClient(own_server.port) as client:
        client.send(b"PATCH /mock/settings HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{")
        client.socket.shutdown(socket.SHUT_WR)
        client.rest()
    own_server.stop()

    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


def test_requests_are_listed_newest_first(control: httpx.Client) -> None:
    before = control.get("/mock/requests").json()["total"]
    for place in range(3):
        control.post(CHAT, json=chat(f"answer {place}", model=f"model-{place}"))

    listed = control.get("/mock/requests").json()
    limited = control.get("/mock/requests?limit=2").json()

    assert [request["model"] for request in listed["requests"]] == ["model-2", "model-1", "model-0"]
    assert listed["total"] == limited["total"] == before + 3
    assert [request["model"] for request in limited["requests"]] == ["model-2", "model-1"]


def test_a_request_is_summed_up_with_what_was_asked_and_measured(control: httpx.Client) -> None:
    body = chat("one two three four five", tokens_per_second=100, time_to_first_token=0.02)
    control.post(CHAT, json=body)

    (summary,) = control.get("/mock/requests").json()["requests"]

    assert (summary["method"], summary["path"], summary["status"]) == ("POST", CHAT, 200)
    assert (summary["outcome"], summary["stream"], summary["error"]) == ("completed", True, None)
    assert (summary["completion_tokens"], summary["sent_tokens"], summary["sent_chunks"]) == (5, 5, 5)
    assert summary["overrides"]["tokens_per_second"] == {"source": "body", "value": 100}
    assert summary["asked"]["time_to_first_token"] == 0.02
    assert 0.02 <= summary["measured"]["time_to_first_token"] < 0.3
    assert 50 < summary["measured"]["tokens_per_second"] < 200


def test_what_several_choices_sent_together_is_what_their_usage_counts(control: httpx.Client) -> None:
    control.post(CHAT, json=chat("one two three", n=3))

    (summary,) = control.get("/mock/requests").json()["requests"]

    assert summary["completion_tokens"] == 9
    assert summary["sent_tokens"] == 9


def test_a_request_in_detail_has_headers_bodies_and_every_chunks_time(control: httpx.Client) -> None:
    answer = control.post(
        CHAT,
        json=chat("one two three", tokens_per_second=100, time_to_first_token=0.1),
        headers={"Authorization": "Bearer sk-secret"},
    )

    detail = control.get(f"/mock/requests/{answer.headers['x-request-id']}").json()

    assert json.loads(detail["body"])["mock_response"] == "one two three"
    assert detail["answer"] == "one two three"
    assert ["authorization", "Bearer ***"] in detail["headers"]
    assert [row["planned_ms"] for row in detail["ledger"]] == [100.0, 110.0, 120.0]
    assert [row["tokens"] for row in detail["ledger"]] == [1, 2, 3]
    assert all(row["sent_ms"] >= row["planned_ms"] for row in detail["ledger"])


def test_no_secret_leaves_the_control_api(control: httpx.Client) -> None:
    secret = "sk-12345"
    with control.stream("GET", "/mock/events") as events:
        control.post(
            f"{CHAT}?api_key={secret}&access_token={secret}",
            json=chat("hi", api_key=secret, password=secret),
            headers={"Authorization": f"Bearer {secret}", "api-key": secret, "x-api-key": secret, "Cookie": secret},
        )
        seen = ""
        for text in events.iter_text():
            seen += text
            if "request.ended" in seen:
                break
    (summary,) = control.get("/mock/requests").json()["requests"]
    detail = control.get(f"/mock/requests/{summary['id']}").text

    assert secret not in seen + json.dumps(summary) + detail
    assert "***" in detail


def test_a_request_that_is_not_in_the_log_is_a_404(control: httpx.Client) -> None:
    answer = control.get("/mock/requests/req_nothing")

    assert answer.status_code == 404
    assert answer.json()["error"]["param"] == "request_id"


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5", ""])
def test_a_wrong_limit_is_refused(control: httpx.Client, limit: str) -> None:
    answer = control.get(f"/mock/requests?limit={limit}")

    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == "limit"


def test_a_limit_beyond_all_requests_shows_all(control: httpx.Client) -> None:
    control.post(CHAT, json=chat("hi"))

    answer = control.get(f"/mock/requests?limit={10**30}")

    assert len(answer.json()["requests"]) == 1


def test_forgetting_leaves_the_running_requests(tunable: RunningServer, control: httpx.Client) -> None:
    before = control.get("/mock/requests").json()["total"]
    control.post(CHAT, json=chat("over"))
    with BareClient(tunable.port) as client:
        client.ask(chat("running", time_to_first_token=60, model="running"))
        wait_until(lambda: running_streams(tunable) == 1, "the stream runs")

        forgotten = control.delete("/mock/requests").json()
        left = control.get("/mock/requests").json()["requests"]

    assert forgotten == {"total": before + 2, "requests": 1}
    assert [request["model"] for request in left] == ["running"]


def test_a_text_is_shown_as_tokens(control: httpx.Client) -> None:
    answer = control.post("/mock/tokenize", json={"text": "Hi 👋!", "tokenizer_model": "gpt-4o"}).json()

    assert answer["encoding"] == "o200k_base"
    assert [token["id"] for token in answer["tokens"]] == load("o200k_base").encode("Hi 👋!")
    assert "".join(token["text"] for token in answer["tokens"]) == "Hi 👋!"
    assert bytes(byte for token in answer["tokens"] for byte in token["bytes"]) == "Hi 👋!".encode()
    assert answer["count"] == len(answer["tokens"])


def test_a_text_is_shown_in_the_live_defaults_encoding_unless_told(control: httpx.Client) -> None:
    before = control.post("/mock/tokenize", json={"text": "x"}).json()["encoding"]
    control.patch("/mock/settings", json={"tokenizer_model": "gpt2"})
    after = control.post("/mock/tokenize", json={"text": "x"}).json()["encoding"]

    assert (before, after) == ("cl100k_base", "gpt2")


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({}, "text"),
        ({"text": 7}, "text"),
        ({"text": "x" * 1_000_001}, "text"),
        ({"text": "x", "tokenizer_model": "no-such-model"}, "tokenizer_model"),
        ({"text": "x", "tokenizer_model": 7}, "tokenizer_model"),
    ],
)
def test_a_text_that_cannot_be_tokenized_is_refused(control: httpx.Client, body: dict[str, Any], param: str) -> None:
    answer = control.post("/mock/tokenize", json=body)

    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == param


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.nip.io:8000"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/mock/settings"),
        ("PATCH", "/mock/settings"),
        ("GET", "/mock/requests"),
        ("DELETE", "/mock/requests"),
        ("GET", "/mock/requests/req_x"),
        ("GET", "/mock/events"),
        ("POST", "/mock/streams/all/cut"),
        ("POST", "/mock/tokenize"),
    ],
)
def test_foreign_pages_and_names_are_refused_everywhere(
    server: RunningServer, method: str, path: str, headers: dict[str, str]
) -> None:
    answer = ask_once(server.port, b'{"tokens_per_second": 1, "text": "x"}', path, method=method, headers=headers)

    assert answer.status == 403
    assert answer.error["code"] == "control_api_forbidden"
    assert server.services.store.snapshot.tokens_per_second == 0


def test_the_servers_own_page_is_let_in(server: RunningServer) -> None:
    own = {"Host": f"localhost:{server.port}", "Origin": f"http://localhost:{server.port}"}

    answer = ask_once(server.port, b"", "/mock/settings", method="GET", headers=own)

    assert answer.status == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/mock/settings", 200),
        ("POST", "/mock/tokenize", 200),
        ("PATCH", "/mock/settings", 409),
        ("GET", "/mock/requests", 409),
        ("DELETE", "/mock/requests", 409),
        ("GET", "/mock/requests/req_x", 409),
        ("GET", "/mock/events", 409),
        ("POST", "/mock/streams/all/cut", 409),
        ("GET", "/mock/fault", 409),
        ("PUT", "/mock/fault", 409),
        ("DELETE", "/mock/fault", 409),
    ],
)
def test_what_cannot_work_across_processes_is_refused_with_a_sentence(
    several: RunningServer, method: str, path: str, status: int
) -> None:
    answer = ask_once(several.port, b'{"text": "x"}', path, method=method)

    assert answer.status == status
    if status == 409:
        assert answer.error["code"] == "several_workers"
        assert answer.error["message"].startswith("With 2 workers the server cannot ")


@pytest.fixture(scope="module")
def several() -> Any:
    """A server that believes to be one of two processes."""
    with RunningServer(workers=2, tokens_per_second=0, time_to_first_token=0) as running:
        yield running
