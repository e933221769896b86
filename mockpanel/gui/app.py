"""The front end with a window: QApplication, the loop that runs both Qt and the server, and an orderly end."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from mockpanel import __version__
from mockpanel.core.errors import InvalidValue
from mockpanel.core.folders import config_folder, profiles_folder, responses_folder
from mockpanel.core.profile_folder import ProfileFolder
from mockpanel.core.response_library import ResponseLibrary
from mockpanel.core.settings import Settings
from mockpanel.gui.crash import CrashReporter
from mockpanel.gui.early import no_abort
from mockpanel.gui.icons import APP_ICON
from mockpanel.gui.loop import make_loop
from mockpanel.gui.main_window import MainWindow
from mockpanel.gui.single_instance import SingleInstance, instance_key
from mockpanel.gui.state import WindowState, load_state
from mockpanel.hosting import ServerHost, ServerState
from mockpanel.log_file import log_path, note
from mockpanel.printing import announce, start_logging, tell
from mockpanel.runtime import start_services

Settle = Callable[[Mapping[str, Any]], Settings]
"""The settings of this start over remembered ones; raises InvalidValue where those are out of bounds."""

WELCOME = "Welcome"
"""The response of a first start: the tool is about text that appears, so there is some."""


def run(settle: Settle, profile: str = "") -> int:
    """Opens the window and serves until it is closed; returns the exit code. `profile` was asked for by name."""
    app = make_application()
    instance = SingleInstance(instance_key(config_folder()))
    alone = instance.claim()
    if not alone and instance.hand_over({"show": True}):
        tell("mockpanel is open already; its window was called to the front.")
        return 0
    state, broken = load_state()
    library = ResponseLibrary(responses_folder())
    settings, refused = settle_remembered(settle, state, library)
    services = start_services(settings)
    listener = start_logging(settings.log_level, file=log_path())
    crash = CrashReporter()
    crash.install()
    try:
        with asyncio.Runner(loop_factory=lambda: make_loop(app)) as runner:
            state.profile = profile or state.profile
            window = MainWindow(services, ServerHost(services), state, ProfileFolder(profiles_folder()), library)
            crash.failed.connect(window.commands.help.show_error)
            window.task_failed.connect(crash.report)
            instance.called.connect(window.take_call)
            silent = "" if alone else "Another mockpanel seems to run with the same settings, but does not answer."
            for sentence in (*window.profiles.broken(), silent, refused, broken):
                window.told.warn(sentence)
            runner.run(serve(window, crash))
        return 0
    except RuntimeError as error:
        if not str(error).startswith("Event loop stopped"):
            raise
        tell("the display went away, and the window with it.")
        return 1
    finally:
        crash.uninstall()
        note("mockpanel stops")
        instance.release()
        listener.stop()


def make_application() -> QApplication:
    """Qt's application, with our name and icon; ends the process with a sentence where Qt would abort."""
    with no_abort():
        app = QApplication(sys.argv[:1])
    app.setApplicationName("mockpanel")
    app.setApplicationDisplayName("mockpanel")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("mockpanel")
    app.setWindowIcon(QIcon(str(APP_ICON)))
    app.setQuitOnLastWindowClosed(False)  # closing starts an orderly stop; Qt must not end under the loop
    return app


def settle_remembered(settle: Settle, state: WindowState, library: ResponseLibrary) -> tuple[Settings, str]:
    """The settings of this start over those of the last, and a sentence where those cannot be used."""
    remembered = dict(state.settings) or {"mock_response": library.read(WELCOME)}
    if state.host:
        remembered |= {"host": state.host, "port": max(state.port, 0)}
    try:
        return settle(remembered), ""
    except InvalidValue as error:
        return settle({}), f"The settings of the last start cannot be used: {error}"


async def serve(window: MainWindow, crash: CrashReporter) -> None:
    """Shows the window, serves while it is open, and stores what it should remember."""
    services, closed = window.services, asyncio.Event()
    crash.watch(asyncio.get_running_loop())
    window.close_asked.connect(closed.set)
    window.host.changed.connect(lambda: announce_state(window.host))
    _stop_on_signals(closed)
    window.show()
    await services.start()
    try:
        await window.start(services.settings.host, services.settings.port)
        await closed.wait()
    finally:
        window.hide()
        await window.stop()
        await window.host.stop()
        await services.stop()
        window.deleteLater()


def announce_state(host: ServerHost) -> None:
    """Tells a terminal where the server is, as it is told without a window."""
    if host.state is ServerState.SERVING:
        announce(host.base_url, host.host if host.open_to_network else "")


def _stop_on_signals(closed: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, closed.set)
