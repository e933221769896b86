"""What goes wrong becomes the real API's error object; browsers may call the endpoints, and not the control API."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from mockpanel.core.settings import Settings
from mockpanel.server.app import create_app
from mockpanel.server.services import Services
from tests.running import RunningServer
from tests.server.bare import CHAT, BareClient, ask_once, chat, messages, streamed_text

ORIGIN = {"Origin": "https://page.example"}
KEYS = {"message", "type", "param", "code"}


def assert_error(answer: httpx.Response, status: int, param: str | None, code: str | None = None) -> str:
    """Checks an error object's every key; returns its sentence."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert set(answer.json()) == {"error"}
    error = answer.json()["error"]
    assert set(error) == KEYS
    assert (error["type"], error["param"], error["code"]) == ("invalid_request_error", param, code)
    assert error["message"]
    return str(error["message"])


@pytest.mark.parametrize(("owns", "told"), [(True, ["start", "stop"]), (False, [])])
def test_services_that_outlive_the_app_are_neither_started_nor_stopped(
    monkeypatch: pytest.MonkeyPatch, owns: bool, told: list[str]
) -> None:
    services = Services(Settings())
    noted: list[str] = []

    async def main() -> None:
        async def note(what: str) -> None:
            noted.append(what)

        monkeypatch.setattr(services, "start", lambda: note("start"))
        monkeypatch.setattr(services, "stop", lambda: note("stop"))
        app = create_app(services, owns_services=owns)
        async with app.router.lifespan_context(app):
            assert noted == told[:1]

    asyncio.run(main())
    services.tokenizer.close()

    assert noted == told


@pytest.mark.parametrize(
    ("fields", "param", "sentence"),
    [
        ({"messages": "hi"}, "messages", "messages must be a list"),
        ({"messages": []}, "messages", "messages must be a list of at least 1"),
        ({"messages": [{"role": "king", "content": "x"}]}, "messages[0].role", "messages[0].role must be one of"),
        ({"messages": [{"content": "x"}]}, "messages[0].role", "messages[0].role is required"),
        ({"messages": [7]}, "messages[0]", "messages[0] must be an object"),
        ({"stream": "yes"}, "stream", "stream must be true or false"),
        ({"model": 7}, "model", "model must be a string"),
        ({"n": 129}, "n", "n must be between 1 and 128, got 129"),
        ({"n": 1.5}, "n", "n must be a whole number between 1 and 128, got 1.5"),
        ({"n": True}, "n", "n must be a whole number between 1 and 128, got true"),
        ({"temperature": 3}, "temperature", "temperature must be between 0 and 2, got 3"),
        ({"top_logprobs": 3}, "top_logprobs", "top_logprobs needs logprobs to be true"),
        ({"stop": ["a", "b", "c", "d", "e"]}, "stop", "stop must be"),
        ({"max_tokens": 0}, "max_tokens", "max_tokens must be at least 1, got 0"),
        ({"tokens_per_second": -3}, "tokens_per_second", "tokens_per_second must be between 0 and 100000, got -3"),
        ({"tokens_per_second": "12"}, "tokens_per_second", "tokens_per_second must be a number"),
        ({"tokens_per_second": True}, "tokens_per_second", "tokens_per_second must be a number"),
        ({"tokens_per_second": 10**400}, "tokens_per_second", "tokens_per_second must be"),
        ({"time_to_first_token": 601}, "time_to_first_token", "time_to_first_token must be between 0 and 600, got 601"),
        ({"tokens_per_chunk": 0}, "tokens_per_chunk", "tokens_per_chunk must be between 1 and 10000, got 0"),
        ({"tokens_per_chunk": 2.0}, "tokens_per_chunk", "tokens_per_chunk must be a whole number"),
        ({"mock_response": 7}, "mock_response", "mock_response must be a string, got 7"),
        ({"simulate_latency": 1}, "simulate_latency", "simulate_latency must be true or false"),
        ({"tokenizer_model": "gpt-4 turbo!"}, "tokenizer_model", "tokenizer_model must be a model or encoding"),
        ({"tokenizer_model": "gpt-4-\r\nx-evil: 1"}, "tokenizer_model", "tokenizer_model must be a model or encoding"),
        ({"tokenizer_model": "gpt-4-" + "x" * 100_000}, "tokenizer_model", "tokenizer_model must be"),
    ],
)
def test_a_wrong_value_is_refused_with_its_field_its_bounds_and_itself(
    http: httpx.Client, fields: dict[str, Any], param: str, sentence: str
) -> None:
    answer = http.post(CHAT, json={"messages": messages(), **fields})

    message = assert_error(answer, 400, param)
    assert message.startswith(sentence)
    assert len(message) < 1000


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
@pytest.mark.parametrize("field", ["tokens_per_second", "time_to_first_token", "temperature"])
def test_what_is_no_finite_number_is_refused_with_its_field(http: httpx.Client, number: str, field: str) -> None:
    body = f'{{"messages": [{{"role": "user", "content": "x"}}], "{field}": {number}}}'

    answer = http.post(CHAT, content=body)

    assert_error(answer, 400, field)


