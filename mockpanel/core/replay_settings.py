"""The settings that play a captured rhythm instead of a speed and a shape. Off unless a capture is named."""

from __future__ import annotations

from enum import StrEnum

from pydantic import field_validator

from mockpanel.core.fields import setting, whole_characters
from mockpanel.core.shape_settings import ShapeSettings


class ReplayMode(StrEnum):
    """Which text is sent in a captured rhythm."""

    OWN_TEXT = "own_text"
    REPEAT = "repeat"
    RESAMPLE = "resample"


class ReplaySettings(ShapeSettings):
    """A capture's rhythm in the place of speed and shape."""

    replay: str = setting(
        "",
        label="Replay",
        unit="name of a capture",
        text="A capture whose rhythm is played, first token included, instead of speed and shape; empty is off.",
    )
    replay_mode: ReplayMode = setting(
        ReplayMode.OWN_TEXT,
        label="Replay text",
        unit="own_text, repeat or resample",
        text="The text: the capture's own, or the answer's in the captured gaps, one by one or drawn by chance.",
        strict=False,
    )
    replay_speed: float = setting(
        1.0,
        label="Replay speed",
        unit="x",
        text="How much faster than captured it is played.",
        ge=0.1,
        le=10,
    )

    @field_validator("replay")
    @classmethod
    def _whole_name(cls, name: str) -> str:
        return whole_characters("replay", name)
