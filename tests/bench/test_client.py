"""The load client against a server in a thread."""

import gc
import time
from collections.abc import Callable

import pytest

from .client import LONG_REQUEST_BYTES, Sample, Stream, run_streams
from .conftest import CannedServer
from .protocols import request_bytes
from .wire import read_answer

ANSWER = [
    b"HTTP/1.1 200 OK\r\n\r\n",
    b'data: {"choices":[{"delta":{"content":"Hi"}}]}\n\n',
    b"data: [DONE]\n\n",
]
Serve = Callable[[list[bytes]], CannedServer]


@pytest.mark.parametrize("spin", [False, True])
def test_every_stream_is_sent_at_its_time_and_read_to_its_end(serve: Serve, spin: bool) -> None:
    server = serve(ANSWER)
    request = request_bytes(server.port, {"stream": True})
    streams = [Stream(request, after_s=place / 1000) for place in range(20)]

    run_streams(server.port, streams, limit_s=5, spin=spin)

    assert server.requests == [request] * 20
    assert all(stream.ended for stream in streams)
    assert all(read_answer(stream.parts, stream.times_ns).problem == "" for stream in streams)
    assert all(stream.sent_ns < stream.times_ns[0] for stream in streams)
    assert all(after.sent_ns - streams[0].sent_ns >= 0 for after in streams)


def test_samples_are_taken_between_the_streams(serve: Serve) -> None:
    server = serve(ANSWER)
    request = request_bytes(server.port, {})
    streams = [Stream(request), Stream(request, after_s=0.02)]
    taken: list[int] = []

    run_streams(server.port, streams, 5, [Sample(0.01, lambda: taken.append(time.monotonic_ns()))])

    assert streams[0].sent_ns < taken[0] < streams[1].sent_ns


def test_a_stream_that_does_not_end_is_left_at_the_limit(serve: Serve) -> None:
    server = serve(ANSWER)
    stream = Stream(request_bytes(server.port, {}, keep_alive=True))

    run_streams(server.port, [stream], limit_s=0.05)

    assert not stream.ended
    assert len(read_answer(stream.parts, stream.times_ns).arrivals_ns) == 1


def test_a_long_request_arrives_whole(serve: Serve) -> None:
    server = serve([])
    request = b"x" * (LONG_REQUEST_BYTES + 1) + b"Connection: close"

    run_streams(server.port, [Stream(request)], limit_s=1)

    assert request.startswith(b"".join(server.requests))


def test_the_collector_runs_again_afterwards(serve: Serve) -> None:
    run_streams(serve(ANSWER).port, [], limit_s=1)

    assert gc.isenabled()
