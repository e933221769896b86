"""The front end without a window: serves until Ctrl-C or SIGTERM, and ends in order. Never imports Qt."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Callable
from types import FrameType

from mockpanel.core.settings import Settings
from mockpanel.printing import announce_capture, announce_socket, start_logging, start_printing
from mockpanel.runtime import build_server, start_services
from mockpanel.server.binding import bind
from mockpanel.server.services import Services

INTERRUPTED = 130
"""The exit code of a program that a second Ctrl-C ended at once."""


def run(settings: Settings) -> int:
    """Serves until told to stop and returns the exit code; raises StartError when it cannot start."""
    stop = StopSignals()
    with bind(settings.host, settings.port) as sock:
        listener = start_logging(settings.log_level)
        announce_capture(settings.capture_from)
        try:
            if settings.workers > 1:
                from mockpanel.workers import supervise

                supervise(settings, sock)
            else:
                serve_alone(settings, sock, stop)
        finally:
            listener.stop()
    return 0


def serve_alone(settings: Settings, sock: socket.socket, stop: StopSignals) -> None:
    """Serves from this process."""
    services = start_services(settings)
    printer = start_printing(services)
    with asyncio.Runner(loop_factory=fastest_loop) as runner:
        runner.run(serve(services, sock, stop))
    if printer is not None:
        printer.close()


async def serve(services: Services, sock: socket.socket, stop: StopSignals) -> None:
    """Serves on a socket, in this loop, until a signal asks it to stop."""
    await services.start()
    try:
        server = build_server(services, on_ready=lambda: announce_socket(sock), owns_services=False)
        stop.then(server.stop)
        await server.serve(sockets=[sock])
    finally:
        await services.stop()


def fastest_loop() -> asyncio.AbstractEventLoop:
    """uvloop's event loop where there is one."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


class StopSignals:
    """The first Ctrl-C or SIGTERM stops in order, a second ends the process at once.

    Installed before anything slow begins: one that comes before `then` is remembered until then.
    """

    def __init__(self) -> None:
        self._stop: Callable[[], None] | None = None
        self._asked = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._came)

    def then(self, stop: Callable[[], None]) -> None:
        """What to do at the first signal; called in the running loop."""
        loop = asyncio.get_running_loop()

        def soon() -> None:
            loop.call_soon_threadsafe(stop)

        self._stop = soon
        if self._asked:
            soon()

    def _came(self, _number: int, _frame: FrameType | None) -> None:
        if self._asked:
            os._exit(INTERRUPTED)
        self._asked = True
        if self._stop is not None:
            self._stop()
