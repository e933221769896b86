"""Three values of every setting that shapes a stream, none of them the default."""

from __future__ import annotations

from typing import Any

SHAPE_VALUES: dict[str, tuple[Any, Any, Any]] = {
    "total_duration": (1.5, 2.5, 3.5),
    "seed": (1, -2, 3),
    "jitter": (0.1, 0.2, 0.3),
    "jitter_distribution": ("gamma", "normal", "uniform"),
    "burst_pause": (0.1, 0.2, 0.3),
    "burst_tokens_min": (2, 3, 4),
    "burst_tokens_max": (2, 3, 4),
    "clump_interval": (0.1, 0.2, 0.3),
    "stall_chance": (0.1, 0.2, 0.3),
    "stall_after": (1, 2, 3),
    "stall_seconds_min": (0.1, 0.2, 0.3),
    "stall_seconds_max": (0.1, 0.2, 0.3),
    "ramp_from": (0.1, 0.2, 0.3),
    "ramp_to": (0.1, 0.2, 0.3),
    "ramp_tokens": (1, 2, 3),
    "ramp_seconds": (0.1, 0.2, 0.3),
    "comma_pause": (0.1, 0.2, 0.3),
    "sentence_pause": (0.1, 0.2, 0.3),
    "paragraph_pause": (0.1, 0.2, 0.3),
    "code_speed": (0.1, 0.2, 0.3),
    "time_to_first_token_p95": (0.1, 0.2, 0.3),
    "time_to_first_token_per_1000_prompt_tokens": (0.1, 0.2, 0.3),
    "load_slowdown": (1.5, 2.5, 3.5),
    "load_streams": (2, 3, 4),
    "concurrent_streams": (1, 2, 3),
    "mock_reasoning": ("one", "two", "three"),
    "reasoning_tokens_per_second": (1.5, 2.5, 3.5),
    "reasoning_seconds": (0.1, 0.2, 0.3),
    "replay": ("one", "two", "three"),
    "replay_mode": ("repeat", "resample", "repeat"),
    "replay_speed": (0.5, 2.0, 3.0),
}
