"""A display without a screen (Xvfb), and keys for the window on it (xdotool). Knows no program that is shown there."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from .errors import BenchError

PROGRAMS = {"Xvfb": "xvfb", "xdotool": "xdotool"}
"""What is needed, and the package of Debian and Ubuntu that it is in (dev.py installs the same)."""

WIDTH, HEIGHT = 1280, 800
KEY_S = 20.0
TYPE_GAP_MS = 4


@dataclass(frozen=True, slots=True)
class Display:
    """A display that answers."""

    name: str
    """As DISPLAY names it, such as :7."""
    pid: int

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to open its window here."""
        return {"DISPLAY": self.name, "QT_QPA_PLATFORM": "xcb"}

    def press(self, *keys: str) -> None:
        """Presses keys one after the other, such as alt+s or Return."""
        self._xdotool("key", "--clearmodifiers", *keys)

    def type(self, text: str) -> None:
        """Types a text of plain characters."""
        self._xdotool("type", "--clearmodifiers", "--delay", str(TYPE_GAP_MS), text)

    def click(self, x: int, y: int) -> None:
        """Clicks somewhere on the screen."""
        self._xdotool("mousemove", str(x), str(y), "click", "1")

    def focus(self, window: int) -> None:
        """Gives a window the keyboard, which is a window manager's part elsewhere."""
        self._xdotool("windowfocus", "--sync", str(window))

    def fill(self, window: int, width: int, height: int) -> None:
        """Puts a window into the upper left corner, that large; a window manager's part elsewhere, too."""
        self._xdotool("windowsize", str(window), str(width), str(height), "windowmove", str(window), "0", "0")

    def _xdotool(self, *arguments: str) -> None:
        environment = {**os.environ, "DISPLAY": self.name}
        done = subprocess.run(
            ["xdotool", *arguments], env=environment, capture_output=True, text=True, timeout=KEY_S, check=False
        )
        if done.returncode:
            raise BenchError(f"xdotool {arguments[0]} failed: {done.stderr.strip()}")


def missing_programs() -> str:
    """A sentence on what has to be installed first; empty where nothing has."""
    packages = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    if not packages:
        return ""
    return f"a window is driven with Xvfb and xdotool, which are not all here; run 'apt install {' '.join(packages)}'"


@contextmanager
def virtual_display(width: int = WIDTH, height: int = HEIGHT) -> Iterator[Display]:
    """A display of its own on a free number, gone at the end. Raises BenchError if it cannot be."""
    if missing := missing_programs():
        raise BenchError(missing)
    told, tell = os.pipe()
    command = ["Xvfb", "-displayfd", str(tell), "-screen", "0", f"{width}x{height}x24"]
    # Without -noreset it would forget everything each time that the last client goes.
    process = subprocess.Popen(
        [*command, "-nolisten", "tcp", "-noreset", "-dpi", "96"],
        pass_fds=[tell],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(tell)
    try:
        with open(told, encoding="ascii") as pipe:
            number = pipe.readline().strip()  # Xvfb writes it when it is ready, and closes it when it ends.
        if not number:
            raise BenchError("Xvfb did not start")
        yield Display(f":{number}", process.pid)
    finally:
        process.terminate()
        process.wait()