def test_nan_is_refused_wherever_it_stands(http: httpx.Client) -> None:
    answer = http.post(CHAT, content=b'{"messages": [{"role": "user", "content": "x"}], "extra": {"a": [1, NaN]}}')

    assert assert_error(answer, 400, "extra.a[1]") == "extra.a[1] must be a finite number, got NaN or Infinity"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"not json",
        b"[]",
        b"7",
        b"null",
        b"NaN",
        b'"text"',
        b'{"messages": }',
        b"\xff\xfe{}",
        b"\x00",
        b'{"messages": [{"role": "user", "content": "\\ud83d"}]}',
        b'{"messages": [{"role": "user", "content": "\xff"}]}',
        b'{"a": NaN, "a": 1}',
    ],
)
def test_a_body_that_is_no_json_object_is_refused(http: httpx.Client, body: bytes) -> None:
    answer = http.post(CHAT, content=body)

    message = assert_error(answer, 400, None)
    assert message.startswith("the request body")


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"messages": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"a": [' + b"[" * 150 + b"NaN" + b"]" * 150 + b"]}",
    ],
)
def test_deep_json_is_refused_and_the_server_serves_on(http: httpx.Client, body: bytes) -> None:
    answer = http.post(CHAT, content=body)
    after = http.post(CHAT, json=chat("still here"))

    assert answer.status_code == 400
    assert set(answer.json()["error"]) == KEYS
    assert streamed_text(after.content) == "still here"


def test_missing_messages_are_told(http: httpx.Client) -> None:
    answer = http.post(CHAT, json={"model": "m"})

    assert assert_error(answer, 400, "messages") == "messages is required"


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v1/nothing"), ("POST", "/v1/chat"), ("POST", "/v2/chat/completions"), ("GET", "/%00"), ("PUT", "/x%0A")],
)
def test_an_unknown_path_is_a_404_like_the_real_ones(http: httpx.Client, method: str, path: str) -> None:
    answer = http.request(method, path)

    assert assert_error(answer, 404, None).startswith(f"Invalid URL ({method} /")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", CHAT, {"POST"}),
        ("PUT", CHAT, {"POST"}),
        ("GET", "/completions", {"POST"}),
        ("POST", "/v1/models", {"GET"}),
        ("DELETE", "/v1/models/gpt-4", {"GET"}),
        ("POST", "/health", {"GET", "HEAD"}),
        ("POST", "/mock/settings", {"GET", "PATCH"}),
    ],
)
def test_a_wrong_method_is_a_405_that_names_the_right_ones(
    http: httpx.Client, method: str, path: str, allowed: set[str]
) -> None:
    answer = http.request(method, path)

    message = assert_error(answer, 405, None)
    assert set(answer.headers["allow"].split(", ")) == allowed
    assert path in message


def test_a_path_with_a_slash_at_its_end_is_no_page_of_html(http: httpx.Client) -> None:
    answer = http.post(CHAT + "/", json=chat("hi"))

    assert answer.status_code in (307, 404)
    assert "html" not in answer.text.lower()


LIMIT = 2048
LARGE = json.dumps(chat("x" * 5000)).encode()


@pytest.fixture(scope="module")
def small() -> Iterator[RunningServer]:
    """A server that takes small bodies only."""
    with RunningServer(max_body_bytes=LIMIT, tokens_per_second=0, time_to_first_token=0) as running:
        yield running


@pytest.mark.parametrize("path", [CHAT, "/v1/completions"])
def test_a_body_over_the_limit_is_a_413(small: RunningServer, path: str) -> None:
    answer = ask_once(small.port, LARGE, path)

    assert answer.status == 413
    assert answer.error["code"] == "request_too_large"
    assert answer.error["message"] == "the request body must be at most 2048 bytes (max_body_bytes)"


def test_a_body_over_the_limit_in_the_control_api_is_a_413(small: RunningServer) -> None:
    answer = ask_once(small.port, b'{"mock_response": "' + b"x" * 3000 + b'"}', "/mock/settings", method="PATCH")

    assert answer.status == 413


