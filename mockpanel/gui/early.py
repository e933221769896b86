"""Why a window cannot be opened, in a sentence, where Qt would abort the process. Imported before Qt and without it."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import logging
import os
import re
import socket
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mockpanel.core.errors import StartError

FAILED = 1
WAY_OUT = "start it with --no-gui to serve without a window"

PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
}
"""What Qt needs of the system, and the package of Debian and Ubuntu that it is in (dev.py installs the same)."""

X11_SOCKET = "/tmp/.X11-unix/X"  # noqa: S108
"""X11's own place, by Xlib and every server."""

_LIBRARY = re.compile(r"lib[\w.+-]+\.so[.\d]*|[\w-]+\.dll")
_PLUGIN = re.compile(r'Could not find the Qt platform plugin "([^"]*)"')
_LOCAL_DISPLAY = re.compile(r"(?:unix)?:(\d+)(?:\.\d+)?")


def check_display(environment: Mapping[str, str]) -> None:
    """Raises StartError where no X server listens for a display of this machine: told before Qt is even imported."""
    chosen = environment.get("QT_QPA_PLATFORM", "")
    if not sys.platform.startswith("linux") or environment.get("WAYLAND_DISPLAY") or chosen not in ("", "xcb"):
        return
    local = _LOCAL_DISPLAY.fullmatch(environment.get("DISPLAY", ""))
    if local and not _listens(local[1]):
        raise StartError(_dead_display(environment))


@contextlib.contextmanager
def no_abort() -> Iterator[None]:
    """While QApplication is made: where Qt would abort, the process ends with a sentence and exit code 1 instead.

    Qt 6 tells its message handler before it calls abort(), and offers no other way out.
    """
    from PySide6.QtCore import QtMsgType, qInstallMessageHandler

    said: list[str] = []

    def hear(kind: QtMsgType, _context: object, message: str) -> None:
        if kind is QtMsgType.QtFatalMsg:
            _end(explain_abort([*said, message], os.environ))
        said.append(message)

    before: Any = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
    for message in said:
        logging.getLogger("mockpanel.qt").warning("%s", message)


def explain_start_error(error: BaseException) -> str:
    """The sentence for an import of Qt that failed."""
    if found := _LIBRARY.search(str(error)):
        return _lacks([found[0], *missing_libraries()])
    if isinstance(error, ModuleNotFoundError) and error.name:
        package = error.name.partition(".")[0]
        return f"the window needs the Python package {package}, which is missing; install mockpanel again, or {WAY_OUT}"
    return f"the window cannot be opened: {error}; {WAY_OUT}"


def explain_abort(said: Sequence[str], environment: Mapping[str, str]) -> str:
    """The sentence for what Qt said before it would abort."""
    words = "\n".join(said)
    if found := _PLUGIN.search(words):
        return f"Qt has no platform {found[1]!r}, which QT_QPA_PLATFORM names; unset it, or {WAY_OUT}"
    if "could not connect to display" in words or "wl_display" in words:
        return _dead_display(environment)
    if missing := missing_libraries():
        return _lacks(missing)
    reason = said[-1].strip().splitlines()[0] if said and said[-1].strip() else "Qt does not say why"
    return f"the window cannot be opened: {reason.rstrip('.')}; {WAY_OUT}"


def missing_libraries() -> list[str]:
    """Which of Qt's system libraries cannot be loaded."""
    if not sys.platform.startswith("linux"):
        return []
    missing = []
    for library in PACKAGES:
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(library)
    return missing


def _lacks(libraries: Sequence[str]) -> str:
    names = list(dict.fromkeys(libraries))
    packages = dict.fromkeys(PACKAGES[name] for name in names if name in PACKAGES)
    apt = f" or 'apt install {' '.join(packages)}' (Debian, Ubuntu)" if packages else ""
    what, them = ("a system library that is", "it") if len(names) == 1 else ("system libraries that are", "them")
    return (
        f"the window needs {what} missing, {', '.join(names)}; 'python dev.py run'{apt} installs {them}, or {WAY_OUT}"
    )


def _dead_display(environment: Mapping[str, str]) -> str:
    chosen = environment.get("QT_QPA_PLATFORM", "")
    wayland = environment.get("WAYLAND_DISPLAY") and not chosen.startswith("xcb")
    name = "WAYLAND_DISPLAY" if wayland or chosen.startswith("wayland") else "DISPLAY"
    display = environment.get(name)
    shown = f"the display {display}, which {name} names," if display else f"the display, which {name} should name,"
    return f"{shown} does not answer; {WAY_OUT}"


def _listens(number: str) -> bool:
    """Whether an X server listens for that display, by its abstract socket or by the file."""
    for address in (f"\0{X11_SOCKET}{number}", f"{X11_SOCKET}{number}"):
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(1)
            if probe.connect_ex(address) not in (errno.ENOENT, errno.ECONNREFUSED):
                return True
    return False


def _end(sentence: str) -> None:
    for file in (sys.stdout, sys.stderr):
        if file is not None:
            with contextlib.suppress(OSError, ValueError):
                if file is sys.stderr:
                    file.write(f"mockpanel: {sentence}\n")
                file.flush()
    os._exit(FAILED)
