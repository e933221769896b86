"""Which reader splits an answer into events, by what the server says that it is."""

from __future__ import annotations

from typing import Protocol

from mockpanel.core.json_readers import ArrayReader, LineReader
from mockpanel.core.sse_reader import Event, SseReader

_GROWING_ARRAY = ":streamGenerateContent"
"""Gemini's streams are one JSON array, where server-sent events were not asked for."""


class Reader(Protocol):
    """Takes bytes in whatever portions, gives whole events."""

    def feed(self, data: bytes) -> list[Event]:
        """The events that these bytes complete."""


def reader_of(content_type: str, target: str) -> Reader | None:
    """The reader of a stream; None for an answer in one piece."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "text/event-stream":
        return SseReader()
    if kind == "application/x-ndjson":
        return LineReader()
    growing = kind == "application/json" and target.partition("?")[0].endswith(_GROWING_ARRAY)
    return ArrayReader() if growing else None
