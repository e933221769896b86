"""Reads Server-Sent Events as a client does: bytes in, in whatever portions, whole events out. No socket, no clock."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

DONE = "[DONE]"

_BOM = b"\xef\xbb\xbf"
_END = re.compile(rb"(?>\r\n|\n|\r)(?>\r\n|\n|\r)")
"""Two line ends; atomic groups, or CRLF would also count as two."""

_LONGEST_END = 4
_LINE_END = re.compile("\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `raw` is its text as it came, without the empty line behind it; `data` what its data lines hold."""

    raw: str
    name: str
    data: str

    @property
    def done(self) -> bool:
        """Whether it is the [DONE] that ends an OpenAI stream."""
        return self.data == DONE

    @property
    def document(self) -> dict[str, Any]:
        """Its data as a JSON object; empty where it is not one."""
        try:
            value = json.loads(self.data)
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}


class SseReader:
    """Splits a stream of bytes into events (HTML standard, section 9.2.6: interpreting an event stream)."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._looked = 0
        self._begun = False
        self._skip_newline = False

    def feed(self, data: bytes) -> list[Event]:
        """The events that these bytes complete."""
        self._buffer += data
        if not self._begun and not self._begin():
            return []
        self._skip()
        found = []
        place = 0
        while end := _END.search(self._buffer, max(place, self._looked)):
            found.append(_event(bytes(self._buffer[place : end.start()])))
            place = end.end()
        # A carriage return ends the line at once; a newline that follows belongs to it.
        self._skip_newline = 0 < place == len(self._buffer) and self._buffer.endswith(b"\r")
        del self._buffer[:place]
        self._looked = max(0, len(self._buffer) - _LONGEST_END)
        return [event for event in found if event is not None]

    def _skip(self) -> None:
        if self._skip_newline and self._buffer:
            self._skip_newline = False
            if self._buffer.startswith(b"\n"):
                del self._buffer[:1]

    def _begin(self) -> bool:
        """Takes a byte order mark away; False while the first bytes may still become one."""
        if len(self._buffer) < len(_BOM) and _BOM.startswith(self._buffer):
            return False
        if self._buffer.startswith(_BOM):
            del self._buffer[: len(_BOM)]
        self._begun = True
        return True


def error_sentence(document: dict[str, Any]) -> str:
    """The message of an error object; empty where there is none."""
    error = document.get("error")
    if isinstance(error, dict):
        error = error.get("message") or "the answer holds an error without a message"
    return error if isinstance(error, str) else ""


def _event(block: bytes) -> Event | None:
    """An event, or None for a block without fields (comments that keep a connection open)."""
    raw = block.decode("utf-8", "replace")
    name, data = "", None
    for line in _LINE_END.split(raw):
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match field:
            case "data":
                data = value if data is None else f"{data}\n{value}"
            case "event":
                name = value
    return None if data is None else Event(raw.strip("\r\n"), name, data)
