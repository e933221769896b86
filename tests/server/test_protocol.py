"""HTTP on the wire: connections that are kept, pipelined, half-sent, old, and no HTTP at all."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from tests.running import RunningServer
from tests.server.bare import CHAT, DONE, BareClient, ask_once, chat, events, messages, streamed_text, wait_until


def test_many_requests_go_over_one_connection(server: RunningServer) -> None:
    with BareClient(server.port) as client:
        texts = []
        for place in range(60):
            client.ask(chat(f"number {place}", stream=place % 2 == 0, tokens_per_second=5000 * (place % 3)))
            answer = client.answer()
            streamed = place % 2 == 0
            texts.append(streamed_text(answer.body) if streamed else answer.json["choices"][0]["message"]["content"])

    assert texts == [f"number {place}" for place in range(60)]


def test_a_connection_serves_on_after_errors(server: RunningServer) -> None:
    bodies: list[Any] = [b"{", {"messages": []}, chat("hi", n=0), chat("hi")]

    with BareClient(server.port) as client:
        statuses = []
        for body in bodies:
            client.ask(body)
            statuses.append(client.answer().status)
        client.ask(b"", "/v1/nothing", method="GET")
        statuses.append(client.answer().status)

    assert statuses == [400, 400, 400, 200, 404]


def test_pipelined_requests_are_answered_in_their_order(server: RunningServer) -> None:
    with BareClient(server.port) as client:
        requests = [
            client.request(chat("first one", tokens_per_second=100)),
            client.request(chat("second", stream=False)),
            client.request(b"", "/v1/models/gpt-4", method="GET"),
            client.request(chat("fourth", tokens_per_second=0)),
        ]
        client.send(b"".join(requests))
        answers = [client.answer() for _ in requests]

    assert streamed_text(answers[0].body) == "first one"
    assert answers[1].json["choices"][0]["message"]["content"] == "second"
    assert answers[2].json["id"] == "gpt-4"
    assert streamed_text(answers[3].body) == "fourth"


def test_a_pipelined_request_waits_its_full_time_too(server: RunningServer) -> None:
    with BareClient(server.port) as client:
        body = chat("a b", tokens_per_second=20, time_to_first_token=0.1)
        began = time.monotonic()
        client.send(client.request(body) + client.request(body))
        client.answer()
        second = client.answer()
        took = time.monotonic() - began

    assert streamed_text(second.body) == "a b"
    assert took >= 0.15


def test_a_request_that_comes_byte_by_byte_is_understood(server: RunningServer) -> None:
    with BareClient(server.port) as client:
        for byte in client.request(chat("slowly")):
            client.send(bytes([byte]))
        answer = client.answer()

    assert streamed_text(answer.body) == "slowly"


def test_a_chunked_request_is_understood(server: RunningServer) -> None:
    body = json.dumps(chat("in chunks")).encode()

    with BareClient(server.port) as client:
        client.send(b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        for start in range(0, len(body), 7):
            part = body[start : start + 7]
            client.send(b"%x\r\n%b\r\n" % (len(part), part))
        client.send(b"0\r\n\r\n")
        answer = client.answer()

    assert streamed_text(answer.body) == "in chunks"


def test_a_client_that_asks_before_it_sends_is_told_to_go_on(server: RunningServer) -> None:
    with BareClient(server.port) as client:
        request = client.request(chat("continued"), headers={"Expect": "100-continue"})
        head, _, body = request.partition(b"\r\n\r\n")
        client.send(head + b"\r\n\r\n")
        go_on = client.answer()
        client.send(body)
        answer = client.answer()

    assert go_on.status == 100
    assert streamed_text(answer.body) == "continued"


def test_a_client_that_asks_before_it_sends_too_much_is_told_not_to(server: RunningServer) -> None:
    with BareClient(server.port) as client:
        headers = {"Expect": "100-continue", "Content-Length": str(50 * 1024 * 1024)}
        client.send(client.request(b"", headers=headers))
        answer = client.answer()

    assert answer.status == 413


def test_an_old_client_gets_an_answer_in_one_piece(server: RunningServer) -> None:
    with BareClient(server.port) as client:
        client.ask(chat("for HTTP/1.0", stream=False), version="1.0")
        _, headers = client.head()
        body = client.rest()

    assert int(headers["content-length"]) == len(body)
    assert json.loads(body)["choices"][0]["message"]["content"] == "for HTTP/1.0"


def test_an_old_clients_stream_is_paced_too(server: RunningServer) -> None:
    with BareClient(server.port) as client:
        began = client.ask(chat("a b c", tokens_per_second=20, time_to_first_token=0.1), version="1.0")
        client.head()
        body = client.rest()
        took = time.monotonic() - began

    assert DONE in body
    assert 0.2 <= took < 0.7


def test_a_connection_that_is_to_be_closed_is_closed_after_the_stream(server: RunningServer) -> None:
    with BareClient(server.port) as client:
        client.ask(chat("bye"), headers={"Connection": "close"})
        answer = client.answer()
        rest = client.rest()

    assert answer.headers["connection"] == "close"
    assert streamed_text(answer.body) == "bye"
    assert rest == b""


@pytest.mark.parametrize("path", ["/v1/models", "/health", CHAT, "/v1/nothing"])
def test_a_head_request_gets_no_body_and_the_connection_goes_on(server: RunningServer, path: str) -> None:
    with BareClient(server.port) as client:
        client.ask(b"", path, method="HEAD")
        head = client.answer(empty=True)
        client.ask(chat("hi"))
        after = client.answer()

    assert head.status in (200, 404, 405)
    assert streamed_text(after.body) == "hi"


@pytest.mark.parametrize(
    "noise",
    [
        b"GE T / HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n",
        b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"GET http://[bad HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nbad header\r\n\r\n",
    ],
)
def test_what_is_no_http_gets_an_error_object_and_the_connection_ends(server: RunningServer, noise: bytes) -> None:
    with BareClient(server.port) as client:
        client.send(noise)
        answer = client.answer()
        rest = client.rest()

    assert answer.status == 400
    assert answer.headers["connection"] == "close"
    assert set(answer.error) == {"message", "type", "param", "code"}
    assert rest == b""


def test_a_websocket_handshake_is_no_reason_to_fail(server: RunningServer) -> None:
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version": "13",
    }

    answer = ask_once(server.port, b"", "/v1/models", method="GET", headers=headers)

    assert answer.status < 500


def test_a_request_in_the_middle_of_a_stream_does_not_disturb_it(server: RunningServer) -> None:
    with BareClient(server.port) as client:
        client.ask(chat("word " * 20, tokens_per_second=100))
        client.head()
        first = client.chunk()
        client.ask(chat("next", stream=False))
        rest = b"".join(data for _, data in client.chunks())
        following = client.answer()

    assert streamed_text(first + rest) == "word " * 20
    assert following.json["choices"][0]["message"]["content"] == "next"


def test_headers_are_understood_in_any_case(server: RunningServer) -> None:
    with BareClient(server.port) as client:
        client.ask(chat(), headers={"X-MOCK-RESPONSE": "shouted", "x-mock-tokens-per-chunk": "5"})
        answer = client.answer()

    assert streamed_text(answer.body) == "shouted"
    assert answer.headers["x-mock-tokens-per-chunk"] == "5"


def test_every_answer_has_an_id_of_its_own(server: RunningServer) -> None:
    with BareClient(server.port) as client:
        names = set()
        for _ in range(5):
            client.ask(chat("hi"))
            names.add(client.answer().headers["x-request-id"])
        client.ask(b"{")
        names.add(client.answer().headers["x-request-id"])

    assert len(names) == 6


def test_slow_senders_leave_the_server_serving_others(server: RunningServer) -> None:
    slow = [BareClient(server.port) for _ in range(30)]
    for client in slow:
        client.send(b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")

    began = time.monotonic()
    answer = ask_once(server.port, chat("quick"))
    took = time.monotonic() - began
    for client in slow:
        client.leave()

    assert streamed_text(answer.body) == "quick"
    assert took < 0.5


def test_every_chunk_on_the_wire_holds_whole_events(server: RunningServer) -> None:
    with BareClient(server.port) as client:
        client.ask({"messages": messages("one two three"), "stream": True, "tokens_per_second": 8})
        client.head()
        chunks = [data for _, data in client.chunks()]

    assert len(chunks) == 3
    assert all(data.startswith(b"data: ") and data.endswith(b"\n\n") for data in chunks)
    assert len(events(b"".join(chunks))) == 5


def test_requests_of_one_connection_have_each_their_record(server: RunningServer) -> None:
    with BareClient(server.port) as client:
        names = []
        for text in ("a", "b c"):
            client.ask(chat(text))
            names.append(client.answer().headers["x-request-id"])

    records = [server.services.log.get(name) for name in names]
    wait_until(lambda: all(record is not None and record.outcome.over for record in records), "both are over")
    assert [record.answer for record in records if record is not None] == ["a", "b c"]


@pytest.mark.parametrize("name", ["Upgrade", "upgrade", "UPGRADE"])
def test_an_offer_of_http_2_is_passed_over_and_the_body_is_read(server: RunningServer, name: str) -> None:
    headers = {"Connection": f"{name}, HTTP2-Settings", name: "h2c", "HTTP2-Settings": "AAEAAEAAAAIAAAAB"}

    with BareClient(server.port) as client:
        client.ask(chat("for Java"), headers=headers)
        answer = client.answer()
        client.ask(chat("once more"), headers=headers)
        again = client.answer()

    assert streamed_text(answer.body) == "for Java"
    assert streamed_text(again.body) == "once more"


def test_a_text_that_looks_like_an_offer_of_http_2_arrives_as_it_is(server: RunningServer) -> None:
    text = "head\r\nUpgrade: h2c\r\n\r\n"

    answer = ask_once(server.port, text.encode(), method="POST", headers={"X-Mock-Response": "x"})
    echoed = ask_once(server.port, chat(text))

    assert answer.status == 400
    assert streamed_text(echoed.body) == text


def test_noise_in_the_middle_of_a_stream_ends_it_and_never_enters_it(server: RunningServer) -> None:
    with BareClient(server.port) as client:
        client.ask(chat("word " * 100, tokens_per_second=50))
        client.head()
        client.chunk()
        client.send(b"\x00\x01 no http\r\n\r\n")
        rest = client.rest()

    assert b"400 Bad Request" not in rest
    assert b"[DONE]" not in rest


def test_a_head_of_enormous_size_is_refused(server: RunningServer) -> None:
    answer = ask_once(server.port, chat("hi"), headers={"X-Large": "x" * 1_000_000})

    assert answer.status in (400, 431)
    assert set(answer.error) == {"message", "type", "param", "code"}
