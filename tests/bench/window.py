"""The window as a process of its own on a display of its own, with empty folders: started, driven, measured, ended."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .display import Display
from .errors import BenchError
from .processes import tree
from .servers import ROOT, environment
from .x11 import Screen

HOST = "127.0.0.1"
COMMAND = [sys.executable, "-m", "mockpanel"]
FOLDERS = ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
DROPPED = ("WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE")
START_S = 30.0
END_S = 10.0
CALL_S = 10.0
POLL_S = 0.005


@dataclass(slots=True)
class Window:
    """A running window; where it is not otherwise said, times are seconds since the command."""

    process: subprocess.Popen[bytes]
    display: Display
    screen: Screen
    port: int
    errors_file: Path
    started_at: float = field(default_factory=time.monotonic)
    mapped_s: float = 0.0
    painted_s: float = 0.0
    served_s: float = 0.0

    @property
    def pid(self) -> int:
        """The main process."""
        return self.process.pid

    @property
    def children(self) -> list[int]:
        """The processes below it: the tokenizer."""
        return tree(self.pid)[1:]

    @property
    def number(self) -> int:
        """The main window's number: the largest of the display's windows. Raises BenchError if there is none."""
        windows = self.screen.windows()
        if not windows:
            raise BenchError("the window is not there")
        return max(windows, key=lambda number: windows[number].width * windows[number].height)

    def focus(self) -> None:
        """Gives it the keyboard."""
        self.display.focus(self.number)

    def call(self, path: str, method: str = "GET", document: object = None) -> Any:
        """What its server answers, read as JSON. Raises BenchError where that is no success."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=CALL_S)
        try:
            connection.request(method, path, None if document is None else json.dumps(document))
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if answer.status >= 400:
            raise BenchError(f"{method} {path} was answered {answer.status}: {content.decode(errors='replace')}")
        return json.loads(content)

    def wait_for_setting(self, name: str, value: object, within_s: float = CALL_S) -> None:
        """Returns once a live default has that value. Raises BenchError if it does not come to that."""
        deadline = time.monotonic() + within_s
        while (found := self.call("/mock/settings")[name]) != value:
            if time.monotonic() > deadline:
                raise BenchError(f"{name} is {found!r} and not {value!r}")
            time.sleep(POLL_S)

    def wait(self, within_s: float = END_S) -> int:
        """The exit code. Raises BenchError if it does not end in time."""
        try:
            return self.process.wait(within_s)
        except subprocess.TimeoutExpired as error:
            raise BenchError(f"the window was still there after {within_s:g} s") from error

    def errors(self) -> str:
        """All that it wrote to its standard error so far."""
        return self.errors_file.read_text(encoding="utf-8", errors="replace")

    def wait_until_ready(self) -> None:
        """Returns once it can be seen and has answered a request; notes when. Raises BenchError if it does not come."""
        while not (self.mapped_s and self.painted_s and self.served_s):
            now_s = time.monotonic() - self.started_at
            if (code := self.process.poll()) is not None:
                raise BenchError(f"the window ended with exit code {code}: {self.errors().strip() or 'no output'}")
            if now_s > START_S:
                raise BenchError(f"the window was not there after {START_S:g} s")
            self._look(now_s)
            time.sleep(POLL_S)

    def _look(self, now_s: float) -> None:
        windows = self.screen.windows()
        if windows and not self.mapped_s:
            self.mapped_s = now_s
        if windows and not self.painted_s:
            content = self.screen.pixels(next(iter(windows.values())))
            self.painted_s = now_s if len(set(content)) > 2 else 0.0  # more than the root's black, or a bare window
        if not self.served_s:
            with suppress(OSError, http.client.HTTPException):
                self.call("/health")
                self.served_s = now_s


@contextmanager
def opened(
    display: Display,
    *flags: str,
    folder: Path | None = None,
    state: dict[str, object] | None = None,
    variables: Mapping[str, str] | None = None,
) -> Iterator[Window]:
    """A window that can be seen and serves, killed at the end if it is still there. Raises BenchError.

    `folder` is where its files are, else they are gone with it; `state` is what it remembers of a last start,
    `variables` is for its environment.
    """
    with TemporaryDirectory() as own, Screen(display.name) as screen:
        home = folder or Path(own)
        if state is not None:
            _write_state(home, state)
        port = free_port()
        errors_file = home / "errors.txt"
        with errors_file.open("wb") as errors:
            process = subprocess.Popen(
                [*COMMAND, "--port", str(port), *flags],
                cwd=ROOT,
                env={**window_environment(display, home), **(variables or {})},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,
            )
        window = Window(process, display, screen, port, errors_file)
        try:
            window.wait_until_ready()
            yield window
        finally:
            end(process)


def window_environment(display: Display, home: Path) -> dict[str, str]:
    """This process's environment, with a display and folders of its own and without the user's settings."""
    folders = {name: str(home / name.lower()) for name in FOLDERS}
    for path in folders.values():
        Path(path).mkdir(mode=0o700, exist_ok=True)
    kept = {name: value for name, value in environment().items() if name not in DROPPED}
    return {**kept, **display.environment, **folders}


def _write_state(home: Path, state: dict[str, object]) -> None:
    folder = home / "xdg_config_home" / "mockpanel"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "window.json").write_text(json.dumps(state), encoding="utf-8")


def end(process: subprocess.Popen[bytes]) -> None:
    """Kills what is left of it and its children."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def free_port() -> int:
    """A port of this machine on which nobody listened a moment ago."""
    with socket.create_server((HOST, 0)) as sock:
        return int(sock.getsockname()[1])


def send_all(port: int, requests: Sequence[bytes]) -> list[socket.socket]:
    """A connection for each request, each with the first bytes of its answer read."""
    sockets = [socket.create_connection((HOST, port), CALL_S) for _ in requests]
    for sock, request in zip(sockets, requests, strict=True):
        sock.sendall(request)
    for sock in sockets:
        sock.recv(1)
    return sockets
