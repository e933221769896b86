"""A server is started, stopped and moved over one set of services; what cannot be leaves what was."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable

from mockpanel.core.settings import Settings
from mockpanel.gui.http_stream import tell
from mockpanel.hosting import ServerHost, ServerState, next_free_port
from mockpanel.server.binding import bind
from mockpanel.server.services import Services

HOST = "127.0.0.1"


def play(story: Callable[[ServerHost], Awaitable[None]]) -> None:
    """Runs a story over a host whose services have started."""

    async def run() -> None:
        services = Services(Settings())
        services.collects_garbage = False
        await services.start()
        host = ServerHost(services)
        try:
            await story(host)
        finally:
            await host.stop()
            await services.stop()

    asyncio.run(run())


async def answers(host: ServerHost) -> bool:
    return await tell(host.base_url.removesuffix("/v1"), "/mock/streams/all/cut", "") == 200


def test_it_serves_stops_and_serves_again() -> None:
    async def story(host: ServerHost) -> None:
        await host.start(HOST, 0)
        first = await answers(host)
        await host.stop()
        stopped = host.state
        await host.start(HOST, host.port)

        assert first
        assert stopped is ServerState.STOPPED
        assert await answers(host)

    play(story)


def test_a_taken_port_at_the_start_is_a_failure_with_a_way_out() -> None:
    async def story(host: ServerHost) -> None:
        with bind(HOST, 0) as taken:
            port = taken.getsockname()[1]
            await host.start(HOST, port)

            assert host.state is ServerState.FAILED
            assert f"port {port} on {HOST} is taken" in host.sentence
            assert next_free_port(HOST, port) != port
            assert host.port == port

    play(story)


def test_a_move_that_cannot_be_leaves_the_server_where_it_is() -> None:
    async def story(host: ServerHost) -> None:
        await host.start(HOST, 0)
        port = host.port
        states: list[ServerState] = []
        host.changed.connect(lambda: states.append(host.state))
        with bind(HOST, 0) as taken:
            await host.start(HOST, taken.getsockname()[1])

            assert "is taken" in host.sentence
        assert states == [ServerState.SERVING]
        assert (host.host, host.port) == (HOST, port)
        assert await answers(host)

    play(story)


def test_a_wrong_host_with_the_same_port_brings_the_server_back() -> None:
    async def story(host: ServerHost) -> None:
        await host.start(HOST, 0)
        port = host.port

        await host.start("no-such-host.invalid", port)

        assert host.state is ServerState.SERVING
        assert "is no address of this machine" in host.sentence
        assert (host.host, host.port) == (HOST, port)
        assert await answers(host)

    play(story)


def test_no_free_port_near_means_any() -> None:
    with socket.socket() as low:
        low.bind((HOST, 0))

        assert 0 <= next_free_port(HOST, 65534) <= 65535
