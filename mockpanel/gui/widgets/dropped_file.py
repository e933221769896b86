"""Which file is dropped or pasted, and whether it is a text's. Reads nothing of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData

PROFILE_ENDING = ".toml"
"""The window takes a profile, wherever it is dropped; so no editor may."""


def local_file(data: QMimeData) -> Path | None:
    """The one file there is on this machine."""
    urls = data.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


def is_for_the_window(path: Path) -> bool:
    """Whether an editor lets go of it."""
    return path.suffix.lower() == PROFILE_ENDING
