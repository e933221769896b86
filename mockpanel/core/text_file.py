"""A text from a file that may be anything, and into one: UTF-8, and not too large. Knows no library and no editor."""

from __future__ import annotations

import stat
from pathlib import Path

from mockpanel.core.errors import LibraryError

LARGEST_BYTES = 4_000_000
"""A larger text would hold up the streams while the window lays it out."""


def read_text(path: Path, called: str) -> str:
    """The text byte for byte; raises LibraryError, which begins with what the file is called."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe would be waited for without end
            raise LibraryError(f"{called} is not a file")
        if status.st_size > LARGEST_BYTES:
            size, most = status.st_size / 1e6, LARGEST_BYTES / 1e6
            raise LibraryError(f"{called} has {size:.1f} MB; a response may have up to {most:.0f} MB")
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise LibraryError(f"{called} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise LibraryError(f"{called} is not UTF-8 text; save it as UTF-8 first") from None


def encoded(text: str) -> bytes:
    """The text as `read_text` will take it; raises LibraryError."""
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        half = f"U+{ord(text[error.start]):04X}"
        raise LibraryError(f"the text holds half of a character, {half}, that no file in UTF-8 can hold") from None
    if len(data) > LARGEST_BYTES:
        raise LibraryError(f"a response may have up to {LARGEST_BYTES / 1e6:.0f} MB, got {len(data) / 1e6:.1f} MB")
    return data
