"""What the window remembers between two starts: settings, address, layout, scheme. One file, replaced whole."""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mockpanel.core.files import write_whole
from mockpanel.core.folders import config_folder
from mockpanel.core.smoothing import Smoothing
from mockpanel.gui.theme import Scheme

log = logging.getLogger(__name__)

FILE = "window.json"


class PreviewChoices(BaseModel):
    """How the preview shows what comes."""

    model_config = ConfigDict(extra="ignore")

    smoothing: Smoothing = Smoothing.RAW
    markdown: bool = False
    loop: bool = False
    zoom: int = 100
    """Per cent."""
    sound: bool = False
    """Whether each chunk clicks."""
    volume: int = Field(default=50, ge=1, le=100)
    """Per cent."""
    protocol: str = ""
    """The key of the Dialect that is spoken."""


class ShapeChoices(BaseModel):
    """Whether the section is open, and which of its groups."""

    model_config = ConfigDict(extra="ignore")

    open: bool = False
    groups: list[str] = Field(default_factory=list)
    """By their titles."""


class CompareChoices(BaseModel):
    """What is compared, and how."""

    model_config = ConfigDict(extra="ignore")

    a: str = ""
    """A profile's name; empty for the current settings."""
    b: str = "Claude cadence"
    blind: bool = False
    reveal: bool = True
    loop: bool = False
    markdown: bool = False
    zoom: int = 100
    """Per cent."""


class CaptureChoices(BaseModel):
    """What was captured last: the API's address, which holds no credentials, the model and the prompt. No key."""

    model_config = ConfigDict(extra="ignore")

    url: str = ""
    model: str = ""
    prompt: str = ""


class WindowState(BaseModel):
    """All of it; what a later version adds is ignored."""

    model_config = ConfigDict(extra="ignore")

    settings: dict[str, Any] = Field(default_factory=dict)
    host: str = ""
    port: int = -1
    profile: str = ""
    response: str = ""
    """The name that the response has in the library, if it is from there."""
    scheme: Scheme = Scheme.SYSTEM
    reduced_motion: bool = False
    on_top: bool = False
    tab: int = 0
    """Response, Preview, Wire, Compare or Captures."""
    follow: bool = True
    close_to_tray: bool = False
    preview: PreviewChoices = Field(default_factory=PreviewChoices)
    shape: ShapeChoices = Field(default_factory=ShapeChoices)
    compare: CompareChoices = Field(default_factory=CompareChoices)
    capture: CaptureChoices = Field(default_factory=CaptureChoices)
    layout: dict[str, str] = Field(default_factory=dict)
    """Sizes and places as Qt saves them, base64, by the widget's name."""


def state_path() -> Path:
    """The user's own file."""
    return config_folder() / FILE


def load_state(path: Path | None = None) -> tuple[WindowState, str]:
    """What was saved; a file that cannot be read is set aside, never fatal, and the second part says so."""
    path = path or state_path()
    try:
        return WindowState.model_validate_json(path.read_bytes()), ""
    except FileNotFoundError:
        return WindowState(), ""
    except (OSError, ValidationError) as error:
        told = "The settings file could not be read"
        aside = path.with_suffix(".broken.json")
        with contextlib.suppress(OSError):
            path.replace(aside)
            told += f"; it was set aside as {aside.name}"
        log.warning("%s: %s", told, type(error).__name__)
        return WindowState(), f"{told}."


def save_state(state: WindowState, path: Path | None = None) -> str:
    """Replaces the file whole; a full disk is told of, never fatal. Returns why it could not be written, or nothing."""
    path = path or state_path()
    try:
        write_whole(path, state.model_dump_json(indent=1).encode())
    except OSError as error:
        refused = f"{path} could not be written: {error.strerror or error}"
        log.warning(refused)
        return refused
    return ""
