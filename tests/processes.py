"""Servers as processes of their own: start one, read what it prints, signal it, and leave nothing of it behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import httpx

from tests.bench.processes import stat, tree

ROOT = Path(__file__).parents[1]
MOCKPANEL = [sys.executable, "-m", "mockpanel"]
READY = re.compile(r"^mockpanel serves (http://(\S+?):(\d+)/v1)$")
START_S = 30.0
SOON_S = 10.0
"""What takes milliseconds may take so long on a busy machine."""

POLL_S = 0.01
TEXT = "Hello there, dear reader."
"""Six tokens in most encodings."""


class Lines:
    """The lines that a process writes, read as they come by a thread."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._lines: list[str] = []
        self._ended = False
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._read, name="lines", daemon=True)
        self._thread.start()

    def so_far(self) -> list[str]:
        """All lines until now."""
        with self._news:
            return list(self._lines)

    def wait_for(self, pattern: str | re.Pattern[str], within: float = SOON_S) -> str:
        """The first line in which the pattern is found; AssertionError with all lines if none comes."""
        found = self.wait_until(lambda lines: any(re.search(pattern, line) for line in lines), within)
        return next(line for line in found if re.search(pattern, line))

    def wait_until(self, reached: Callable[[list[str]], bool], within: float = SOON_S) -> list[str]:
        """The lines, once they are as they should be; AssertionError if they do not become so."""
        with self._news:
            self._news.wait_for(lambda: reached(self._lines) or self._ended, within)
            assert reached(self._lines), f"not in what was printed: {self._lines}"
            return list(self._lines)

    def whole(self, within: float = SOON_S) -> str:
        """All that was written until the process closed it."""
        self._thread.join(within)
        assert not self._thread.is_alive(), "the process did not close its output"
        return "".join(line + "\n" for line in self._lines)

    def close(self) -> None:
        """Lets go of the pipe, which the process must have closed."""
        self._thread.join(SOON_S)
        self._pipe.close()

    def _read(self) -> None:
        for line in self._pipe:
            with self._news:
                self._lines.append(line.decode("utf-8", "backslashreplace").removesuffix("\n"))
                self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()


@contextmanager
def started(command: Iterable[str], **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a session of its own; at the end all of the session is killed. Nobody reads what it prints."""
    settings: dict[str, Any] = {
        "cwd": ROOT,
        "env": clean_environment(),
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "start_new_session": True,
    }
    with subprocess.Popen(list(command), **{**settings, **options}) as process:
        try:
            yield process
        finally:
            end_session(process)


class Started:
    """A process in a session of its own, and the lines that it prints; at the end all of the session is killed."""

    def __init__(self, command: Iterable[str], environment: Mapping[str, str] | None = None) -> None:
        self._command = list(command)
        self._environment = clean_environment() | dict(environment or {})

    def __enter__(self) -> Self:
        self._stack = ExitStack()
        self.process = self._stack.enter_context(started(self._command, env=self._environment))
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self.out = Lines(self.process.stdout)
        self.err = Lines(self.process.stderr)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        end_session(self.process)
        self.out.close()
        self.err.close()
        self._stack.close()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self.process.pid

    def signal(self, number: int) -> None:
        """Sends a signal to the process alone."""
        self.process.send_signal(number)

    def wait(self, within: float = SOON_S) -> int:
        """The exit code; subprocess.TimeoutExpired if it does not end in time."""
        return self.process.wait(within)


class Serving(Started):
    """`python -m mockpanel` with some arguments, on a free port: ready from `with` on."""

    def __init__(self, *arguments: str, environment: Mapping[str, str] | None = None, gui: bool = False) -> None:
        flags = () if gui else ("--no-gui",)
        super().__init__([*MOCKPANEL, *flags, "--port", "0", *arguments], environment)

    def __enter__(self) -> Self:
        super().__enter__()
        try:
            self.ready_line = self.out.wait_for(READY, START_S)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        found = READY.match(self.ready_line)
        assert found is not None
        self.base_url = found[1]
        self.root_url = self.base_url.removesuffix("/v1")
        self.port = int(found[3])
        return self

    def request_lines(self, count: int) -> list[str]:
        """What was printed behind the first line, once there are so many."""
        return self.out.wait_until(lambda lines: len(lines) > count)[1:]


def clean_environment() -> dict[str, str]:
    """This process's environment without what would change a server's settings, its display or its tokenizers."""
    drop = ("DISPLAY", "WAYLAND_DISPLAY", "TIKTOKEN_CACHE_DIR", "DATA_GYM_CACHE_DIR")
    return {name: text for name, text in os.environ.items() if not name.startswith("MOCKPANEL_") and name not in drop}


def run_mockpanel(*arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """`python -m mockpanel` run to its end, its outputs read as text."""
    return run([*MOCKPANEL, *arguments], environment)


def run(
    command: Iterable[str], environment: Mapping[str, str] | None = None, cwd: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """A command run to its end, its outputs read as text."""
    return subprocess.run(
        list(command),
        cwd=cwd,
        env=clean_environment() | dict(environment or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=START_S,
        check=False,
    )


def end_session(process: subprocess.Popen[bytes]) -> None:
    """Kills a process and all of its session that is left."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):  # it is gone, or (macOS) all of it are zombies
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def children(pid: int) -> list[int]:
    """All processes below one (Linux)."""
    return tree(pid)[1:]


def is_running(pid: int) -> bool:
    """Whether a process is there and no zombie (Linux)."""
    fields = stat(pid)
    return bool(fields) and fields[0] != "Z"


def wait_until(reached: Callable[[], bool], within: float = SOON_S) -> bool:
    """Whether something becomes true in time."""
    deadline = time.monotonic() + within
    while not reached():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_S)
    return True


def connect(port: int) -> socket.socket:
    """A connection to a server on this machine."""
    return socket.create_connection(("127.0.0.1", port), timeout=SOON_S)


def accepts(port: int) -> bool:
    """Whether somebody listens on a port of this machine."""
    try:
        connect(port).close()
    except OSError:
        return False
    return True


def free_port() -> int:
    """A port of this machine on which nobody listened a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return int(sock.getsockname()[1])


def ask(text: str = TEXT, /, **fields: object) -> dict[str, object]:
    """The body of a chat request whose answer is a text."""
    return {"model": "m", "messages": [{"role": "user", "content": "Hi"}], "mock_response": text, **fields}


def client() -> httpx.Client:
    """A client that goes straight to the server, whatever proxy the user has."""
    return httpx.Client(trust_env=False, verify=False, timeout=SOON_S)  # loading certificates takes a while


def get(url: str) -> httpx.Response:
    """One answer over a connection of its own."""
    with client() as http:
        return http.get(url)
