"""Events reach every listener as server-sent events, from its coming on; a slow one is told what it lost."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Coroutine
from typing import Any, TypeVar

import pytest

from mockpanel.core.faults import ArmedFault, Fault, FaultKind
from mockpanel.core.request_log import RequestLog
from mockpanel.core.request_record import Outcome
from mockpanel.core.settings import StreamSettings
from mockpanel.core.store import Store
from mockpanel.server import feed as feed_module
from mockpanel.server.feed import WAITING_EVENTS, Feed

Result = TypeVar("Result")


class Stage:
    """A feed over a store and a log of the test's own."""

    def __init__(self) -> None:
        self.store = Store(StreamSettings())
        self.log = RequestLog(10_000)
        self.faults = ArmedFault()
        self.feed = Feed(self.store, self.log, self.faults)

    def arrive(self, name: str) -> None:
        """A request arrives."""
        self.log.arrived(name, at=0.0, method="POST", path="/v1/chat/completions")

    async def listen(self) -> AsyncIterator[bytes]:
        """A listener that has begun to listen."""
        frames = self.feed.frames()
        assert await anext(frames) == b": listening\n\n"
        return frames


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Runs a test's coroutine, for some seconds at most."""
    return asyncio.run(asyncio.wait_for(work, 5))


def parsed(frames: bytes) -> list[tuple[str, Any]]:
    """Names and data of events."""
    found = []
    for frame in frames.decode().split("\n\n")[:-1]:
        name, data = frame.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_a_listener_gets_what_happens_from_now_on() -> None:
    async def main() -> list[tuple[str, Any]]:
        stage = Stage()
        stage.arrive("req_before")
        frames = await stage.listen()
        stage.arrive("req_1")
        record = stage.log.get("req_1")
        assert record is not None
        stage.log.ended(record, Outcome.COMPLETED, status=200)
        stage.store.update({"tokens_per_second": 33.0})
        stage.log.clear()
        return parsed(await anext(frames))

    events = run(main())

    assert [name for name, _ in events] == ["request.arrived", "request.ended", "settings.changed", "requests.cleared"]
    assert events[0][1]["id"] == "req_1"
    assert events[2][1]["names"] == ["tokens_per_second"]
    assert events[2][1]["settings"]["tokens_per_second"] == 33.0


def test_the_arming_of_a_fault_is_told_and_its_end() -> None:
    async def main() -> list[tuple[str, Any]]:
        stage = Stage()
        frames = await stage.listen()
        stage.faults.arm(Fault(kind=FaultKind.EMPTY))
        stage.faults.take()
        return parsed(await anext(frames))

    events = run(main())

    assert [name for name, _ in events] == ["fault.armed", "fault.disarmed"]
    assert events[0][1]["fault"]["kind"] == "empty"


def test_every_listener_gets_every_event() -> None:
    async def main() -> list[bytes]:
        stage = Stage()
        listeners = [await stage.listen() for _ in range(3)]
        stage.arrive("req_1")
        return [await anext(frames) for frames in listeners]

    frames = run(main())

    assert len(set(frames)) == 1
    assert parsed(frames[0])[0][0] == "request.arrived"


def test_a_slow_listener_loses_the_oldest_and_is_told_how_many() -> None:
    async def main() -> tuple[list[tuple[str, Any]], list[tuple[str, Any]]]:
        stage = Stage()
        frames = await stage.listen()
        for place in range(WAITING_EVENTS + 7):
            stage.arrive(f"req_{place}")
        late = parsed(await anext(frames))
        stage.arrive("req_last")
        return late, parsed(await anext(frames))

    late, then = run(main())

    assert late[0] == ("events.lost", {"count": 7})
    assert [data["id"] for _, data in late[1:]] == [f"req_{place}" for place in range(7, WAITING_EVENTS + 7)]
    assert [data["id"] for _, data in then] == ["req_last"]


def test_silence_is_filled_with_comments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_module, "HEARTBEAT_S", 0.02)

    async def main() -> list[bytes]:
        frames = await Stage().listen()
        return [await anext(frames) for _ in range(2)]

    assert run(main()) == [b": still here\n\n"] * 2


def test_closing_the_feed_ends_all_listening() -> None:
    async def main() -> list[list[bytes]]:
        stage = Stage()
        listeners = [await stage.listen() for _ in range(3)]
        asyncio.get_running_loop().call_later(0.01, stage.feed.close)
        return [[frames async for frames in listener] for listener in listeners]

    assert run(main()) == [[], [], []]


def test_a_listener_that_comes_after_the_close_is_not_kept() -> None:
    async def main() -> list[bytes]:
        stage = Stage()
        stage.feed.close()
        return [frame async for frame in stage.feed.frames()]

    assert run(main()) == [b": listening\n\n"]


def test_a_listener_that_has_gone_is_forgotten() -> None:
    async def main() -> int:
        stage = Stage()
        frames = await stage.listen()
        await frames.aclose()  # type: ignore[attr-defined]
        return len(stage.feed._listeners)

    assert run(main()) == 0
