"""The front end with several processes on one port: uvicorn's own supervisor over workers of ours."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import threading
from functools import partial

from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from mockpanel.core.settings import Settings
from mockpanel.printing import announce_socket, start_logging, start_printing
from mockpanel.server.app import create_app
from mockpanel.server.lifecycle import config
from mockpanel.server.services import Services

START_S = 30.0


def supervise(settings: Settings, sock: socket.socket) -> None:
    """Serves until a signal; the line that says so comes when every worker serves."""
    options = config(partial(worker_app, settings), factory=True, workers=settings.workers, timeout_graceful_shutdown=0)
    _Supervisor(options, [sock]).run()


def worker_app(settings: Settings) -> FastAPI:
    """The app of one worker; called in the worker's process."""
    threading.Thread(target=_end_with_parent, name="watch for the supervisor's end", daemon=True).start()
    start_logging(settings.log_level)
    services = Services(settings)
    services.prepare()
    start_printing(services)
    return create_app(services)


def _end_with_parent() -> None:
    """A supervisor that was killed cannot end its workers, so they end themselves."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class _Supervisor(Multiprocess):
    def init_processes(self) -> None:
        """Starts the workers and waits until all serve."""
        # The workers inherit it until they have handlers of their own: Ctrl-C reaches the whole group, and an import
        # that it interrupts prints a traceback.
        kept = signal.signal(signal.SIGINT, signal.SIG_IGN)
        super().init_processes()
        signal.signal(signal.SIGINT, kept)
        if all(process.wait_until_ready(START_S, self.should_exit) for process in self.processes):
            announce_socket(self.sockets[0])
