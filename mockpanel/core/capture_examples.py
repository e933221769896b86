"""The captures that come along. Knows nothing of the user's own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from mockpanel.core.capture_file import parse_capture
from mockpanel.core.captures import Capture
from mockpanel.core.profile_names import key

BUILT_IN = Path(str(files("mockpanel") / "resources" / "captures"))


@cache
def examples() -> tuple[Capture, ...]:
    """In the order of their files; read once."""
    return tuple(parse_capture(path.read_text("utf-8"), path.stem) for path in sorted(BUILT_IN.glob("*.jsonl")))


@cache
def example_keys() -> frozenset[str]:
    """Their names, as names are compared."""
    return frozenset(key(capture.name) for capture in examples())
