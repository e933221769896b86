"""Reads JSON objects that come one after the other: a line each, or as the items of one array. No socket, no clock."""

from __future__ import annotations

import codecs
import json

from mockpanel.core.sse_reader import Event

_DECODER = json.JSONDecoder()


class LineReader:
    """Splits a stream of bytes into lines, each an event (NDJSON)."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[Event]:
        """The events that these bytes complete."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        return [_event(line.decode("utf-8", "replace")) for line in lines if line.strip()]


class ArrayReader:
    """Splits a stream of bytes into the objects of the array that it is."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""

    def feed(self, data: bytes) -> list[Event]:
        """The events that these bytes complete."""
        self._rest += self._decoder.decode(data)
        found = []
        while (start := self._rest.find("{")) >= 0:
            try:
                _, end = _DECODER.raw_decode(self._rest, start)
            except ValueError:  # the rest of it is still to come
                break
            found.append(_event(self._rest[start:end]))
            self._rest = self._rest[end:]
        return found


def _event(text: str) -> Event:
    return Event(text, "", text)
