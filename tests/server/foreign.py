"""The same app under plain uvicorn: none of our protocol, only ASGI."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import uvicorn

from mockpanel.headless import fastest_loop
from mockpanel.server.app import create_app
from tests.running import RunningServer


class _Quiet(uvicorn.Server):
    """uvicorn without signal handlers, which only a main thread may have."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self._on_ready()


class ForeignServer(RunningServer):
    """Serves as an ASGI server of the user's own does."""

    def __init__(
        self, http: Any, loop_factory: Callable[[], asyncio.AbstractEventLoop] = fastest_loop, **settings: Any
    ) -> None:
        super().__init__(loop_factory, **settings)
        self._http = http
        self._foreign: _Quiet | None = None

    def stop(self) -> None:
        """Stops as uvicorn does; what still runs is cut first, for plain uvicorn would wait for it."""
        if self._foreign is not None and self._loop is not None and self._thread.is_alive():
            self.call(self.services.live.cut_all)
            self._foreign.should_exit = True
            self._thread.join(20)
            assert not self._thread.is_alive(), "the server did not stop"
        self._sock.close()

    async def _serve(self) -> None:
        config = uvicorn.Config(
            create_app(self.services), http=self._http, ws="none", log_config=None, timeout_graceful_shutdown=1
        )
        self._foreign = _Quiet(config, self._ready.set)
        await self._foreign.serve(sockets=[self._sock])
