"""Captures from server-sent events with times in front of the lines, or in comments between the events. Opens no file.

`0.812 data: {...}`, `2026-01-02T03:04:05.678Z data: {...}`, `[812 ms] data: {...}`, `: t=0.812` before an event.
"""

from __future__ import annotations

import re

from mockpanel.core.captures import Capture
from mockpanel.core.stamps import STAMP, is_absolute
from mockpanel.core.timed_parts import Part, capture_of_parts, read_stamp

_LINE = re.compile(rf"\s*[\[(<]?(?P<stamp>{STAMP})[\])>]?(?:[:|,;-]?\s+[|-]?\s*(?P<rest>\S.*)?)?")
_COMMENT = re.compile(rf":\s*(?:t|time|at|seconds)\s*=\s*(?P<stamp>{STAMP})\s*")
_SENT = re.compile(r">\s?(?:POST|GET)\s|=>|sent\b|request\b", re.IGNORECASE)
"""What tells the time of the request itself."""


def read_dump(text: str, name: str) -> Capture:
    """The capture of such events; raises InvalidValue where there are none.

    Plain numbers count from the request. Other times do so only where a line in front tells when it was sent.
    """
    asked: float | None = None
    seconds: float | None = None
    parts: list[Part] = []
    for raw in text.split("\n"):
        line = raw.rstrip("\r")
        comment = _COMMENT.fullmatch(line)
        found = comment or _LINE.fullmatch(line)
        rest = line if found is None else "" if comment else found["rest"] or ""
        if found:
            seconds = read_stamp(found["stamp"])
            if not is_absolute(found["stamp"]):
                asked = 0.0
            elif not parts and _SENT.match(rest):
                asked = seconds
                continue
        if seconds is not None and not comment:
            parts.append((seconds, f"{rest}\n{_closing(rest) if found else ''}".encode("utf-8", "replace")))
    return capture_of_parts(name, asked, parts)


def _closing(line: str) -> str:
    """Tools that write a time before every line often leave out the empty ones, which end events."""
    return "\n" if line.startswith("data:") else ""
