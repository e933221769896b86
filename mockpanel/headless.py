"""The front end without a window: serves until Ctrl-C or SIGTERM, and ends in order. Never imports Qt."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Callable
from types import FrameType

from mockpanel.core.settings import Settings
from mockpanel.printing import announce, start_logging, start_printing
from mockpanel.runtime import build_server, start_services
from mockpanel.server.binding import bind
from mockpanel.server.services import Services

INTERRUPTED = 130
"""The exit code of a program that a second Ctrl-C ended at once."""


def run(settings: Settings) -> int:
    """Serves until told to stop and returns the exit code; raises StartError when it cannot start."""
    sock = bind(settings.host, settings.port)
    listener = start_logging(settings.log_level)
    try:
        if settings.workers > 1:
            from mockpanel.workers import supervise

            supervise(settings, sock)
        else:
            services = start_services(settings)
            with asyncio.Runner(loop_factory=fastest_loop) as runner:
                runner.run(serve(services, sock))
        return 0
    finally:
        listener.stop()
        sock.close()


async def serve(services: Services, sock: socket.socket) -> None:
    """Serves on a socket, in this loop, until a signal asks it to stop."""
    server = build_server(services, on_ready=lambda: announce(sock))
    printer = start_printing(services)
    stop_on_signals(server.stop)
    await server.serve(sockets=[sock])
    if printer is not None:
        printer.close()


def fastest_loop() -> asyncio.AbstractEventLoop:
    """uvloop's event loop where there is one."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


def stop_on_signals(stop: Callable[[], None]) -> None:
    """The first Ctrl-C or SIGTERM stops in order, a second ends the process at once."""
    stopping = False

    def stop_or_end(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        if stopping:
            os._exit(INTERRUPTED)
        stopping = True
        loop.call_soon_threadsafe(stop)

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop_or_end)
