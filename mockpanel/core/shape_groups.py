"""The settings that shape a stream, grouped by what they are about. Pure: says what belongs together and what is on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mockpanel.core.settings import StreamSettings
from mockpanel.core.shapes import UNSHAPED, is_plain, shape_of


@dataclass(frozen=True, slots=True)
class ShapeGroup:
    """One way to shape a stream: a heading, and the settings below it."""

    title: str
    text: str
    """What it does, in a sentence."""
    names: tuple[str, ...]
    pictured: bool = True
    """Whether one stream alone shows it."""

    @property
    def off(self) -> dict[str, Any]:
        """Its settings, switched off."""
        return {name: UNSHAPED[name] for name in self.names}

    def changed(self, settings: StreamSettings) -> tuple[str, ...]:
        """Those of its settings that are not as they are when it is off."""
        return tuple(name for name in self.names if getattr(settings, name) != UNSHAPED[name])

    def on(self, settings: StreamSettings) -> bool:
        """Whether it does anything; a length of bursts without a pause between them does not."""
        if not self.changed(settings):
            return False
        alone = self.alone(settings)
        return (
            shape_of(alone) is not None
            or not is_plain(alone)
            or bool(alone.concurrent_streams or alone.seed or alone.replay)
        )

    def alone(self, settings: StreamSettings) -> StreamSettings:
        """The settings with every other group switched off."""
        return settings.model_copy(update=UNSHAPED | {name: getattr(settings, name) for name in self.names})


GROUPS = (
    ShapeGroup("Jitter", "Gaps of unequal length.", ("jitter", "jitter_distribution")),
    ShapeGroup("Bursts", "Some tokens at once, then a pause.", ("burst_pause", "burst_tokens_min", "burst_tokens_max")),
    ShapeGroup("Clumps", "Chunks that a network on the way collects.", ("clump_interval",)),
    ShapeGroup(
        "Stalls",
        "The stream stands still, by chance or at a place.",
        ("stall_chance", "stall_after", "stall_seconds_min", "stall_seconds_max"),
    ),
    ShapeGroup("Ramp", "A stream that warms up or tires.", ("ramp_from", "ramp_to", "ramp_tokens", "ramp_seconds")),
    ShapeGroup(
        "Breath",
        "Pauses at punctuation, and another speed for code.",
        ("comma_pause", "sentence_pause", "paragraph_pause", "code_speed"),
    ),
    ShapeGroup(
        "First token",
        "A first token that comes later now and then, or with a longer prompt.",
        ("time_to_first_token_p95", "time_to_first_token_per_1000_prompt_tokens"),
    ),
    ShapeGroup(
        "Load",
        "Many streams at once slow each other down, or wait in a queue.",
        ("load_slowdown", "load_streams", "concurrent_streams"),
        pictured=False,
    ),
    ShapeGroup(
        "Thinking",
        "Reasoning before the answer.",
        ("mock_reasoning", "reasoning_tokens_per_second", "reasoning_seconds"),
    ),
    ShapeGroup(
        "Replay",
        "The rhythm of a captured answer, instead of speed and shape.",
        ("replay", "replay_mode", "replay_speed"),
        pictured=False,
    ),
    ShapeGroup("Total duration", "An answer that takes a given time, whatever the speed.", ("total_duration",)),
    ShapeGroup("Seed", "The same rhythm for every request.", ("seed",), pictured=False),
)
"""In the order of the window; every setting that shapes a stream is in one of them."""


def those_on(settings: StreamSettings) -> Iterable[ShapeGroup]:
    """The groups that do something."""
    return (group for group in GROUPS if group.on(settings))
