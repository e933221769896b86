"""What a capture may be called, and what one is called that nobody named. Plain functions that touch no file."""

from __future__ import annotations

import unicodedata

from mockpanel.core.errors import CaptureError
from mockpanel.core.profile_names import LONGEST_NAME
from mockpanel.core.sentences import show

ROOM_FOR_TIME = 24
"""Of the characters of a name, what a date and a time take."""


def checked_capture_name(text: str) -> str:
    """The name with single spaces inside and none around; raises CaptureError.

    It has no slash, because it is a part of paths of the control API.
    """
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if not name:
        raise CaptureError("a capture needs a name")
    if len(name) > LONGEST_NAME:
        raise CaptureError(f"a capture's name must have at most {LONGEST_NAME} characters, got {len(name)}")
    if any(character in "/\\" or unicodedata.category(character) in ("Cc", "Cs") for character in name):
        raise CaptureError(f"a capture's name must not hold slashes or control characters, got {show(name)}")
    if name in (".", ".."):
        raise CaptureError(f"a capture's name must not be {show(name)}: paths mean a folder by it")
    return name


def proposed_name(what: str, when: str = "") -> str:
    """A name that can be, out of a model's, host's or file's and a time as words."""
    kept = "".join("-" if character in "/\\" else character for character in what)
    kept = "".join(character for character in kept if unicodedata.category(character) not in ("Cc", "Cs"))
    name = " ".join(kept.split())[: LONGEST_NAME - ROOM_FOR_TIME].strip()
    name = "capture" if name in ("", ".", "..") else name
    return f"{name} {when}".strip()
