"""What a response may be called: its name is its file's too, on every system. Plain functions that touch no file."""

from __future__ import annotations

import re
import unicodedata

from mockpanel.core.errors import LibraryError
from mockpanel.core.profile_names import DEVICES
from mockpanel.core.sentences import show

LONGEST_NAME = 80
LONGEST_BYTES = 240
"""No file system takes more than 255, with the ending and what is added while the file is written."""

_UNSAFE = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f-\x9f\ud800-\udfff]')
"""No file name of some system may hold these."""


def checked_name(text: str) -> str:
    """The name with single spaces inside and none around; raises LibraryError."""
    name = unicodedata.normalize("NFC", " ".join(text.split())).rstrip(". ")  # Windows drops dots and spaces there
    if not name:
        raise LibraryError("a response needs a name")
    if found := _UNSAFE.search(name):
        raise LibraryError(f"a response's name must not hold {show(found.group())}")
    if name.startswith("."):
        raise LibraryError("a response's name must not begin with a dot")
    if DEVICES.match(name.partition(".")[0].rstrip().lower()):
        raise LibraryError(f"a response's name must not be {show(name)}: Windows keeps that for itself")
    if len(name) > LONGEST_NAME:
        raise LibraryError(f"a response's name must have at most {LONGEST_NAME} characters, got {len(name)}")
    if len(name.encode()) > LONGEST_BYTES:
        raise LibraryError(f"a response's name must have at most {LONGEST_BYTES} bytes, got {len(name.encode())}")
    return name
