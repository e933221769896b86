"""What is told of an error that nobody expected: where, what, with which versions; no secret and no user's name."""

from __future__ import annotations

import re
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import qVersion

from mockpanel.log_file import without_secrets
from mockpanel.notices import versions
from mockpanel.server.masking import printable

QUIET_S = 10.0
"""What happens at one place is told of again after so long at the earliest."""

PLACES = 1000
"""Remembered at most, so that messages that differ each time fill no memory."""

LONGEST_SUMMARY = 300
LONGEST_DETAILS = 40_000


class Quiet:
    """Holds repetitions back. Any thread may ask."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._places: dict[str, tuple[float, int]] = {}

    def missed(self, place: str) -> int | None:
        """How often this place was held back since it was last told of; None if it is to be held back now."""
        with self._lock:
            now = self._clock()
            told, count = self._places.get(place, (-QUIET_S, 0))
            if now - told < QUIET_S and told >= 0:
                self._places[place] = (told, count + 1)
                return None
            self._places.pop(place, None)
            if len(self._places) >= PLACES:
                del self._places[next(iter(self._places))]
            self._places[place] = (now, 0)
            return count


def place(error: BaseException) -> str:
    """Where an error was raised, with its kind: errors of the same place are the same."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    where = f"{last.tb_frame.f_code.co_filename}:{last.tb_lineno}" if last else str(error)
    return f"{type(error).__name__} {where}"


def summary(error: BaseException) -> str:
    """Kind and message in one line."""
    line = printable(told("".join(traceback.format_exception_only(error)).strip().splitlines()[-1]))
    return line if len(line) <= LONGEST_SUMMARY else line[: LONGEST_SUMMARY - 1] + "…"


def details(error: BaseException) -> str:
    """Versions and traceback, of a length that a report can take."""
    text = told("".join(traceback.format_exception(error)))
    if len(text) > LONGEST_DETAILS:
        half = LONGEST_DETAILS // 2
        text = f"{text[:half]}\n…\n{text[-half:]}"
    return f"{versions(qVersion())}\n\n{text}"


def told(text: str, home: Path | None = None) -> str:
    """Text without secrets, and with ~ for the user's folder, which has the user's name in it."""
    folder = str(home or Path.home()).rstrip("/\\")
    if not folder:
        return without_secrets(text)
    parts = (re.escape(part) for part in re.split(r"[/\\]", folder))
    return without_secrets(re.sub(r"[/\\]{1,2}".join(parts) + r"(?![\w.-])", "~", text))
