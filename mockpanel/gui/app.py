"""The front end with a window: QApplication, the loop that runs both Qt and the server, and an orderly end."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys

from PySide6.QtWidgets import QApplication

from mockpanel import __version__
from mockpanel.core.settings import Settings
from mockpanel.gui.loop import make_loop
from mockpanel.gui.main_window import MainWindow
from mockpanel.gui.state import load_state, save_state
from mockpanel.hosting import ServerHost
from mockpanel.printing import start_logging
from mockpanel.runtime import start_services
from mockpanel.server.services import Services


def run(settings: Settings) -> int:
    """Opens the window and serves until it is closed; returns the exit code."""
    services = start_services(settings)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("mockpanel")
    app.setApplicationDisplayName("mockpanel")
    app.setApplicationVersion(__version__)
    app.setQuitOnLastWindowClosed(False)  # closing starts an orderly stop; Qt must not end under the loop
    listener = start_logging(settings.log_level)
    try:
        with asyncio.Runner(loop_factory=lambda: make_loop(app)) as runner:
            runner.run(serve(services))
        return 0
    finally:
        listener.stop()


async def serve(services: Services) -> None:
    """Shows the window, serves while it is open, and stores what it should remember."""
    host = ServerHost(services)
    closed = asyncio.Event()
    window = MainWindow(services, host, load_state())
    window.close_asked.connect(closed.set)
    _stop_on_signals(closed)
    window.show()
    await services.start()
    try:
        await window.start(services.settings.host, services.settings.port)
        await closed.wait()
    finally:
        save_state(window.state())
        window.hide()
        await window.stop()
        await host.stop()
        await services.stop()
        window.deleteLater()


def _stop_on_signals(closed: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, closed.set)
