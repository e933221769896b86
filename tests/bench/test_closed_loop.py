"""Calls one after another against a server in a thread."""

from collections.abc import Callable

import pytest

from .closed_loop import is_whole, run_calls
from .conftest import CannedServer
from .errors import BenchError
from .protocols import request_bytes

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


def test_every_connection_calls_again_and_again(serve: Callable[[list[bytes]], CannedServer]) -> None:
    server = serve([ANSWER[:30], ANSWER[30:]])
    request = request_bytes(server.port, {}, keep_alive=True)

    latencies_ns = run_calls(server.port, request, connections=2, seconds=0.05)

    assert len(latencies_ns) > 2
    assert min(latencies_ns) > 0


def test_a_closed_connection_is_told(serve: Callable[[list[bytes]], CannedServer]) -> None:
    server = serve([ANSWER[:-1]])

    with pytest.raises(BenchError, match="was closed after 0 answers"):
        run_calls(server.port, request_bytes(server.port, {}), connections=1, seconds=5)


def test_an_answer_is_whole_with_its_last_byte() -> None:
    assert is_whole(ANSWER)
    assert not is_whole(ANSWER[:-1])
    assert not is_whole(ANSWER[:20])


def test_a_refusal_is_told() -> None:
    with pytest.raises(BenchError, match=r"refused: HTTP/1\.1 500 Oh no"):
        is_whole(b"HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\nno")
