"""Starts, stops and moves a server while its services live on: what a window's server bar acts on. Knows no Qt."""

from __future__ import annotations

import asyncio
import socket
from enum import StrEnum

from psygnal import Signal

from mockpanel.core.errors import StartError
from mockpanel.runtime import build_server
from mockpanel.server.binding import base_url, bind, listens_beyond_this_machine
from mockpanel.server.lifecycle import MockServer
from mockpanel.server.services import Services
from mockpanel.server.tasks import Tasks


class ServerState(StrEnum):
    """How the server stands."""

    STOPPED = "stopped"
    STARTING = "starting"
    SERVING = "serving"
    STOPPING = "stopping"
    FAILED = "failed"


class ServerHost:
    """One server at a time over the same services."""

    changed = Signal()
    """Emitted when `state` changes."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.state = ServerState.STOPPED
        self.sentence = ""
        self.host = services.settings.host
        self.port = services.settings.port
        self.base_url = ""
        self.open_to_network = False
        self._server: MockServer | None = None
        self._task: asyncio.Task[None] | None = None
        self._tasks = Tasks()

    async def start(self, host: str, port: int) -> None:
        """Serves on an address; where that cannot be, `sentence` says why, and what served before serves on.

        Without that the state is FAILED.
        """
        before = (self.host, self.port) if self.state is ServerState.SERVING else None
        try:
            sock = bind(host, port) if before is not None and port != self.port else None
            await self.stop()
            await self._serve_on(host, sock or bind(host, port))
        except StartError as error:
            if self.state is ServerState.SERVING:
                self._enter(ServerState.SERVING, str(error))
            elif before is not None and before != (host, port):
                await self.start(*before)
                self._enter(self.state, str(error))
            else:
                self.host, self.port = host, port
                self._enter(ServerState.FAILED, str(error))

    def answers(self, path: str) -> bool:
        """Whether something serves, and can be posted to on a path."""
        return self._server is not None and self._server.answers(path)

    async def _serve_on(self, host: str, sock: socket.socket) -> None:
        self.host, self.port = host, sock.getsockname()[1]
        self._enter(ServerState.STARTING)
        self.base_url = base_url(sock)
        self.open_to_network = listens_beyond_this_machine(sock)
        ready = asyncio.Event()
        self._server = build_server(self.services, ready.set, owns_services=False)
        self._task = self._tasks.start(self._serve(self._server, sock), "serve")
        await ready.wait()
        self._enter(ServerState.SERVING)

    async def stop(self) -> None:
        """Cuts the running answers and closes the socket; returns when it has."""
        if self._server is None or self._task is None:
            return
        self._enter(ServerState.STOPPING)
        self._server.stop()
        await asyncio.wait([self._task])
        self._server = self._task = None
        self._enter(ServerState.STOPPED)

    async def _serve(self, server: MockServer, sock: socket.socket) -> None:
        with sock:
            await server.serve(sockets=[sock])

    def _enter(self, state: ServerState, sentence: str = "") -> None:
        self.state, self.sentence = state, sentence
        self.changed.emit()


def next_free_port(host: str, port: int) -> int:
    """The nearest free port above one that is taken; 0, any free one, where a hundred are taken."""
    for candidate in range(port + 1, min(port + 101, 65536)):
        try:
            bind(host, candidate).close()
        except StartError:
            continue
        return candidate
    return 0
