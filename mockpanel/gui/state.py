"""What the window remembers between two starts: settings, address, layout, scheme. One file, replaced whole."""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
from pathlib import Path
from typing import Any

from platformdirs import user_config_path
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mockpanel.gui.theme import Scheme

log = logging.getLogger(__name__)

FILE = "window.json"


class WindowState(BaseModel):
    """All of it; what a later version adds is ignored."""

    model_config = ConfigDict(extra="ignore")

    settings: dict[str, Any] = Field(default_factory=dict)
    host: str = ""
    port: int = -1
    profile: str = ""
    scheme: Scheme = Scheme.SYSTEM
    layout: dict[str, str] = Field(default_factory=dict)
    """Sizes and places as Qt saves them, base64, by the widget's name."""


def state_path() -> Path:
    """The user's own file."""
    return user_config_path("mockpanel", appauthor=False, roaming=True) / FILE


def load_state(path: Path | None = None) -> WindowState:
    """What was saved; a file that cannot be read is set aside and told of, never fatal."""
    path = path or state_path()
    try:
        return WindowState.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return WindowState()
    except (OSError, ValidationError) as error:
        aside = path.with_suffix(".broken.json")
        log.warning("%s could not be read and was set aside as %s: %s", path, aside.name, type(error).__name__)
        with contextlib.suppress(OSError):
            path.replace(aside)
        return WindowState()


def save_state(state: WindowState, path: Path | None = None) -> None:
    """Replaces the file whole, so that a crash leaves the old or the new one; a full disk is told of, never fatal."""
    path = path or state_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
            file.write(state.model_dump_json(indent=1))
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
    except OSError as error:
        log.warning("%s could not be written: %s", path, error.strerror or error)
