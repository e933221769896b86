"""The log file: what went wrong and when, kept small, for its user's eyes alone, and without secrets. Knows no Qt."""

from __future__ import annotations

import contextlib
import logging
import os
import re
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import cast

from mockpanel.core.folders import log_folder
from mockpanel.server.masking import MASK, is_secret, mask_body

log = logging.getLogger(__name__)

LARGEST_BYTES = 1024 * 1024
KEPT_FILES = 2
"""Old files beside the one that is written."""

FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"
NOTES = "mockpanel.notes"
"""The logger of what the file alone is told: starts, stops, addresses."""

_HEADER = re.compile(r"((?:authorization|cookie)['\"]?\s*:\s*b?['\"]?)[^\r\n'\"]+", re.IGNORECASE)
_NAME = re.compile(r"(?<![\w-])([\w-]+)(?:['\"]?\s*[:=]|['\"]\s*,)\s*b?")
_VALUE = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?|[^\s,;&'\"(){}\[\]<>]+")
"""A name and its value as Python, a query and a header show them: key='x', 'key': 'x', ('key', b'x'), key: x."""


def log_path() -> Path:
    """The user's log file."""
    return log_folder() / "mockpanel.log"


def note(sentence: str) -> None:
    """Tells the log file, and nobody else, at the level INFO."""
    logging.getLogger(NOTES).info("%s", sentence)


def without_secrets(text: str) -> str:
    """Any text with credentials masked: by the name that stands before them, or by their own looks."""
    return _mask_named(_HEADER.sub(rf"\1{MASK}", mask_body(text)))


class Masked(logging.Formatter):
    """Writes a record, its traceback too, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as text."""
        return without_secrets(super().format(record))


def open_log_file(path: Path) -> logging.Handler | None:
    """A handler that writes to the file; None, and a warning, where that cannot be."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = _OwnFile(
            path, maxBytes=LARGEST_BYTES, backupCount=KEPT_FILES, encoding="utf-8", errors="backslashreplace"
        )
    except OSError as error:
        log.warning("The log file %s cannot be written: %s", path, error.strerror or error)
        return None
    handler.setFormatter(Masked(FORM))
    return handler


class _OwnFile(RotatingFileHandler):
    """Only its user may read it."""

    def rotate(self, source: str, dest: str) -> None:
        """Moves a full file aside; where another window of this user holds it open (Windows), it grows on."""
        with contextlib.suppress(OSError):
            super().rotate(source, dest)

    def _open(self) -> TextIOWrapper:
        file = open(self.baseFilename, self.mode, encoding=self.encoding, errors=self.errors, opener=_private)  # noqa: SIM115
        return cast("TextIOWrapper", file)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _mask_named(text: str) -> str:
    parts: list[str] = []
    done = 0
    for name in _NAME.finditer(text):
        if name.start() >= done and is_secret(name[1]) and (value := _VALUE.match(text, name.end())):
            parts += text[done : name.end()], MASK
            done = value.end()
    return "".join([*parts, text[done:]])
