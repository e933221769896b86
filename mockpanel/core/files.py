"""Writing a file so that a crash leaves the old one or the new one, never a half. Knows nothing of what is in it."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

PRIVATE = 0o600
"""The user's alone."""

SHARED = 0o666
"""As the user's umask says: for files that travel."""


def write_whole(path: Path, data: bytes, mode: int = PRIVATE) -> None:
    """Replaces a file, or makes it with its folder; raises OSError, and then leaves all as it was.

    The permissions of a file that is there are kept; a new one gets `mode`, as far as the user's umask lets it. A link
    stays a link.
    """
    path = Path(os.path.realpath(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    name = path.parent / f".{path.name[:80]}.{secrets.token_hex(4)}.tmp"
    number = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        with open(number, "wb") as file:  # closed before it is moved: Windows moves no open file
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            os.chmod(name, stat.S_IMODE(path.stat().st_mode))
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
