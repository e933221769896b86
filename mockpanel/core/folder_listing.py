"""What lies in a folder of the user's own files. Knows nothing of what is in them."""

from __future__ import annotations

import os
from pathlib import Path


def visible_names(folder: Path) -> list[str]:
    """The names of its files but for hidden ones, in no order; none where it is missing or out of reach."""
    try:
        return [name for name in os.listdir(folder) if not name.startswith(".")]
    except OSError:
        return []


def files_ending(folder: Path, ending: str) -> list[Path]:
    """Its visible files with that ending, sorted by their names without it."""
    found = [name for name in visible_names(folder) if name.endswith(ending)]
    return [folder / name for name in sorted(found, key=lambda name: name.removesuffix(ending))]


def out_of_reach(folder: Path, what: str) -> str:
    """A sentence where the folder of such things (profiles, captures) cannot be read; nothing where it is missing."""
    try:
        os.listdir(folder)
    except FileNotFoundError:
        return ""
    except OSError as error:
        return f"the {what} in {folder} cannot be read: {error.strerror or error}"
    return ""
