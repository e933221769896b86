"""What a user's profile may be called, and what its file is called. Plain functions that touch no file."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Container

from mockpanel.core.errors import ProfileError
from mockpanel.core.sentences import show

LONGEST_NAME = 80
LONGEST_STEM = 50
"""Of up to four bytes each: no file system takes more than 255 bytes."""

COPY = re.compile(r" copy( \d+)?$")
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$")
"""Windows keeps these names for itself, whatever the ending."""


def checked_name(text: str) -> str:
    """The name with single spaces inside and none around; raises ProfileError."""
    name = " ".join(text.split())
    if not name:
        raise ProfileError("a profile needs a name")
    if len(name) > LONGEST_NAME:
        raise ProfileError(f"a profile's name must have at most {LONGEST_NAME} characters, got {len(name)}")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        raise ProfileError(f"a profile's name must not hold control characters, got {show(name)}")
    return name


def key(name: str) -> str:
    """What two names share that people take for the same."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()


def free_name(name: str, taken: Container[str]) -> str:
    """The name, with the first number behind it that makes it free; `taken` holds keys."""
    tails = itertools.chain([""], (f" {number}" for number in itertools.count(2)))
    names = (name[: LONGEST_NAME - len(tail)].rstrip() + tail for tail in tails)
    return next(found for found in names if key(found) not in taken)


def copy_name(name: str, taken: Container[str]) -> str:
    """“Name copy”, “Name copy 2”: the first that is free, also for the copy of a copy."""
    base = COPY.sub("", name)[: LONGEST_NAME - len(" copy 9999")].rstrip()
    return free_name(f"{base} copy", taken)


def stem(name: str, thing: str = "profile") -> str:
    """A name for the file that every system takes, without its ending: letters and digits, the rest as hyphens.

    `thing` is what it is called where the name has neither.
    """
    small = unicodedata.normalize("NFKC", name).lower()
    words = "".join(character if character.isalnum() else "-" for character in small)
    found = re.sub("-+", "-", words).strip("-")[:LONGEST_STEM].strip("-") or thing
    return f"{found}-{thing}" if DEVICES.match(found) else found
