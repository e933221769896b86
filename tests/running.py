"""A real server on a real socket, in a thread of the test's own process, so that tests can look inside."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import threading
import uuid
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from mockpanel.core.capture_folder import CaptureFolder
from mockpanel.core.profile_folder import ProfileFolder
from mockpanel.core.settings import Settings, validated
from mockpanel.headless import fastest_loop
from mockpanel.runtime import build_server, start_services
from mockpanel.server.binding import base_url, bind
from mockpanel.server.lifecycle import MockServer

START_S = 20.0
Result = TypeVar("Result")


class RunningServer:
    """Serves from `with` to its end; `call` runs a function in the server's loop."""

    def __init__(
        self,
        loop_factory: Callable[[], asyncio.AbstractEventLoop] = fastest_loop,
        collects_garbage: bool = False,
        profiles: ProfileFolder | None = None,
        **settings: Any,
    ) -> None:
        self.settings = validated(Settings, {"port": 0, **settings})
        self.services = start_services(self.settings, profiles)
        self.services.collects_garbage = collects_garbage
        self._folder = Path(tempfile.gettempdir(), f"mockpanel-captures-{uuid.uuid4().hex}")  # made when one is kept
        self.services.captures = CaptureFolder(self._folder)
        self._sock = bind(self.settings.host, self.settings.port)
        self.base_url = base_url(self._sock)
        self.root_url = self.base_url.removesuffix("/v1")
        self.port: int = self._sock.getsockname()[1]
        self._loop_factory = loop_factory
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: MockServer | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="server", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(START_S), "the server did not start"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def stop(self) -> None:
        """Stops in order and waits until it has."""
        if self._server is not None and self._loop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._server.stop)
            self._thread.join(START_S)
            assert not self._thread.is_alive(), "the server did not stop"
        self._sock.close()

    def call(self, function: Callable[..., Result], *arguments: Any) -> Result:
        """Runs a function in the server's loop and returns what it returns."""

        async def run() -> Result:
            return function(*arguments)

        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(START_S)

    def update(self, **changes: Any) -> None:
        """Changes live defaults."""
        self.call(self.services.store.update, changes)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=self._loop_factory) as runner:
            self._loop = runner.get_loop()
            runner.run(self._serve())

    async def _serve(self) -> None:
        self._server = build_server(self.services, self._ready.set)
        await self._server.serve(sockets=[self._sock])
