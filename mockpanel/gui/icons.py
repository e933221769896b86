"""The window's icons: Phosphor's, from qtawesome's font, in any colour and scale. No other font of it is loaded."""

from __future__ import annotations

import functools
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

import PySide6.QtCore  # noqa: F401  qtpy takes the binding that was imported first
from PySide6.QtGui import QIcon
from qtawesome.iconic_font import IconicFont

APP_ICON = Path(str(files("mockpanel") / "resources" / "icons" / "mockpanel.svg"))

FONT = "phosphor-1.3.0"
"""qtawesome 1.4 ships it under this name."""


class Icon(StrEnum):
    """What an icon stands for, and its name in the font."""

    PLAY = "play-fill"
    PAUSE = "pause-fill"
    STEP = "skip-forward-fill"
    RESTART = "arrow-counter-clockwise"
    LOOP = "repeat"
    SMALLER = "minus"
    LARGER = "plus"
    COPY = "copy"
    COPIED = "check"
    SAVE = "floppy-disk"
    MORE = "dots-three"
    COMMANDS = "command"
    PRESENT = "presentation"
    CLOSE = "x"


def icon(name: Icon, colour: str, disabled: str) -> QIcon:
    """The icon in a colour, and in another where its button is disabled."""
    made: QIcon = _font().icon(f"ph.{name}", color=colour, color_disabled=disabled)
    return made


@functools.cache
def _font() -> IconicFont:
    return IconicFont(("ph", f"{FONT}.ttf", f"{FONT.replace('-', '-charmap-', 1)}.json"))
