"""Captures from JSON Lines of times and texts: `[0.5, "Hi"]` or `{"seconds": 0.5, "text": "Hi"}`. Opens no file."""

from __future__ import annotations

import json
from typing import Any

from mockpanel.core.answer_texts import Said, said
from mockpanel.core.capture_checks import checked, refusal
from mockpanel.core.captures import Arrival, Capture
from mockpanel.core.sentences import show
from mockpanel.core.stamps import is_absolute, seconds_of, since

SECONDS = ("seconds", "time", "t", "elapsed", "timestamp")
"""The fields of a time in seconds, or of a date and time."""

MILLISECONDS = ("ms", "milliseconds", "time_ms", "t_ms", "elapsed_ms")
"""The fields of a time in milliseconds; no other field is ever taken for one."""

TEXTS = ("text", "content", "delta", "chunk", "token")
DATA = "data"
"""The field of a whole event of some API."""

Timed = tuple[float, bool, list[Said]]
"""A time in seconds, whether it is a moment of some day, and the texts."""


def read_lines(text: str, name: str) -> Capture:
    """The capture of such lines; raises InvalidValue, which names the line."""
    timed = [_timed(line, f"line {place}") for place, line in enumerate(text.split("\n"), 1) if line.strip()]
    first = next((seconds for seconds, absolute, _ in timed if absolute), None)
    arrivals = []
    before = 0.0
    for place, (seconds, absolute, texts) in enumerate(timed, 1):
        at = since(first, seconds) if absolute and first is not None else seconds
        if at < before:
            raise refusal(f"entry {place}: times must not decrease, got {at:g} s after {before:g} s")
        before = at
        arrivals += [Arrival(at, each.text, each.reasoning) for each in texts]
    notes = "" if first is None else "Its times begin with its first line: the time to first token is not known."
    return checked(Capture(name, tuple(arrivals), notes=notes))


def _timed(line: str, place: str) -> Timed:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        raise refusal(f"{place}: must be JSON, got {show(line.strip())}") from None
    if isinstance(value, list) and len(value) == 2 and isinstance(value[1], str):
        return *_moment(value[0], 1, place), [Said(value[1])]
    if not isinstance(value, dict):
        raise refusal(f'{place}: must be [seconds, "text"] or an object with a time and a text, got {show(value)}')
    return *_object_time(value, place), _texts(value, place)


def _object_time(value: dict[str, Any], place: str) -> tuple[float, bool]:
    for names, scale in ((SECONDS, 1), (MILLISECONDS, 1000)):
        for name in names:
            if name in value:
                return _moment(value[name], scale, f"{place}: {name}")
    raise refusal(f"{place}: has no time; call it {SECONDS[0]} or {MILLISECONDS[0]}")


def _moment(value: object, scale: int, place: str) -> tuple[float, bool]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            seconds = value / scale
        except OverflowError:
            raise refusal(f"{place} must be a time, got {show(value)}") from None
        return seconds, seconds > 0 and is_absolute(f"{min(seconds, 1e12):.6f}")
    if isinstance(value, str) and scale == 1:
        try:
            return seconds_of(value), is_absolute(value)
        except ValueError:
            pass
    raise refusal(f"{place} must be a time, got {show(value)}")


def _texts(value: dict[str, Any], place: str) -> list[Said]:
    reasoning = value.get("reasoning") is True
    for name in TEXTS:
        if isinstance(value.get(name), str):
            return [Said(value[name], reasoning)]
    event = value.get(DATA)
    if isinstance(event, str):
        try:
            event = json.loads(event)
        except (ValueError, RecursionError):
            event = None
    if DATA in value:
        return said(event) if isinstance(event, dict) else []
    raise refusal(f"{place}: has no text; call it {TEXTS[0]}, or {DATA} for a whole event")
