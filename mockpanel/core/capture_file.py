"""A capture as JSON Lines: a header object, then an object for each chunk. Text to Capture and back; opens no file."""

from __future__ import annotations

import json
from typing import Any

from mockpanel.core.capture_checks import (
    MOST_CHUNKS,
    WORDS,
    checked,
    checked_seconds,
    checked_text,
    checked_word,
    refusal,
)
from mockpanel.core.captures import Arrival, Capture
from mockpanel.core.sentences import show

MARK = "mockpanel_capture"
"""The header's first field; its value is the version of the format."""

VERSION = 1


def capture_text(capture: Capture) -> str:
    """The text of a capture's file, from which `parse_capture` makes an equal one; raises InvalidValue."""
    capture = checked(capture)
    header = {MARK: VERSION, **{word: getattr(capture, word) for word in WORDS}}
    lines = [header, *map(_chunk, capture.arrivals)]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def parse_capture(text: str, name: str = "") -> Capture:
    """The capture of a file's text, under a name of its own or else this one.

    Raises InvalidValue, which names the line. Unknown fields are passed over.
    """
    lines = [(place, line) for place, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise refusal("the capture file is empty")
    if len(lines) - 1 > MOST_CHUNKS:
        raise refusal(f"a capture may have up to {MOST_CHUNKS} chunks, got {len(lines) - 1}")
    words = _header(_object(*lines[0]))
    arrivals: list[Arrival] = []
    for place, line in lines[1:]:
        arrival = _arrival(_object(place, line), f"line {place}")
        if arrivals and arrival.seconds < arrivals[-1].seconds:
            raise refusal(
                f"line {place}: seconds must not decrease, got {arrival.seconds:g} after {arrivals[-1].seconds:g}"
            )
        arrivals.append(arrival)
    words["name"] = words["name"] or name
    return checked(Capture(arrivals=tuple(arrivals), **words))


def has_header(line: str) -> bool:
    """Whether a file that begins with this line means to be a capture file."""
    return line.lstrip().startswith("{") and f'"{MARK}"' in line


def _chunk(arrival: Arrival) -> dict[str, Any]:
    chunk: dict[str, Any] = {"seconds": arrival.seconds, "text": arrival.text}
    return {**chunk, "reasoning": True} if arrival.reasoning else chunk


def _object(place: int, line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        raise refusal(f"line {place}: must be a JSON object, got {show(line.strip())}") from None
    if not isinstance(value, dict):
        raise refusal(f"line {place}: must be a JSON object, got {show(value)}")
    return value


def _header(header: dict[str, Any]) -> dict[str, str]:
    version = header.get(MARK)
    if version != VERSION or isinstance(version, bool):
        raise refusal(f"line 1: {MARK} must be {VERSION}, got {show(version)}")
    return {word: checked_word(header.get(word, ""), f"line 1: {word}") for word in WORDS}


def _arrival(chunk: dict[str, Any], place: str) -> Arrival:
    seconds = checked_seconds(chunk.get("seconds"), place)
    text, reasoning = chunk.get("text"), chunk.get("reasoning", False)
    if not isinstance(text, str):
        raise refusal(f"{place}: text must be a string, got {show(text)}")
    if not isinstance(reasoning, bool):
        raise refusal(f"{place}: reasoning must be true or false, got {show(reasoning)}")
    return Arrival(seconds, checked_text(text, f"{place}: text"), reasoning)
