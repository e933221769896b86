"""Captures from HTTP Archives: with the time of every chunk from mockpanel's own and those that note their events."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from mockpanel.core.capture_checks import checked, checked_milliseconds, refusal
from mockpanel.core.capture_records import Tokenize, capture_of_view
from mockpanel.core.captures import Arrival, Capture
from mockpanel.core.exports import UNKNOWN
from mockpanel.core.har_events import sent_at, timed_events
from mockpanel.core.sentences import counted
from mockpanel.core.taking import Taking
from mockpanel.core.timed_parts import Part, capture_of_parts

OWN = "_mockpanel"
"""Where mockpanel's own export (core/exports.py) keeps what HAR has no field for."""


def is_har(value: object) -> bool:
    """Whether a document is an HTTP Archive."""
    return isinstance(value, dict) and isinstance(value.get("log"), dict) and "entries" in value["log"]


def read_har(document: dict[str, Any], name: str, tokenize: Tokenize) -> Capture:
    """The first answer with text of an archive; raises InvalidValue where there is none."""
    entries = document["log"]["entries"]
    entries = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    found = [entry for entry in entries if _answer(entry)]
    if not found:
        raise refusal("the archive holds no answer with text; browsers save answers only with “HAR with content”")
    capture = _own(found[0], name, tokenize) if OWN in found[0] else _foreign(found[0], name)
    if len(found) == 1:
        return capture
    return replace(capture, notes=f"{capture.notes} The first of {len(found)} answers in the archive.".strip())


def _answer(entry: dict[str, Any]) -> list[Arrival]:
    """The texts of an entry's answer, without times; for mockpanel's own the one text."""
    content = _at(entry, "response", "content")
    if OWN in entry:
        text = content.get("text")
        return [Arrival(0, text)] if isinstance(text, str) and text and _at(entry, OWN).get("ledger") else []
    return _taken(content, timed_events(entry)).arrivals


def _own(entry: dict[str, Any], name: str, tokenize: Tokenize) -> Capture:
    return capture_of_view(_at(entry, OWN), _at(entry, "response", "content")["text"], tokenize, name)


def _foreign(entry: dict[str, Any], name: str) -> Capture:
    parts = timed_events(entry)
    capture = capture_of_parts(name, sent_at(entry, parts), parts) if parts else _spread(entry, name)
    url, started = _at(entry, "request").get("url"), entry.get("startedDateTime")
    source = urlsplit(url).netloc.rpartition("@")[2] if isinstance(url, str) else ""
    return replace(capture, source=source, captured_at=started if isinstance(started, str) else "")


def _spread(entry: dict[str, Any], name: str) -> Capture:
    """The chunks spread evenly over the time that the answer took, which is all that HAR tells (1.2, timings)."""
    taking = _taken(_at(entry, "response", "content"))
    timings = _at(entry, "timings")
    first, rest = _duration(timings, "wait"), _duration(timings, "receive")
    arrivals = taking.arrivals
    gap = rest / (len(arrivals) - 1) if len(arrivals) > 1 else 0.0
    spread = tuple(replace(each, seconds=first + gap * place) for place, each in enumerate(arrivals))
    notes = (
        f"Its HAR file has no times of chunks: {counted(len(arrivals), 'chunk')} spread evenly "
        f"over the {rest:g} s that the answer took."
    )
    return checked(Capture(name, spread, taking.model, notes=notes))


def _taken(content: dict[str, Any], parts: Iterable[Part] = ()) -> Taking:
    """What an answer holds, all at once: its events if they were noted, else its content."""
    if parts:
        content = {"mimeType": "text/event-stream", "text": b"".join(data for _, data in parts).decode()}
    text, kind = content.get("text"), content.get("mimeType")
    data = text.encode("utf-8", "replace") if isinstance(text, str) else b""
    if content.get("encoding") == "base64":
        try:
            data = base64.b64decode(data)
        except binascii.Error:
            data = b""
    streamed = (isinstance(kind, str) and "event-stream" in kind) or data.lstrip().startswith((b"data:", b"event:"))
    taking = Taking(streamed=streamed)
    taking.feed(0, data)
    taking.end(0)
    return taking


def _duration(timings: dict[str, Any], which: str) -> float:
    """Seconds of one of the timings, 0 where it was not measured."""
    value = timings.get(which, UNKNOWN)
    return 0.0 if value == UNKNOWN else checked_milliseconds(value, f"timings.{which}")


def _at(value: dict[str, Any], *path: str) -> dict[str, Any]:
    """An object inside an object; empty where there is none."""
    for part in path:
        inside = value.get(part)
        value = inside if isinstance(inside, dict) else {}
    return value
