"""Time on a real clock: no token is ever early, and none is late by more than a busy machine explains."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from tests.running import RunningServer
from tests.server.bare import CHAT, COMPLETIONS, BareClient, ask_once, chat, messages, streamed_text

LATE_S = 0.5
TEN_WORDS = "one two three four five six seven eight nine ten"


def arrivals(port: int, body: dict[str, Any], path: str = CHAT) -> list[float]:
    """Seconds from before the request was sent to each content chunk's arrival."""
    with BareClient(port) as client:
        began = client.ask(body, path)
        client.head()
        found = []
        for came, data in client.chunks():
            count = data.count(b'"delta":{"content":"') + data.count(b'"text":"') - data.count(b'"text":""')
            found += [came - began] * count
        return found


def assert_kept(found: list[float], dues: list[float]) -> None:
    """Never early, and not late."""
    assert len(found) == len(dues)
    assert all(came >= due for came, due in zip(found, dues, strict=True)), list(zip(found, dues, strict=True))
    assert all(came <= due + LATE_S for came, due in zip(found, dues, strict=True)), list(zip(found, dues, strict=True))


@pytest.mark.parametrize("rate", [12.5, 50.0, 1000.0])
def test_every_token_comes_at_its_time(server: RunningServer, rate: float) -> None:
    body = chat(TEN_WORDS, tokens_per_second=rate, time_to_first_token=0.1)

    found = arrivals(server.port, body)

    assert_kept(found, [0.1 + place / rate for place in range(10)])


def test_the_rate_does_not_depend_on_the_chunk_size(server: RunningServer) -> None:
    body = chat(TEN_WORDS, tokens_per_second=25, time_to_first_token=0.05, tokens_per_chunk=4)

    found = arrivals(server.port, body)

    assert_kept(found, [0.05, 0.05 + 7 / 25, 0.05 + 9 / 25])


def test_legacy_completions_keep_the_same_time(server: RunningServer) -> None:
    body = {"prompt": "p", "mock_response": TEN_WORDS, "stream": True, "tokens_per_second": 50, "ttft": 0.1}

    found = arrivals(server.port, body, COMPLETIONS)

    assert_kept(found, [0.1 + place / 50 for place in range(10)])


def test_many_streams_keep_their_time_at_once(server: RunningServer) -> None:
    body = chat(TEN_WORDS, tokens_per_second=50, time_to_first_token=0.1)
    clients = [BareClient(server.port) for _ in range(80)]

    starts = [client.ask(body) for client in clients]
    ends = []
    for client in clients:
        client.head()
        ends.append([came for came, _ in client.chunks()])
        client.leave()

    assert all(end[-1] - start >= 0.1 + 9 / 50 for start, end in zip(starts, ends, strict=True))
    assert max(end[-1] for end in ends) - starts[-1] < 0.1 + 9 / 50 + LATE_S


def test_headers_go_out_at_once_and_the_role_with_the_first_content(server: RunningServer) -> None:
    with BareClient(server.port) as client:
        began = client.ask(chat("hi", time_to_first_token=0.5))
        client.head()
        headers_after = time.monotonic() - began
        first = client.chunk()
        first_after = time.monotonic() - began

    assert headers_after < 0.5
    assert 0.5 <= first_after < 0.5 + LATE_S
    assert b'"role":"assistant"' in first
    assert b'"content":"hi"' in first


def test_the_wait_for_the_first_token_runs_from_the_bodys_last_byte(server: RunningServer) -> None:
    with BareClient(server.port) as client:
        request = client.request(chat("hi", time_to_first_token=0.2))
        client.send(request[:-10])
        time.sleep(0.25)
        began = time.monotonic()
        client.send(request[-10:])
        client.head()
        client.chunk()
        after = time.monotonic() - began

    assert 0.2 <= after < 0.2 + LATE_S


def test_an_answer_in_one_piece_waits_as_long_as_its_stream_would(server: RunningServer) -> None:
    body = chat(TEN_WORDS, stream=False, tokens_per_second=50, time_to_first_token=0.1)

    began = time.monotonic()
    answer = ask_once(server.port, body)
    took = time.monotonic() - began

    assert answer.json["choices"][0]["message"]["content"] == TEN_WORDS
    assert 0.1 + 9 / 50 <= took < 0.1 + 9 / 50 + LATE_S
    assert int(answer.headers["openai-processing-ms"]) >= 280


def test_an_answer_in_one_piece_need_not_wait(server: RunningServer) -> None:
    body = chat(TEN_WORDS, stream=False, tokens_per_second=1, time_to_first_token=5, simulate_latency=False)

    began = time.monotonic()
    answer = ask_once(server.port, body)
    took = time.monotonic() - began

    assert answer.json["choices"][0]["message"]["content"] == TEN_WORDS
    assert took < LATE_S


def test_a_stream_waits_whether_latency_is_simulated_or_not(server: RunningServer) -> None:
    body = chat(TEN_WORDS, tokens_per_second=50, time_to_first_token=0.1, simulate_latency=False)

    found = arrivals(server.port, body)

    assert_kept(found, [0.1 + place / 50 for place in range(10)])


