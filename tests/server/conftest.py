"""Clients of the shared server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import httpx
import pytest
from openai import OpenAI

from mockpanel.headless import fastest_loop
from tests.running import RunningServer
from tests.server.bare import running_streams, wait_until


@pytest.fixture
def client(server: RunningServer) -> Iterator[OpenAI]:
    """The official client, which does not try again."""
    with OpenAI(base_url=server.base_url, api_key="test", max_retries=0) as made:
        yield made


@pytest.fixture
def http(server: RunningServer) -> Iterator[httpx.Client]:
    """A plain HTTP client of the whole server."""
    with httpx.Client(base_url=server.root_url, trust_env=False) as made:
        yield made


@pytest.fixture(scope="module")
def locked() -> Iterator[httpx.Client]:
    """A plain HTTP client of a server with the key s3cret."""
    with (
        RunningServer(api_key="s3cret", tokens_per_second=0, time_to_first_token=0) as running,
        httpx.Client(base_url=running.root_url, trust_env=False) as made,
    ):
        yield made


@pytest.fixture(scope="session", params=[fastest_loop, asyncio.new_event_loop], ids=["fastest", "asyncio"])
def either_loop(request: pytest.FixtureRequest) -> Iterator[RunningServer]:
    """A server on either kind of loop."""
    make: Callable[[], asyncio.AbstractEventLoop] = request.param
    with RunningServer(make, tokens_per_second=0, time_to_first_token=0) as running:
        yield running


@pytest.fixture
def any_loop(either_loop: RunningServer) -> Iterator[RunningServer]:
    """The same for one test, after which nothing is left running."""
    yield either_loop
    either_loop.call(either_loop.services.live.cut_all)
    wait_until(lambda: running_streams(either_loop) == 0, "all have ended")


@pytest.fixture(scope="session")
def lent_server() -> Iterator[RunningServer]:
    """What `tunable` lends from test to test."""
    with RunningServer(tokens_per_second=0, time_to_first_token=0) as running:
        yield running


@pytest.fixture
def tunable(lent_server: RunningServer) -> Iterator[RunningServer]:
    """A server to change and look into: nothing runs, nothing is logged, unpaced. It is set back afterwards."""
    yield lent_server
    lent_server.call(lent_server.services.live.cut_all)
    wait_until(lambda: running_streams(lent_server) == 0, "all streams have ended")
    wait_until(lambda: all(record.outcome.over for record in lent_server.services.log), "all requests have ended")
    lent_server.update(**lent_server.settings.stream.model_dump())
    lent_server.call(lent_server.services.faults.disarm)
    lent_server.call(lent_server.services.log.clear)
