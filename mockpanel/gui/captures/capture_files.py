"""Captures from and to files of any place, with a sentence on what a file holds or what is wrong. Knows no widget."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from mockpanel.core.capture_disk import read_file
from mockpanel.core.capture_file import capture_text
from mockpanel.core.capture_import import read_recording
from mockpanel.core.captures import Capture
from mockpanel.core.errors import CaptureError, InvalidValue
from mockpanel.core.files import SHARED, write_whole
from mockpanel.core.measures import grouped, long_time


class Found(NamedTuple):
    """What a file holds: a capture and a sentence with {} for the name that it gets, or only why there is none."""

    capture: Capture | None
    sentence: str


def found_in(path: Path) -> Found:
    """Reads a file; a large one takes seconds."""
    try:
        kind, capture = read_recording(path.stem, read_file(path))
    except (InvalidValue, CaptureError) as error:
        return Found(None, f"{path.name} is no capture: {error}.")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = error.strerror if isinstance(error, OSError) else error
        return Found(None, f"{path.name} cannot be read: {reason or error}.")
    count = len(capture.arrivals)
    chunks = f"{grouped(count)} chunk{'' if count == 1 else 's'}"
    length = long_time(capture.arrivals[-1].seconds)
    told = f"{path.name} is {kind}: {chunks} in {length}, kept as ".replace("{", "{{").replace("}", "}}")
    notes = f" {capture.notes}".rstrip().replace("{", "{{").replace("}", "}}")
    return Found(capture, f"{told}“{{}}”.{notes}")


def write_capture(capture: Capture, path: Path) -> None:
    """Writes the capture's file; raises OSError."""
    write_whole(path, capture_text(capture).encode(), SHARED)
