"""An answer under way says so while it sends nothing, where its protocol has a word for that."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from mockpanel.core.faults import Fault, FaultKind
from mockpanel.server import heartbeat
from mockpanel.server.heartbeat import Heartbeat, beating
from tests.running import RunningServer
from tests.server.fakes import FakeSink
from tests.wire.anthropic_speaking import PING, REQUEST, named_events, text_of

SILENCE_S = 0.02


class Silent:
    """A stream that has written so often, and writes no more."""

    def __init__(self, writes: int, *, full: bool = False) -> None:
        self.writes = writes
        self.sink = FakeSink()
        self.sink.full = full


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beats so fast that a test can wait for them."""
    monkeypatch.setattr(heartbeat, "SILENCE_S", SILENCE_S)


def beats_of(stream: Any, seconds: float = 5 * SILENCE_S) -> int:
    """How often it beats in so many seconds."""

    async def listen() -> None:
        beat = Heartbeat(stream, b"beat ")
        await asyncio.sleep(seconds)
        beat.stop()

    asyncio.run(listen())
    return b"".join(stream.sink.written).count(b"beat ")


def test_a_stream_that_has_begun_beats_while_it_is_silent() -> None:
    beats = beats_of(Silent(writes=3))

    assert 1 <= beats <= 4


def test_a_stream_that_has_not_begun_is_silent() -> None:
    assert beats_of(Silent(writes=0)) == 0


def test_a_client_that_does_not_read_gets_no_more_to_read() -> None:
    assert beats_of(Silent(writes=3, full=True)) == 0


def test_a_stopped_heartbeat_leaves_nothing_waiting() -> None:
    stream: Any = Silent(writes=3)

    async def stop_and_wait() -> None:
        beat = Heartbeat(stream, b"beat")
        beat.stop()
        await asyncio.sleep(3 * SILENCE_S)

    asyncio.run(stop_and_wait())

    assert stream.sink.written == []


def test_without_a_frame_nothing_beats() -> None:
    stream: Any = Silent(writes=3)

    with beating(stream, b""):  # there is no loop here to set an alarm in
        pass

    assert stream.sink.written == []


def test_a_stalled_message_pings_and_then_goes_on_as_if_nothing_were(tunable: RunningServer) -> None:
    said = {"mock_response": "one two three four", "stream": True}
    tunable.call(tunable.services.faults.arm, Fault(kind=FaultKind.STALL, after_tokens=2, seconds=8 * SILENCE_S))

    with httpx.Client(base_url=tunable.root_url, trust_env=False) as http:
        found = named_events(http.post("/v1/messages", json={**REQUEST, **said}).content)

    third = [event["type"] for event in found].index("content_block_delta") + 2
    assert found[third] == PING
    assert found.count(PING) >= 2
    assert text_of(found) == "one two three four"
    assert found[-1]["type"] == "message_stop"


@pytest.mark.parametrize("stream", [True, False])
def test_nothing_is_said_before_the_first_token(tunable: RunningServer, stream: bool) -> None:
    said = {"mock_response": "one", "stream": stream, "time_to_first_token": 6 * SILENCE_S}

    with httpx.Client(base_url=tunable.root_url, trust_env=False) as http:
        answer = http.post("/v1/messages", json={**REQUEST, **said})

    assert answer.content.startswith(b"event: message_start" if stream else b'{"model"')
    assert answer.content.count(b"ping") == (2 if stream else 0)
