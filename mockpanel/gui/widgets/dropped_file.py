"""Which file is dropped or pasted, and whether it is a text's. Reads no more of it than its beginning."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData

from mockpanel.core.capture_signs import MOST_BYTES, is_recorded

PROFILE_ENDING = ".toml"
"""The window takes a profile, wherever it is dropped; so no editor may."""


def local_file(data: QMimeData) -> Path | None:
    """The one file there is on this machine."""
    urls = data.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


def files_for_the_window(data: QMimeData) -> list[Path]:
    """What may be dropped anywhere: one file of this machine, or several recorded answers; else none."""
    urls = data.urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    if len(paths) != len(urls) or (len(paths) > 1 and not all(map(holds_capture, paths))):
        return []
    return paths


def is_for_the_window(path: Path) -> bool:
    """Whether an editor lets go of it: a profile, or a recorded answer."""
    return path.suffix.lower() == PROFILE_ENDING or holds_capture(path)


def holds_capture(path: Path) -> bool:
    """Whether a file means to be a recorded answer; one that cannot be read does so by its name alone."""
    try:
        if not path.is_file():  # a pipe would be waited for without end
            return is_recorded(path.suffix, b"")
        with path.open("rb") as file:
            return is_recorded(path.suffix, file.read(MOST_BYTES))
    except (OSError, ValueError):
        return is_recorded(path.suffix, b"")
