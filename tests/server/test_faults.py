"""Momentary trouble over real sockets: the next answer that was understood fails as asked, and only that one."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import openai
import pytest
from openai import OpenAI

from mockpanel.core.faults import Fault, FaultKind
from mockpanel.core.request_record import Outcome, RequestRecord
from tests.running import RunningServer
from tests.server.bare import (
    CHAT,
    COMPLETIONS,
    SMALL_BUFFER,
    BareClient,
    ask_once,
    chat,
    events,
    messages,
    streamed_text,
    wait_until,
)
from tests.server.foreign import ForeignServer

WORDS = "one two three four five six seven"
STALL_S = 0.2


@pytest.fixture
def official(tunable: RunningServer) -> Iterator[OpenAI]:
    """The official client, which does not try again."""
    with OpenAI(base_url=tunable.base_url, api_key="test", max_retries=0) as made:
        yield made


def arm(server: RunningServer, kind: FaultKind, **figures: Any) -> None:
    """Arms a fault as a front end does."""
    server.call(server.services.faults.arm, Fault(kind=kind, **figures))


def latest(server: RunningServer) -> RequestRecord:
    """The record of the latest request, once it is over."""
    record = list(server.services.log)[-1]
    wait_until(lambda: record.outcome.over, "the request is over")
    return record


def until_broken(server: RunningServer, body: Any, path: str = CHAT, **options: Any) -> tuple[int, bytes, bytes]:
    """Status, all whole HTTP chunks, and what came behind them until the connection ended."""
    with BareClient(server.port) as client:
        client.ask(body, path, **options)
        status, _ = client.head()
        rest, data = client.rest(), b""
    while (found := re.match(rb"([0-9a-f]+)\r\n", rest)) and int(found[1], 16):
        end = found.end() + int(found[1], 16)
        data, rest = data + rest[found.end() : end], rest[end + 2 :]
    return status, data, rest


def contents(data: bytes) -> list[bytes]:
    """The contents of a chat stream, broken off or not."""
    return re.findall(rb'"delta":\{"content":"([^"]*)"\}', data)


@pytest.mark.parametrize("stream", [True, False])
def test_a_rate_limit_is_the_error_that_the_official_client_knows(
    tunable: RunningServer, official: OpenAI, stream: bool
) -> None:
    arm(tunable, FaultKind.RATE_LIMIT, retry_after=1.5)

    with pytest.raises(openai.RateLimitError) as caught:
        official.chat.completions.create(model="m", messages=[{"role": "user", "content": WORDS}], stream=stream)

    assert (caught.value.type, caught.value.code) == ("requests", "rate_limit_exceeded")
    headers = caught.value.response.headers
    assert (headers["retry-after"], headers["retry-after-ms"]) == ("2", "1500")
    record = latest(tunable)
    assert (record.fault, record.status, record.outcome) == ("429 with Retry-After 1.5 s", 429, Outcome.REJECTED)


def test_a_client_that_tries_again_after_a_rate_limit_gets_its_answer(tunable: RunningServer) -> None:
    arm(tunable, FaultKind.RATE_LIMIT, retry_after=0.01)

    with OpenAI(base_url=tunable.base_url, api_key="test", max_retries=1) as client:
        answer = client.chat.completions.create(model="m", messages=[{"role": "user", "content": "again"}])

    assert answer.choices[0].message.content == "again"
    assert [record.status for record in tunable.services.log] == [429, 200]


def test_a_page_may_read_when_to_try_again(tunable: RunningServer) -> None:
    arm(tunable, FaultKind.RATE_LIMIT)

    answer = ask_once(tunable.port, chat(), headers={"Origin": "http://page.example"})

    assert answer.status == 429
    shown = answer.headers["access-control-expose-headers"].lower()
    assert {"retry-after", "retry-after-ms"} <= set(shown.split(", "))


def test_a_server_error_that_was_asked_for_leaves_no_traceback(
    tunable: RunningServer, official: OpenAI, caplog: pytest.LogCaptureFixture
) -> None:
    arm(tunable, FaultKind.SERVER_ERROR)

    with caplog.at_level(logging.DEBUG, "mockpanel"), pytest.raises(openai.InternalServerError) as caught:
        official.chat.completions.create(model="m", messages=[{"role": "user", "content": "hi"}])

    assert (caught.value.status_code, caught.value.type) == (500, "server_error")
    assert [entry for entry in caplog.records if entry.name.startswith("mockpanel")] == []
    record = latest(tunable)
    assert (record.fault, record.status, record.outcome) == ("500", 500, Outcome.FAILED)


@pytest.mark.parametrize("rate", [0, 200])
@pytest.mark.parametrize("size", [1, 2])
def test_a_cut_lets_exactly_the_first_tokens_through(tunable: RunningServer, rate: float, size: int) -> None:
    arm(tunable, FaultKind.CUT, after_tokens=3)

    status, data, rest = until_broken(tunable, chat(WORDS, tokens_per_second=rate, tokens_per_chunk=size))

    assert (status, rest) == (200, b"")
    assert b"".join(contents(data)) == b"one two three"
    assert len(contents(data)) == (3 if size == 1 else 2)
    assert b'"finish_reason":"stop"' not in data
    assert b"[DONE]" not in data
    record = latest(tunable)
    assert (record.fault, record.outcome, record.sent_tokens) == ("cut after 3 tokens", Outcome.CUT, 3)


def test_the_official_client_sees_a_cut_as_a_broken_connection(tunable: RunningServer, official: OpenAI) -> None:
    arm(tunable, FaultKind.CUT, after_tokens=2)
    stream = official.chat.completions.create(model="m", messages=[{"role": "user", "content": WORDS}], stream=True)
    read: list[str] = []

    with pytest.raises(openai.APIConnectionError):
        read.extend(chunk.choices[0].delta.content or "" for chunk in stream)

    assert "".join(read) == "one two"


def test_a_cut_before_the_first_token_sends_nothing_behind_the_headers(tunable: RunningServer) -> None:
    arm(tunable, FaultKind.CUT, after_tokens=0)

    status, data, rest = until_broken(tunable, chat(WORDS, time_to_first_token=0.05))

    assert (status, data, rest) == (200, b"", b"")
    record = latest(tunable)
    assert record.duration is not None
    assert record.duration >= 0.05
    assert (record.outcome, record.sent_tokens) == (Outcome.CUT, 0)


def test_a_cut_behind_all_tokens_leaves_out_what_closes_the_stream(tunable: RunningServer) -> None:
    arm(tunable, FaultKind.CUT, after_tokens=1000)

    _, data, rest = until_broken(tunable, chat(WORDS, stream_options={"include_usage": True}))

    assert b"".join(contents(data)) == WORDS.encode()
    assert rest == b""
    assert b'"finish_reason":"stop"' not in data
    assert b"prompt_tokens" not in data
    assert b"[DONE]" not in data


def test_an_answer_in_one_piece_breaks_off_when_it_would_have_come(tunable: RunningServer) -> None:
    arm(tunable, FaultKind.CUT)

    with pytest.raises(httpx.RemoteProtocolError):
        httpx.post(tunable.root_url + CHAT, json=chat(WORDS, stream=False, time_to_first_token=0.05), trust_env=False)

    record = latest(tunable)
    assert record.duration is not None
    assert record.duration >= 0.05
    assert (record.outcome, record.status, record.sent_tokens) == (Outcome.CUT, None, 0)


def test_a_client_that_reads_late_gets_all_that_was_sent_before_a_cut(tunable: RunningServer) -> None:
    word, count = " responsibilities", 300_000
    arm(tunable, FaultKind.CUT, after_tokens=count)

    with BareClient(tunable.port, receive_buffer=SMALL_BUFFER) as client:
        client.ask(chat(word * (count + 5), tokens_per_chunk=10_000))
        client.head()
        assert latest(tunable).sent_tokens == count
        data = client.rest()

    assert data.count(word.encode()) == count


@pytest.mark.parametrize("rate", [0, 200])
def test_a_stall_makes_the_tokens_behind_it_later_and_changes_nothing_else(tunable: RunningServer, rate: float) -> None:
    body = chat(WORDS, tokens_per_second=rate, stream_options={"include_usage": True})
    expected = ask_once(tunable.port, body).body
    arm(tunable, FaultKind.STALL, after_tokens=3, seconds=STALL_S)

    with BareClient(tunable.port) as client:
        began = client.ask(body)
        client.head()
        came = list(client.chunks())

    data = b"".join(chunk for _, chunk in came)
    assert [event["choices"] for event in events(data)] == [event["choices"] for event in events(expected)]
    times = [when for when, chunk in came for _ in contents(chunk)]
    assert times[3] - began >= STALL_S
    assert times[2] - began < STALL_S
    record = latest(tunable)
    assert (record.fault, record.outcome) == ("stall of 0.2 s after 3 tokens", Outcome.COMPLETED)
    planned = {row.tokens: row.planned_ns for row in record.ledger}
    assert planned[4 if rate else 7] - planned[3] >= STALL_S * 1e9


def test_a_stalled_answer_can_be_cut_as_any_other(tunable: RunningServer) -> None:
    arm(tunable, FaultKind.STALL, after_tokens=2, seconds=60)

    with BareClient(tunable.port) as client:
        client.ask(chat(WORDS))
        client.head()
        client.chunk()
        tunable.call(tunable.services.live.cut_all)
        assert client.rest() == b""

    assert latest(tunable).outcome is Outcome.CUT


def test_an_answer_in_one_piece_comes_later_by_the_stall(tunable: RunningServer, official: OpenAI) -> None:
    arm(tunable, FaultKind.STALL, after_tokens=2, seconds=STALL_S)

    answer = official.chat.completions.create(
        model="m", messages=[{"role": "user", "content": WORDS}], extra_body={"time_to_first_token": 0.05}
    )

    assert answer.choices[0].message.content == WORDS
    (row,) = latest(tunable).ledger
    assert row.planned_ns == (0.05 + STALL_S) * 1e9
    assert row.sent_ns >= row.planned_ns


def test_an_empty_answer_is_a_proper_stream_without_text(tunable: RunningServer, official: OpenAI) -> None:
    arm(tunable, FaultKind.EMPTY)

    chunks = list(
        official.chat.completions.create(
            model="m",
            messages=[{"role": "user", "content": WORDS}],
            max_tokens=3,
            stream=True,
            stream_options={"include_usage": True},
        )
    )

    first, last, usage = chunks
    assert (first.choices[0].delta.role, first.choices[0].delta.content) == ("assistant", "")
    assert (last.choices[0].delta.content, last.choices[0].finish_reason) == (None, "stop")
    assert usage.usage is not None
    assert usage.usage.completion_tokens == 0
    record = latest(tunable)
    assert (record.fault, record.outcome, record.completion_tokens) == ("empty answer", Outcome.COMPLETED, 0)


@pytest.mark.parametrize("n", [1, 3])
def test_an_empty_answer_in_one_piece_has_empty_texts(tunable: RunningServer, official: OpenAI, n: int) -> None:
    arm(tunable, FaultKind.EMPTY)

    answer = official.chat.completions.create(model="m", messages=[{"role": "user", "content": WORDS}], n=n)

    assert [(choice.message.content, choice.finish_reason) for choice in answer.choices] == [("", "stop")] * n
    assert answer.usage is not None
    assert answer.usage.completion_tokens == 0


@pytest.mark.parametrize("stream", [True, False])
def test_an_empty_legacy_answer_does_not_echo_either(tunable: RunningServer, stream: bool) -> None:
    arm(tunable, FaultKind.EMPTY)

    answer = ask_once(tunable.port, {"prompt": WORDS, "echo": True, "stream": stream, "logprobs": 1}, COMPLETIONS)

    (answered,) = events(answer.body) if stream else [answer.json]
    assert (answered["choices"][0]["text"], answered["choices"][0]["finish_reason"]) == ("", "stop")


def test_legacy_completions_take_the_fault_too(tunable: RunningServer) -> None:
    arm(tunable, FaultKind.CUT, after_tokens=2)

    _, data, rest = until_broken(tunable, {"prompt": WORDS, "stream": True}, COMPLETIONS)

    assert re.findall(rb'"text":"([^"]*)"', data) == [b"one", b" two"]
    assert rest == b""


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", CHAT, b"{"),
        ("POST", CHAT, {"messages": []}),
        ("POST", CHAT, {"messages": messages(), "tokens_per_second": -1}),
        ("POST", "/v1/no/such/path", {}),
        ("GET", "/v1/models", b""),
        ("GET", "/health", b""),
    ],
)
def test_what_gets_no_answer_of_its_own_does_not_use_the_fault_up(
    tunable: RunningServer, method: str, path: str, body: Any
) -> None:
    arm(tunable, FaultKind.EMPTY)

    ask_once(tunable.port, body, path, method=method)

    assert tunable.services.faults.armed == Fault(kind=FaultKind.EMPTY)
    assert streamed_text(ask_once(tunable.port, chat(WORDS)).body) == ""
    assert streamed_text(ask_once(tunable.port, chat(WORDS)).body) == WORDS


def test_a_wrong_key_does_not_use_the_fault_up() -> None:
    with RunningServer(api_key="s3cret", tokens_per_second=0, time_to_first_token=0) as locked:
        arm(locked, FaultKind.EMPTY)

        refused = ask_once(locked.port, chat(WORDS), headers={"Authorization": "Bearer wrong"})
        answered = ask_once(locked.port, chat(WORDS), headers={"Authorization": "Bearer s3cret"})

    assert (refused.status, answered.status) == (401, 200)
    assert streamed_text(answered.body) == ""


def test_exactly_one_of_many_requests_at_once_takes_the_fault(tunable: RunningServer) -> None:
    arm(tunable, FaultKind.SERVER_ERROR)
    statuses: list[int] = []
    together = threading.Barrier(12)

    def ask() -> None:
        with BareClient(tunable.port) as client:
            together.wait()
            client.ask(chat(WORDS))
            statuses.append(client.answer().status)

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [200] * 11 + [500]
    assert [record.fault for record in tunable.services.log if record.fault] == ["500"]


@pytest.fixture(scope="module", params=["h11", "httptools"])
def foreign(request: pytest.FixtureRequest) -> Iterator[RunningServer]:
    """The app under an ASGI server of the user's own."""
    with ForeignServer(request.param, tokens_per_second=0, time_to_first_token=0) as running:
        yield running


def test_a_cut_under_a_foreign_server_lets_exactly_the_first_tokens_through(foreign: RunningServer) -> None:
    arm(foreign, FaultKind.CUT, after_tokens=3)

    status, data, rest = until_broken(foreign, chat(WORDS, tokens_per_second=200))

    assert (status, rest) == (200, b"")
    assert contents(data) == [b"one", b" two", b" three"]
    assert latest(foreign).outcome is Outcome.CUT
