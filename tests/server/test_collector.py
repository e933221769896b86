"""Garbage is collected when there is time, and a request leaves none behind."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections.abc import Callable
from typing import Any, cast

import pytest

from mockpanel.server import collector as collector_module
from mockpanel.server.collector import FULL_TAKES_NS, URGENT_OBJECTS, YOUNG_OBJECTS, Collector
from mockpanel.server.pacer import Pacer
from tests.running import RunningServer
from tests.server.bare import CHAT, BareClient, chat, messages, running_streams, running_tasks, wait_until

REQUESTS = 50


class FakeGc:
    """Python's garbage collector, as far as it is asked here; notes what it was told."""

    def __init__(self, *, enabled: bool = True, young: int = 0, frozen: bool = False) -> None:
        self.enabled = enabled
        self.young = young
        self.frozen = frozen
        self.collected: list[int] = []
        self._thread = threading.get_ident()

    def isenabled(self) -> bool:
        return self.enabled

    def enable(self) -> None:
        self.enabled = True

    def disable(self) -> None:
        self.enabled = False

    def freeze(self) -> None:
        self.frozen = True

    def unfreeze(self) -> None:
        self.frozen = False

    def get_freeze_count(self) -> int:
        return 1000 if self.frozen else 0

    def get_count(self) -> tuple[int, int, int]:
        mine = threading.get_ident() == self._thread  # the other tests' server has a collector too
        return (self.young if mine else 0), 0, 0

    def collect(self, generation: int = 2) -> int:
        if threading.get_ident() == self._thread:
            self.collected.append(generation)
            self.young = 0
        return 0


class FakePacer:
    """Knows when the next token is due."""

    def __init__(self, in_ns: int | None = None) -> None:
        self._due_ns = None if in_ns is None else time.monotonic_ns() + in_ns

    @property
    def next_due_ns(self) -> int | None:
        return self._due_ns


def ran(
    monkeypatch: pytest.MonkeyPatch, fake: FakeGc, pacer: FakePacer, then: Callable[[], None] = lambda: None
) -> list[int]:
    """The generations that a collector collected in some ticks after its start."""
    monkeypatch.setattr(collector_module, "gc", fake)
    monkeypatch.setattr(collector_module, "TICK_S", 0.005)

    async def main() -> list[int]:
        collector = Collector(cast(Pacer, pacer))
        young, fake.young = fake.young, 0
        collector.start()
        fake.collected.clear()
        fake.young = young
        await asyncio.sleep(0.03)
        then()
        await asyncio.sleep(0.03)
        collector.stop()
        return fake.collected

    return asyncio.run(main())


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_is_taken_over_and_given_back_as_it_was(monkeypatch: pytest.MonkeyPatch, enabled: bool) -> None:
    fake = FakeGc(enabled=enabled)
    during: list[tuple[bool, bool]] = []

    ran(monkeypatch, fake, FakePacer(), lambda: during.append((fake.enabled, fake.frozen)))

    assert during == [(False, True)]
    assert (fake.enabled, fake.frozen) == (enabled, False)


def test_what_others_froze_stays_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeGc(frozen=True)

    ran(monkeypatch, fake, FakePacer())

    assert fake.frozen


def test_little_garbage_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ran(monkeypatch, FakeGc(young=YOUNG_OBJECTS), FakePacer()) == []


def test_more_garbage_is_collected_while_nothing_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ran(monkeypatch, FakeGc(young=YOUNG_OBJECTS + 1), FakePacer()) == [1]


def test_garbage_waits_while_a_token_is_due_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ran(monkeypatch, FakeGc(young=YOUNG_OBJECTS + 1), FakePacer(in_ns=1_000_000)) == []


def test_a_flood_of_garbage_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ran(monkeypatch, FakeGc(young=URGENT_OBJECTS + 1), FakePacer(in_ns=1_000_000)) == [1]


def test_a_full_collection_comes_rarely_and_only_after_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collector_module, "FULL_EVERY_S", 0.0)

    without_others = ran(monkeypatch, FakeGc(), FakePacer())
    after_others = ran(monkeypatch, FakeGc(young=YOUNG_OBJECTS + 1), FakePacer())

    assert without_others == []
    assert after_others == [1, 2]


def test_a_full_collection_waits_while_a_token_is_due_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collector_module, "FULL_EVERY_S", 0.0)
    soon = FakePacer(in_ns=FULL_TAKES_NS)

    assert ran(monkeypatch, FakeGc(young=YOUNG_OBJECTS + 1), soon) == [1]


def test_full_collections_keep_their_distance(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ran(monkeypatch, FakeGc(young=YOUNG_OBJECTS + 1), FakePacer()) == [1]


def request(server: RunningServer, body: Any, path: str, method: str, *, leave: bool) -> None:
    """One request on its own connection, read to its end or left as soon as it is under way."""
    with BareClient(server.port) as client:
        client.ask(body, path, method=method, headers={"Connection": "close"})
        if not leave:
            client.rest()
            return
        wait_until(lambda: running_streams(server) == 1, "the answer runs")
    wait_until(lambda: running_streams(server) == 0, "the answer has ended")


@pytest.mark.parametrize(
    ("body", "path", "method", "leave"),
    [
        pytest.param(chat("a b c d"), CHAT, "POST", False, id="streamed"),
        pytest.param(chat("a b c", tokens_per_second=500), CHAT, "POST", False, id="paced"),
        pytest.param(chat("a b c", n=2, logprobs=True), CHAT, "POST", False, id="scored"),
        pytest.param({"messages": messages()}, CHAT, "POST", False, id="whole"),
        pytest.param({"prompt": "a", "echo": True}, "/v1/completions", "POST", False, id="completion"),
        pytest.param({"input": "a", "stream": True}, "/v1/responses", "POST", False, id="response, streamed"),
        pytest.param({"input": "a"}, "/v1/responses", "POST", False, id="response"),
        pytest.param(chat("a b c", time_to_first_token=9), CHAT, "POST", True, id="client gone, streamed"),
        pytest.param(chat("a", time_to_first_token=9, stream=False), CHAT, "POST", True, id="client gone, whole"),
        pytest.param({"messages": []}, CHAT, "POST", False, id="wrong value"),
        pytest.param({"messages": messages(), "tps": -1}, CHAT, "POST", False, id="wrong override"),
        pytest.param(b"{", CHAT, "POST", False, id="no JSON"),
        pytest.param(b"", "/v1/models", "GET", False, id="models"),
        pytest.param(b"", "/v1/nothing", "GET", False, id="no such path"),
        pytest.param(b"", CHAT, "GET", False, id="wrong method"),
        pytest.param(b"", "/mock/settings", "GET", False, id="settings"),
        pytest.param(b"", "/mock/requests?limit=x", "GET", False, id="wrong limit"),
    ],
)
def test_a_request_leaves_no_circles_of_references(
    server: RunningServer, body: Any, path: str, method: str, leave: bool
) -> None:
    before = running_tasks(server)
    for _ in range(3):
        request(server, body, path, method, leave=leave)
    wait_until(lambda: running_tasks(server) <= before, "the warm-up has ended")
    gc.collect()

    for _ in range(REQUESTS):
        request(server, body, path, method, leave=leave)
    wait_until(lambda: running_tasks(server) <= before, "all requests have ended")
    freed = gc.collect()

    assert freed < REQUESTS