def test_an_unpaced_stream_takes_no_time_after_its_first_token(server: RunningServer) -> None:
    body = chat("word " * 5000, tokens_per_second=0, time_to_first_token=0.1)

    began = time.monotonic()
    answer = ask_once(server.port, body)
    took = time.monotonic() - began

    assert streamed_text(answer.body) == "word " * 5000
    assert 0.1 <= took < 0.1 + LATE_S


def test_a_slow_stream_that_is_sped_up_ends_soon(tunable: RunningServer) -> None:
    tunable.update(tokens_per_second=1.0)

    with BareClient(tunable.port) as client:
        client.ask(chat(TEN_WORDS * 10))
        client.head()
        first = client.chunk()
        tunable.update(tokens_per_second=1000.0)
        began = time.monotonic()
        rest = b"".join(data for _, data in client.chunks())
        took = time.monotonic() - began

    assert streamed_text(first + rest) == TEN_WORDS * 10
    assert 0.08 <= took < 0.1 + LATE_S


def test_a_fast_stream_that_is_slowed_down_slows_down(tunable: RunningServer) -> None:
    tunable.update(tokens_per_second=500.0)

    with BareClient(tunable.port) as client:
        client.ask(chat("word " * 1000))
        client.head()
        client.chunk()
        tunable.update(tokens_per_second=10.0)
        time.sleep(0.05)
        (stream,) = tunable.call(lambda: list(tunable.services.live))
        began = time.monotonic()
        before = stream.record.ledger.tokens
        time.sleep(0.35)
        after = stream.record.ledger.tokens
        took = time.monotonic() - began

    assert 2 <= after - before <= took * 10 + 1


def test_a_wait_for_the_first_token_follows_too_and_lets_no_burst_out(tunable: RunningServer) -> None:
    tunable.update(tokens_per_second=20.0, time_to_first_token=60.0)

    with BareClient(tunable.port) as client:
        client.ask(chat("word " * 100))
        client.head()
        time.sleep(0.5)
        tunable.update(time_to_first_token=0.0)
        began = time.monotonic()
        first = client.chunk()
        took = time.monotonic() - began

    assert took < LATE_S
    assert first.count(b'"content":"word"') + first.count(b'"content":" word"') <= 3


def test_a_pinned_stream_does_not_follow(tunable: RunningServer) -> None:
    body = chat(TEN_WORDS, tokens_per_second=20, time_to_first_token=0.1)

    with BareClient(tunable.port) as client:
        began = client.ask(body)
        client.head()
        tunable.update(tokens_per_second=0.0, time_to_first_token=0.0)
        ends = [came - began for came, _ in client.chunks()]

    assert 0.1 + 9 / 20 <= ends[-1] < 0.1 + 9 / 20 + LATE_S


def test_a_second_change_and_a_third_hold_too(tunable: RunningServer) -> None:
    tunable.update(tokens_per_second=1.0)

    with BareClient(tunable.port) as client:
        client.ask(chat("word " * 20))
        client.head()
        client.chunk()
        for rate in (500.0, 1.0, 0.0):
            tunable.update(tokens_per_second=rate)
        began = time.monotonic()
        rest = b"".join(data for _, data in client.chunks())
        took = time.monotonic() - began

    assert rest.endswith(b"[DONE]\n\n")
    assert took < LATE_S


def test_tokenizing_a_long_text_delays_no_running_stream(server: RunningServer) -> None:
    body = chat(TEN_WORDS * 2, tokens_per_second=40, time_to_first_token=0.05)

    with BareClient(server.port) as client, BareClient(server.port) as other:
        began = client.ask(body)
        client.head()
        other.ask(chat(f"{began} some quite ordinary words " * 30_000, max_tokens=1))
        found = [came - began for came, _ in client.chunks()]
        assert other.answer().status == 200

    dues = [0.05 + place / 40 for place in range(len(found))]
    assert all(came >= due for came, due in zip(found, dues, strict=True))
    assert max(came - due for came, due in zip(found, dues, strict=True)) < LATE_S


def test_a_first_use_of_an_encoding_delays_no_running_stream(tunable: RunningServer) -> None:
    body = chat(TEN_WORDS * 2, tokens_per_second=40, time_to_first_token=0.05)

    with BareClient(tunable.port) as client, BareClient(tunable.port) as other:
        began = client.ask(body)
        client.head()
        other.ask({"messages": messages(), "mock_response": "hi", "tokenizer_model": "o200k_base"})
        found = [came - began for came, _ in client.chunks()]
        assert other.answer().json["choices"][0]["message"]["content"] == "hi"

    dues = [0.05 + place / 40 for place in range(len(found))]
    assert max(came - due for came, due in zip(found, dues, strict=True)) < LATE_S


def test_what_was_measured_is_what_was_asked(server: RunningServer, http: httpx.Client) -> None:
    answer = http.post(CHAT, json=chat(TEN_WORDS * 3, tokens_per_second=100, time_to_first_token=0.1))

    record = server.services.log.get(answer.headers["x-request-id"])

    assert record is not None
    assert record.ledger.time_to_first_token is not None
    assert 0.1 <= record.ledger.time_to_first_token < 0.1 + LATE_S
    assert record.ledger.tokens_per_second == pytest.approx(100, rel=0.3)
    assert all(row.sent_ns >= row.planned_ns for row in record.ledger)
