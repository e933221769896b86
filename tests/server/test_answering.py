"""The way of a request: its own settings, its key, what its answer's headers and its record tell."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx
import pytest

from mockpanel.core.request_record import KEPT_TEXT_BYTES, Outcome, RequestRecord
from tests.running import RunningServer
from tests.server.bare import CHAT, chat, messages, streamed_text, wait_until


def record_of(server: RunningServer, answer: httpx.Response) -> RequestRecord:
    """The record of a request, once it is over."""
    record = server.services.log.get(answer.headers["x-request-id"])
    assert record is not None
    wait_until(lambda: record.outcome.over, "the request is over")
    return record


def ask(http: httpx.Client, body: dict[str, Any], headers: dict[str, str] | None = None, query: str = "") -> str:
    """The text of a streamed answer."""
    answer = http.post(CHAT + query, json={"messages": messages("echoed"), "stream": True, **body}, headers=headers)
    assert answer.status_code == 200, answer.text
    return streamed_text(answer.content)


@pytest.mark.parametrize("name", ["mock_response", "text", "response"])
def test_the_text_may_come_in_the_body_under_each_of_its_names(http: httpx.Client, name: str) -> None:
    assert ask(http, {name: "from the body"}) == "from the body"


def test_a_settings_own_name_beats_its_older_spellings(http: httpx.Client) -> None:
    assert ask(http, {"text": "older", "mock_response": "own", "response": "older"}) == "own"


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ({"tps": 321}, {"x-mock-tokens-per-second": "321"}),
        ({"ttft": 0.01}, {"x-mock-time-to-first-token": "0.01"}),
        ({"encoding_name": "o200k_base"}, {"x-mock-tokenizer-model": "o200k_base", "x-mock-encoding": "o200k_base"}),
        ({"tokenizer_model": "gpt-4o"}, {"x-mock-tokenizer-model": "gpt-4o", "x-mock-encoding": "o200k_base"}),
        ({"tokens_per_second": None}, {"x-mock-tokens-per-second": "0"}),
        ({"tokens_per_chunk": 7}, {"x-mock-tokens-per-chunk": "7"}),
        ({"simulate_latency": False}, {"x-mock-simulate-latency": "false"}),
    ],
)
def test_the_answers_headers_tell_what_was_used(
    http: httpx.Client, body: dict[str, Any], shown: dict[str, str]
) -> None:
    answer = http.post(CHAT, json={"messages": messages(), "mock_response": "hi", **body})

    assert answer.status_code == 200
    assert {name: answer.headers[name] for name in shown} == shown


def test_the_answers_headers_are_those_of_the_real_api_too(http: httpx.Client) -> None:
    streamed = http.post(CHAT, json=chat("hi"))
    whole = http.post(CHAT, json=chat("hi", stream=False))

    for answer in (streamed, whole):
        assert answer.headers["x-request-id"].startswith("req_")
        assert answer.headers["openai-version"] == "2020-10-01"
        assert int(answer.headers["openai-processing-ms"]) < 1000
        assert "x-mock-response" not in answer.headers
    assert streamed.headers["cache-control"] == "no-cache"
    assert streamed.headers["x-accel-buffering"] == "no"
    assert whole.headers["content-type"] == "application/json"


def test_settings_may_come_as_headers_for_clients_that_cannot_add_fields(http: httpx.Client) -> None:
    headers = {
        "X-Mock-Response": quote("by header\r\n✅ 100%"),
        "X-Mock-Tokens-Per-Second": "500",
        "X-Mock-Time-To-First-Token": "0.001",
        "X-Mock-Tokenizer-Model": "gpt-4o",
        "X-Mock-Tokens-Per-Chunk": "3",
        "X-Mock-Simulate-Latency": "no",
    }

    answer = http.post(CHAT, json=chat(), headers=headers)

    assert streamed_text(answer.content) == "by header\r\n✅ 100%"
    assert answer.headers["x-mock-tokens-per-second"] == "500"
    assert answer.headers["x-mock-tokens-per-chunk"] == "3"
    assert answer.headers["x-mock-simulate-latency"] == "false"
    assert answer.headers["x-mock-encoding"] == "o200k_base"


def test_settings_may_come_as_query_parameters(http: httpx.Client) -> None:
    query = "?mock_response=by%20query%20%E2%9C%85&tokens_per_second=500&time_to_first_token=0.001&unknown=1"

    answer = http.post(CHAT + query, json=chat())

    assert streamed_text(answer.content) == "by query ✅"
    assert answer.headers["x-mock-tokens-per-second"] == "500"
    assert answer.headers["x-mock-time-to-first-token"] == "0.001"


def test_body_beats_header_beats_query_beats_default(http: httpx.Client) -> None:
    header, query = {"X-Mock-Response": "header"}, "?mock_response=query"

    texts = [
        ask(http, {"mock_response": "body"}, header, query),
        ask(http, {}, header, query),
        ask(http, {}, None, query),
        ask(http, {}),
    ]

    assert texts == ["body", "header", "query", "echoed"]


def test_each_setting_has_a_precedence_of_its_own_and_the_answer_tells_the_sources(http: httpx.Client) -> None:
    answer = http.post(
        CHAT + "?tokens_per_chunk=4&tokens_per_second=100&time_to_first_token=0",
        json=chat("hi", tokens_per_chunk=2),
        headers={"X-Mock-Tokens-Per-Second": "200"},
    )

    sources = dict(pair.split("=") for pair in answer.headers["x-mock-overrides"].split(", "))
    assert sources == {
        "mock_response": "body",
        "tokens_per_chunk": "body",
        "tokens_per_second": "header",
        "time_to_first_token": "query",
    }
    assert answer.headers["x-mock-tokens-per-chunk"] == "2"
    assert answer.headers["x-mock-tokens-per-second"] == "200"


def test_an_empty_text_is_an_empty_answer_wherever_it_comes_from(http: httpx.Client) -> None:
    texts = [
        ask(http, {"mock_response": ""}),
        ask(http, {}, {"X-Mock-Response": ""}),
        ask(http, {}, None, "?mock_response="),
    ]

    assert texts == ["", "", ""]


def test_null_means_not_given(http: httpx.Client) -> None:
    assert ask(http, {"mock_response": None, "tokens_per_chunk": None, "time_to_first_token": None}) == "echoed"


@pytest.mark.parametrize(
    ("headers", "query", "param"),
    [
        ({"X-Mock-Tokens-Per-Second": "fast"}, "", "tokens_per_second"),
        ({"X-Mock-Tokens-Per-Second": "nan"}, "", "tokens_per_second"),
        ({"X-Mock-Time-To-First-Token": "-1"}, "", "time_to_first_token"),
        ({"X-Mock-Simulate-Latency": "perhaps"}, "", "simulate_latency"),
        ({}, "?tokens_per_chunk=1.5", "tokens_per_chunk"),
        ({}, "?tokens_per_second=inf", "tokens_per_second"),
        ({}, "?tokenizer_model=no-such-model", "tokenizer_model"),
    ],
)
def test_wrong_headers_and_parameters_are_refused_with_their_setting(
    http: httpx.Client, headers: dict[str, str], query: str, param: str
) -> None:
    answer = http.post(CHAT + query, json=chat("hi"), headers=headers)

    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == param
    assert param in answer.json()["error"]["message"]


def test_a_default_answer_is_sent_to_all_who_bring_none() -> None:
    with (
        RunningServer(mock_response="the default", tokens_per_second=0, time_to_first_token=0) as server,
        httpx.Client(base_url=server.root_url, trust_env=False) as http,
    ):
        texts = [ask(http, {}), ask(http, {"mock_response": "own"}), ask(http, {"mock_response": ""})]

    assert texts == ["the default", "own", ""]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": "Bearer s3cret"}, 200),
        ({"Authorization": "bearer s3cret"}, 200),
        ({"api-key": "s3cret"}, 200),
        ({"x-api-key": "s3cret"}, 200),
        ({}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": "Bearer"}, 401),
        ({"Authorization": "Basic s3cret"}, 401),
        ({"Authorization": "Bearer s3cret2"}, 401),
        ({"x-api-key": "wrong"}, 401),
        ({"x-api-key": "ünï"}, 401),
    ],
)
def test_a_key_that_is_set_must_be_sent(locked: httpx.Client, headers: dict[str, str], status: int) -> None:
    encoded = [(name.encode(), value.encode()) for name, value in headers.items()]

    answers = [
        locked.post(CHAT, json=chat("hi"), headers=encoded),
        locked.post("/v1/completions", json={"prompt": "p"}, headers=encoded),
        locked.get("/v1/models", headers=encoded),
        locked.get("/v1/models/gpt-4", headers=encoded),
    ]

    assert [answer.status_code for answer in answers] == [status] * 4
    if status == 401:
        assert {answer.json()["error"]["code"] for answer in answers} == {"invalid_api_key"}
        assert all("s3cret" not in answer.text for answer in answers)


def test_a_key_is_checked_before_the_body_is_read(locked: httpx.Client) -> None:
    answer = locked.post(CHAT, content=b"{ no json")

    assert answer.status_code == 401


def test_the_servers_own_pages_need_no_key(locked: httpx.Client) -> None:
    answers = [locked.get(path) for path in ("/health", "/mock/settings", "/openapi.json")]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert all("s3cret" not in answer.text for answer in answers)


def test_the_record_tells_what_was_asked_and_what_was_sent(server: RunningServer, http: httpx.Client) -> None:
    body = chat("one two three", tokens_per_second=200, model="my-model")

    record = record_of(server, http.post(CHAT, json=body))

    assert (record.model, record.stream, record.outcome, record.status) == ("my-model", True, Outcome.COMPLETED, 200)
    assert record.settings is not None
    assert record.settings.tokens_per_second == 200
    assert set(record.overrides) == {"mock_response", "tokens_per_second"}
    assert (record.completion_tokens, record.ledger.tokens, record.ledger.chunks) == (3, 3, 3)
    assert record.answer == "one two three"
    assert record.body.startswith('{"model":"my-model"')
    assert record.duration is not None
    assert record.duration >= 0.01


def test_the_record_of_a_refused_request_tells_why(server: RunningServer, http: httpx.Client) -> None:
    record = record_of(server, http.post(CHAT, json=chat("hi", n=0)))

    assert (record.outcome, record.status) == (Outcome.REJECTED, 400)
    assert record.error == "n must be between 1 and 128, got 0"


def test_the_record_holds_no_key(server: RunningServer, http: httpx.Client) -> None:
    answer = http.post(
        CHAT + "?api_key=sk-secret",
        json=chat("hi", api_key="sk-secret", extra={"Authorization": "Bearer sk-secret"}),
        headers={"Authorization": "Bearer sk-secret", "x-api-key": "sk-secret"},
    )

    record = record_of(server, answer)

    shown = repr((record.headers, record.path, record.body, record.error, record.answer, dict(record.overrides)))
    assert "***" in shown
    assert "sk-secret" not in shown


def test_long_bodies_and_answers_are_kept_up_to_a_limit(server: RunningServer, http: httpx.Client) -> None:
    text = "漢字" * 40_000

    record = record_of(server, http.post(CHAT, json=chat(text)))

    assert KEPT_TEXT_BYTES - 3 <= len(record.answer.encode()) <= KEPT_TEXT_BYTES
    assert text.startswith(record.answer)
    assert len(record.body) <= KEPT_TEXT_BYTES


def test_a_very_long_answer_in_one_piece_is_whole(http: httpx.Client) -> None:
    text = "word " * 30_000

    answer = http.post(CHAT, json=chat(text, stream=False))

    assert answer.json()["choices"][0]["message"]["content"] == text
