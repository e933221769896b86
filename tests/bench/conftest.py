"""A server in a thread that answers every request with bytes of the test's choice."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest


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
