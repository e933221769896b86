"""The load as it arrives at a server, and what is said of one that is not answered."""

from collections.abc import Callable

import pytest

from tests.running import RunningServer

from .conftest import CannedServer
from .errors import BenchError
from .load import send_requests, send_streams

REFUSED = b"HTTP/1.1 500 Oh\r\nContent-Length: 3\r\n\r\nNo."


def test_short_requests_come_at_their_rate(server: RunningServer) -> None:
    before = server.call(lambda: server.services.log.total)

    figures = send_requests(server.port, rate=100, seconds=0.2)

    assert server.call(lambda: server.services.log.total) - before == 20
    assert 0 < figures["requests_per_second"] < 100


def test_a_request_that_is_refused_is_told(serve: Callable[[list[bytes]], CannedServer]) -> None:
    with pytest.raises(BenchError, match=r"a short request was answered 500: b'No\.'"):
        send_requests(serve([REFUSED]).port, rate=100, seconds=0.2)


def test_a_server_that_is_gone_is_told() -> None:
    with pytest.raises(BenchError, match="a short request failed: ConnectionRefusedError"):
        send_requests(1, rate=100, seconds=0.2)


def test_streams_bring_their_figures(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{send_streams.__module__}.RAMP_S", 0.1)

    figures = send_streams(server.port, streams=3, seconds=0.1)

    assert {"rate_error_percent", "schedule_error_p99_ms"} <= figures.keys()
