"""The events of a HAR entry whose times some programs note: `_eventSourceMessages`, each with seconds and data."""

from __future__ import annotations

import re
from typing import Any

from mockpanel.core.stamps import DATED, DAY_S, seconds_of
from mockpanel.core.timed_parts import Part

EVENTS = "_eventSourceMessages"
BEFORE_SENDING = ("blocked", "dns", "connect", "send")
"""The timings that pass until the request is sent, in ms; `ssl` is a part of `connect` (HAR 1.2)."""


def timed_events(entry: dict[str, Any]) -> list[Part]:
    """Each event as it stood on the wire, with its time; none where the entry has none."""
    events = entry.get(EVENTS)
    found = []
    for event in events if isinstance(events, list) else ():
        if isinstance(event, dict) and isinstance(event.get("data"), str) and _is_time(event.get("time")):
            lines = "".join(f"data: {line}\n" for line in event["data"].split("\n"))
            found.append((float(event["time"]), f"{lines}\n".encode("utf-8", "replace")))
    return found


def sent_at(entry: dict[str, Any], parts: list[Part]) -> float | None:
    """When the request was sent, on the clock of its events; None where theirs are no seconds since 1970."""
    started = entry.get("startedDateTime")
    if parts[0][0] <= DAY_S or not isinstance(started, str) or not re.fullmatch(DATED, started):
        return None
    timings = entry.get("timings")
    spent = [timings.get(name) for name in BEFORE_SENDING] if isinstance(timings, dict) else []
    try:
        return seconds_of(started) + sum(float(ms) for ms in spent if ms is not None and _is_time(ms)) / 1000
    except ValueError:
        return None


def _is_time(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e12
