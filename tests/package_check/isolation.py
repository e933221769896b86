"""A place with nothing in it: no network but loopback, three variables, a user who may write nowhere but at home."""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import socket
import struct
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CLONE_NEWNET = 0x40000000
SIOCGIFFLAGS, SIOCSIFFLAGS = 0x8913, 0x8914
IFF_UP = 0x1
NOBODY = 65534


@dataclass(frozen=True, slots=True)
class Place:
    """Where the app was unpacked, and the home of the user who runs it."""

    app: Path
    home: Path

    def options(self, **more: str) -> dict[str, Any]:
        """How a program is started here."""
        environment = {"HOME": str(self.home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **more}
        return {"cwd": "/", "env": environment, **_user()}


@contextmanager
def unpacked(archive: Path) -> Iterator[Place]:
    """The app in a folder that nobody may write to, and an empty home; both are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="mockpanel-check-"))
    try:
        folder.chmod(0o755)
        with tarfile.open(archive) as file:
            file.extractall(folder, filter="tar")
        (app,) = folder.iterdir()
        (home := folder / "home").mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(home, NOBODY, NOBODY)
        _set_writable(app, writable=False)
        yield Place(app, home)
    finally:
        _set_writable(folder, writable=True)
        shutil.rmtree(folder)


def contents(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file."""
    return {str(path): (path.lstat().st_size, path.lstat().st_mtime_ns) for path in folder.rglob("*")}


def cut_the_network() -> str:
    """Leaves this process and its children loopback only; why that cannot be, or nothing."""
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET):
        return os.strerror(ctypes.get_errno())
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        request = struct.pack("16sH14x", b"lo", 0)
        flags = struct.unpack("16sH14x", fcntl.ioctl(sock, SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(sock, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | IFF_UP))
    return ""


def _user() -> dict[str, Any]:
    """Root may write anywhere: another user is to run the app."""
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


def _set_writable(folder: Path, *, writable: bool) -> None:
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o200 if writable else mode & ~0o222)
