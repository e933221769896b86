"""A capture's file on the disk: read, made, and what the system refuses as a sentence. Knows no folder."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from mockpanel.core.capture_checks import LARGEST_BYTES
from mockpanel.core.capture_file import parse_capture
from mockpanel.core.capture_names import checked_capture_name
from mockpanel.core.captures import Capture
from mockpanel.core.errors import CaptureError
from mockpanel.core.sentences import show


def read_capture_file(path: Path) -> Capture:
    """The capture of a capture file; raises InvalidValue, CaptureError or OSError."""
    capture = parse_capture(read_file(path).decode("utf-8", "replace"), path.stem)
    return replace(capture, name=checked_capture_name(capture.name))


def read_file(path: Path) -> bytes:
    """The bytes of a file that may hold a capture; raises OSError, CaptureError for none or a large one."""
    if not path.is_file() and path.exists():  # a pipe would be waited for without end
        raise CaptureError(f"{path} is not a file")
    if path.stat().st_size > LARGEST_BYTES:
        raise CaptureError(f"{path} is larger than {LARGEST_BYTES // 1_000_000} MB")
    return path.read_bytes()


def made(path: Path) -> bool:
    """Makes an empty file, with its folder; False where there is one already. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


@contextlib.contextmanager
def refusals(name: str, what: str) -> Iterator[None]:
    """Turns what the system refuses into a CaptureError: the capture NAME cannot be saved, deleted …"""
    try:
        yield
    except OSError as error:
        raise CaptureError(f"the capture {show(name)} cannot be {what}: {error.strerror or error}") from None