def test_a_chunked_body_over_the_limit_is_a_413(small: RunningServer) -> None:
    with BareClient(small.port) as client:
        client.send(b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(3):
            client.send(b"400\r\n" + b"x" * 1024 + b"\r\n")
        answer = client.answer()

    assert answer.status == 413


def test_a_connection_goes_on_after_a_body_that_was_too_large(small: RunningServer) -> None:
    with BareClient(small.port) as client:
        client.ask(LARGE)
        refused = client.answer()
        client.ask(chat("hi"))
        answered = client.answer()

    assert refused.status == 413
    assert streamed_text(answered.body) == "hi"


def test_a_body_of_the_limit_is_taken(small: RunningServer) -> None:
    body = json.dumps(chat("hi")).encode()

    answer = ask_once(small.port, body + b" " * (LIMIT - len(body)))

    assert answer.status == 200


def test_a_body_of_fifty_megabytes_is_refused_without_delay_to_others(server: RunningServer) -> None:
    with BareClient(server.port) as large, BareClient(server.port) as other:
        large.send(large.request(b"", headers={"Content-Length": str(50 * 1024 * 1024)}))
        answer = large.answer()
        other.ask(chat("hi"))
        answered = other.answer()

    assert answer.status == 413
    assert streamed_text(answered.body) == "hi"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", CHAT),
        ("POST", "/v1/completions"),
        ("POST", "/chat/completions"),
        ("GET", "/v1/models"),
        ("GET", "/v1/models/gpt-4"),
        ("DELETE", "/v1/responses/resp_1"),
    ],
)
def test_a_browsers_preflight_allows_keys_and_the_clients_own_headers(
    http: httpx.Client, method: str, path: str
) -> None:
    asked = {
        **ORIGIN,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization,content-type,x-stainless-lang,x-mock-tokens-per-second",
    }

    answer = http.options(path, headers=asked)

    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert method in answer.headers["access-control-allow-methods"]
    allowed = {name.strip().lower() for name in answer.headers["access-control-allow-headers"].split(",")}
    assert {"authorization", "content-type", "x-stainless-lang", "x-mock-tokens-per-second"} <= allowed


def test_a_page_may_call_a_private_network_address(http: httpx.Client) -> None:
    asked = {**ORIGIN, "Access-Control-Request-Method": "POST", "Access-Control-Request-Private-Network": "true"}

    answer = http.options(CHAT, headers=asked)

    assert answer.headers["access-control-allow-private-network"] == "true"


def test_a_browser_may_read_streams_and_the_headers_that_tell_what_was_used(http: httpx.Client) -> None:
    answer = http.post(CHAT, json=chat("hi"), headers=ORIGIN)

    assert answer.headers["access-control-allow-origin"] == "*"
    exposed = {name.strip().lower() for name in answer.headers["access-control-expose-headers"].split(",")}
    assert {"x-request-id", "openai-processing-ms", "x-mock-tokens-per-second", "x-mock-overrides"} <= exposed


def test_a_browser_may_read_errors_too(http: httpx.Client, locked: httpx.Client) -> None:
    answers = [
        http.post(CHAT, json={"messages": []}, headers=ORIGIN),
        http.post(CHAT, content=b"{", headers=ORIGIN),
        http.get("/v1/nothing", headers=ORIGIN),
        http.get(CHAT, headers=ORIGIN),
        locked.post(CHAT, json=chat("hi"), headers=ORIGIN),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 404, 405, 401]
    assert {answer.headers.get("access-control-allow-origin") for answer in answers} == {"*"}


def test_a_browser_may_read_that_its_body_was_too_large(small: RunningServer) -> None:
    answer = ask_once(small.port, LARGE, headers=ORIGIN)

    assert answer.status == 413
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", ["/mock/settings", "/mock/requests", "/mock/events"])
def test_the_control_api_is_closed_to_other_origins(http: httpx.Client, path: str) -> None:
    got = http.get(path, headers=ORIGIN)
    preflight = http.options(
        path, headers={**ORIGIN, "Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "x"}
    )

    assert got.status_code == 403
    assert preflight.status_code == 405
    assert "access-control-allow-origin" not in got.headers
    assert "access-control-allow-origin" not in preflight.headers


def test_the_health_page_says_that_the_server_serves(http: httpx.Client) -> None:
    answer = http.get("/health")

    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"


def test_a_browser_may_read_the_health_page(http: httpx.Client) -> None:
    answer = http.get("/health", headers=ORIGIN)

    assert answer.headers.get("access-control-allow-origin") == "*"


def test_a_path_that_only_begins_like_an_own_page_is_an_endpoint_like_others(http: httpx.Client) -> None:
    answer = http.get("/mockery", headers=ORIGIN)

    assert answer.status_code == 404
    assert answer.headers.get("access-control-allow-origin") == "*"
