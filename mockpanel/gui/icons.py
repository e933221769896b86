"""The window's icons: Phosphor's, from qtawesome's font, in any colour and scale. No other font of it is loaded."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from qtawesome.iconic_font import IconicFont

APP_ICON = Path(str(files("mockpanel") / "resources" / "icons" / "mockpanel.svg"))

FONT = "phosphor-1.3.0"
"""qtawesome 1.4 ships it under this name."""


SIZES = (16, 24, 32, 48, 64)
"""Pixels, for screens of up to 400 %."""


class Icon(StrEnum):
    """What an icon stands for, and its name in the font."""

    PLAY = "play-fill"
    PAUSE = "pause-fill"
    STEP = "skip-forward-fill"
    STEP_BACK = "skip-back-fill"
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
    RECORD = "film-strip"
    SHARE = "share-network"
    SOUND = "speaker-high"
    SILENCE = "speaker-none"
    SWAP = "arrows-left-right"


def with_keys(words: str, keys: Mapping[Icon, str], name: Icon) -> str:
    """A tooltip that tells the shortcut of what an icon stands for, where it has one."""
    return f"{words} ({keys[name]})" if name in keys else words


@functools.cache
def icon(name: Icon, colour: str, disabled: str) -> QIcon:
    """The icon in a colour, and in another where its button is disabled. Drawn once: the font's own icons are drawn
    anew by Python at every paint, which costs frames."""
    drawn, made = _font().icon(f"ph.{name}", color=colour, color_disabled=disabled), QIcon()
    for size in SIZES:
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled):
            made.addPixmap(drawn.pixmap(QSize(size, size), 1.0, mode), mode)
    return made


@functools.cache
def _font() -> IconicFont:
    return IconicFont(("ph", f"{FONT}.ttf", f"{FONT.replace('-', '-charmap-', 1)}.json"))
