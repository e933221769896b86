"""A profile's file on the disk: written whole, read, removed; what the system refuses becomes a sentence."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from mockpanel.core import files
from mockpanel.core.errors import ProfileError


def write_whole(path: Path, data: bytes) -> None:
    """Replaces a file so that a crash leaves the old or the new one; makes its folder. Raises ProfileError."""
    with _refusals(path, "written"):
        files.write_whole(path, data, files.SHARED)


def remove(path: Path) -> None:
    """Removes a file, if it is there; raises ProfileError."""
    with _refusals(path, "removed"):
        path.unlink(missing_ok=True)


def read_bytes(path: Path) -> bytes:
    """The file as it is; raises ProfileError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise _refusal(path, "read", error) from None


@contextlib.contextmanager
def _refusals(path: Path, what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _refusal(path, what, error) from None


def _refusal(path: Path, what: str, error: OSError) -> ProfileError:
    return ProfileError(f"profile {path} cannot be {what}: {error.strerror or error}")
