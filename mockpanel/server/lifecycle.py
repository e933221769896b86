"""Serve, drain, stop: uvicorn in a loop that is not its own."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.routing import Match

from mockpanel.server.binding import BACKLOG
from mockpanel.server.feed import Feed
from mockpanel.server.protocol import DirectHttpProtocol
from mockpanel.server.services import Services

KEEP_ALIVE_S = 75
DRAIN_S = 1
"""Answers that are not streams, and clients that never finish their request, get so long when the server stops."""


def config(app: Any, **changes: Any) -> uvicorn.Config:
    """uvicorn as we need it: our protocol, no logging of its own, no proxy headers that could forge an address."""
    options: dict[str, Any] = {
        "http": DirectHttpProtocol,
        "ws": "none",
        "lifespan": "on",
        "log_config": None,
        "access_log": False,
        "proxy_headers": False,
        "server_header": False,
        "timeout_graceful_shutdown": DRAIN_S,
        "timeout_keep_alive": KEEP_ALIVE_S,
        "backlog": BACKLOG,
    }
    return uvicorn.Config(app, **{**options, **changes})


class MockServer(uvicorn.Server):
    """A server that leaves signals to its front end and ends running answers first when it stops."""

    def __init__(self, app: FastAPI, on_ready: Callable[[], None]) -> None:
        super().__init__(config(app))
        self._services: Services = app.state.services
        self._feed: Feed = app.state.feed
        self._routes = app.router.routes
        self._on_ready = on_ready

    def answers(self, path: str) -> bool:
        """Whether something can be posted to a path."""
        scope = {"type": "http", "method": "POST", "path": path, "root_path": "", "query_string": b"", "headers": []}
        return any(route.matches(scope)[0] is Match.FULL for route in self._routes)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals belong to the front end."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts to serve, and says so."""
        await super().startup(sockets)
        if self.started:
            self._services.live.stopping = False
            self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Cuts the running answers, then drains and closes."""
        self._services.live.stopping = True
        self._services.live.cut_all()
        self._feed.close()
        await super().shutdown(sockets)

    def stop(self) -> None:
        """Asks for an orderly stop; serve() returns when it is done."""
        self.should_exit = True
