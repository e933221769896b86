"""Servers to measure: one that answers with bytes of the test's choice, and the real one, both in this process."""

import os
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.running import RunningServer

from .cores import Cores
from .servers import Kind, Server


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, CannedServer)
        while request := self.request.recv(65536):
            self.server.requests.append(request)
            for part in self.server.parts:
                self.request.sendall(part)
            if b"Connection: close" in request:
                return


class CannedServer(socketserver.ThreadingTCPServer):
    """Sends the same parts to everyone, and keeps what it was asked."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, parts: list[bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.parts = parts
        self.requests: list[bytes] = []

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


@pytest.fixture
def serve() -> Iterator[Callable[[list[bytes]], CannedServer]]:
    """A function that starts a CannedServer; it ends with the test."""
    with ExitStack() as stack:

        def start(parts: list[bytes]) -> CannedServer:
            server = stack.enter_context(CannedServer(parts))
            thread = threading.Thread(target=server.serve_forever, args=(0.01,))
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
            return server

        yield start


@pytest.fixture
def measured(server: RunningServer) -> Server:
    """The real server, as scenarios know it."""
    return Server(Kind.MOCKPANEL, os.getpid(), server.port, Cores(()))
