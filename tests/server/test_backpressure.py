"""A client that does not read is held back alone: memory stays bounded, others go on, and its text stays exact."""

from __future__ import annotations

import time

import pytest

from mockpanel.server.stream import LiveStream
from tests.running import RunningServer
from tests.server.bare import SMALL_BUFFER, BareClient, ask_once, chat, plain_text, running_streams, wait_until

WORDS = 40_000
TEXT = "word " * WORDS


def the_stream(server: RunningServer) -> LiveStream:
    """The only stream that runs."""
    wait_until(lambda: running_streams(server) == 1, "the stream runs")
    (stream,) = server.call(lambda: list(server.services.live))
    return stream


def held_back(stream: LiveStream) -> int:
    """How many tokens a stream has sent when it sends no more."""
    sent = -1
    end = time.monotonic() + 3
    while stream.record.ledger.tokens != sent:
        assert time.monotonic() < end, "the stream is never held back"
        sent = stream.record.ledger.tokens
        time.sleep(0.05)
    return sent


@pytest.mark.parametrize("rate", [0, 100_000])
def test_a_client_that_does_not_read_is_held_back_and_gets_the_exact_text_when_it_does(
    any_loop: RunningServer, rate: float
) -> None:
    with BareClient(any_loop.port, receive_buffer=SMALL_BUFFER) as client:
        client.ask(chat(TEXT, tokens_per_second=rate))
        stream = the_stream(any_loop)
        sent = held_back(stream)
        held_bytes = any_loop.call(stream.sink._connection.transport.get_write_buffer_size)  # type: ignore[attr-defined]
        answer = client.answer()

    assert sent < WORDS * 3 // 4
    assert held_bytes < 1_000_000
    assert plain_text(answer.body) == TEXT


def test_others_go_on_while_one_does_not_read(any_loop: RunningServer) -> None:
    with BareClient(any_loop.port, receive_buffer=SMALL_BUFFER) as client:
        client.ask(chat(TEXT))
        held_back(the_stream(any_loop))

        began = time.monotonic()
        unpaced = ask_once(any_loop.port, chat("other words " * 1000))
        paced = ask_once(any_loop.port, chat("one two three", tokens_per_second=100))
        took = time.monotonic() - began

    assert plain_text(unpaced.body) == "other words " * 1000
    assert plain_text(paced.body) == "one two three"
    assert took < 1


def test_a_client_that_reads_slowly_gets_all_of_it(any_loop: RunningServer) -> None:
    with BareClient(any_loop.port, receive_buffer=SMALL_BUFFER) as client:
        client.ask(chat("word " * 4000))
        client.head()
        body = b""
        for place, (_, data) in enumerate(client.chunks()):
            body += data
            if place < 5:
                time.sleep(0.02)

    assert plain_text(body) == "word " * 4000


def test_a_paced_stream_that_was_held_back_catches_up_and_is_never_early(any_loop: RunningServer) -> None:
    with BareClient(any_loop.port, receive_buffer=SMALL_BUFFER) as client:
        began = client.ask(chat("word " * 20_000, tokens_per_second=40_000))
        time.sleep(0.3)
        answer = client.answer()
        took = time.monotonic() - began

    assert plain_text(answer.body) == "word " * 20_000
    assert took >= 19_999 / 40_000


def test_a_stream_that_is_held_back_can_be_cut_at_once(any_loop: RunningServer) -> None:
    with BareClient(any_loop.port, receive_buffer=SMALL_BUFFER) as client:
        client.ask(chat(TEXT))
        held_back(the_stream(any_loop))

        any_loop.call(any_loop.services.live.cut_all)

        wait_until(lambda: running_streams(any_loop) == 0, "the stream is freed", 0.5)


def test_a_stream_that_is_held_back_can_be_paused_and_resumed(any_loop: RunningServer) -> None:
    with BareClient(any_loop.port, receive_buffer=SMALL_BUFFER) as client:
        client.ask(chat(TEXT))
        stream = the_stream(any_loop)
        held_back(stream)
        live = any_loop.services.live

        any_loop.call(live.pause, stream)
        any_loop.call(live.resume, stream)
        answer = client.answer()

    assert plain_text(answer.body) == TEXT


def test_a_stream_that_is_held_back_may_be_retuned(any_loop: RunningServer) -> None:
    with BareClient(any_loop.port, receive_buffer=SMALL_BUFFER) as client:
        client.ask(chat(TEXT))
        held_back(the_stream(any_loop))

        any_loop.update(tokens_per_second=100_000.0, tokens_per_chunk=3)
        answer = client.answer()
        any_loop.update(tokens_per_second=0.0, tokens_per_chunk=1)

    assert plain_text(answer.body) == TEXT


def test_many_choices_for_a_client_that_does_not_read_stay_bounded_too(any_loop: RunningServer) -> None:
    with BareClient(any_loop.port, receive_buffer=SMALL_BUFFER) as client:
        client.ask(chat("word " * 2000, n=64))
        stream = the_stream(any_loop)
        held_back(stream)

        held_bytes = any_loop.call(stream.sink._connection.transport.get_write_buffer_size)  # type: ignore[attr-defined]
        any_loop.call(any_loop.services.live.cut_all)

    assert held_bytes < 4_000_000


def test_an_answer_in_one_piece_that_nobody_reads_delays_no_other(any_loop: RunningServer) -> None:
    with BareClient(any_loop.port, receive_buffer=SMALL_BUFFER) as client:
        client.ask(chat(TEXT * 4, stream=False))
        time.sleep(0.1)

        other = ask_once(any_loop.port, chat("hi"))
        answer = client.answer()

    assert plain_text(other.body) == "hi"
    assert answer.json["choices"][0]["message"]["content"] == TEXT * 4


def test_a_listener_of_events_that_does_not_read_delays_no_other(any_loop: RunningServer) -> None:
    with BareClient(any_loop.port, receive_buffer=SMALL_BUFFER) as listener:
        listener.ask(b"", "/mock/events", method="GET")
        listener.head()

        with BareClient(any_loop.port) as client:
            for _ in range(300):
                client.ask(chat("hi"))
                assert client.answer().status == 200
        listener.socket.settimeout(3)
        seen = b"".join(listener.chunk() for _ in range(5))

    assert b"event: request.arrived" in seen
