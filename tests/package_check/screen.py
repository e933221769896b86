"""A screen that nobody sees: Xvfb, and a watcher that tells when something was painted and takes its picture."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.processes import ROOT, Lines, started

COLOURS = 8
"""An empty screen has one; what was painted has more."""

STEADY_S = 1.5
"""The picture is taken so long after the first paint."""

LONGEST_S = 30.0
POLL_S = 0.02


@contextmanager
def screen() -> Iterator[str]:
    """The number of a display, as DISPLAY wants it."""
    reader, writer = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writer),
        "-screen",
        "0",
        "1280x800x24",
        "-nolisten",
        "tcp",
        "-ac",
        "-br",
        "-noreset",
    ]
    with subprocess.Popen(command, pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        os.close(writer)
        try:
            with open(reader, encoding="ascii") as file:
                yield f":{file.readline().strip()}"
        finally:
            server.terminate()


class Watcher:
    """Waits in a process of its own until something is painted; `with` begins to look."""

    def __init__(self, display: str, picture: Path) -> None:
        self._command = [sys.executable, "-m", "tests.package_check.screen", str(picture)]
        self._environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}

    def __enter__(self) -> Watcher:
        self._starting = started(self._command, env=self._environment, cwd=ROOT, stderr=None)
        process = self._starting.__enter__()
        assert process.stdout is not None
        self._lines = Lines(process.stdout)
        self._lines.wait_for("looking", LONGEST_S)
        self._since = time.monotonic()
        return self

    def __exit__(self, *_: object) -> None:
        self._starting.__exit__(None, None, None)
        self._lines.close()

    def seconds(self) -> float:
        """How long it took until something was painted."""
        self._lines.wait_for("painted", LONGEST_S)
        return time.monotonic() - self._since

    def picture(self) -> None:
        """Returns when the picture is taken."""
        self._lines.wait_for("saved", LONGEST_S)


def watch(picture: Path) -> int:
    """Runs in the watcher's process."""
    from PySide6.QtGui import QGuiApplication

    app = QGuiApplication([])
    print("looking", flush=True)
    deadline = time.monotonic() + LONGEST_S
    while colours() < COLOURS:
        if time.monotonic() > deadline:
            return 1
        time.sleep(POLL_S)
    print("painted", flush=True)
    time.sleep(STEADY_S)
    app.primaryScreen().grabWindow(0).save(str(picture))
    print("saved", flush=True)
    return 0


def colours() -> int:
    """How many colours are on the screen, in a grid of points."""
    from PySide6.QtGui import QGuiApplication

    image = QGuiApplication.primaryScreen().grabWindow(0).toImage()
    return len({image.pixel(x, y) for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)})


if __name__ == "__main__":
    raise SystemExit(watch(Path(sys.argv[1])))
