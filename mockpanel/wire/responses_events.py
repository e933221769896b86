"""The numbered events of the Responses API, as bytes. Knows no answer: what stands in an event is its caller's."""

from __future__ import annotations

import random
from typing import NamedTuple

from mockpanel.wire import sse
from mockpanel.wire.numbers import numbers

PADDED_TO = 16
"""With obfuscation, a delta and its padding fill up a multiple of so many bytes, so that their sum tells little."""


class Around(NamedTuple):
    """A kind of event with the text to come left out: what goes before its number, between the two, and behind."""

    before: bytes
    between: bytes
    behind: bytes


def around(kind: bytes, fields: bytes, behind: bytes) -> Around:
    """A delta: `fields` end with the beginning of a JSON string, and `behind` begins with its end."""
    return Around(_before(kind), b"," + fields, behind + b"}\n\n")


class Numbered:
    """Writes events down, each with the next sequence number."""

    def __init__(self) -> None:
        self._next = 0

    def event(self, kind: bytes, fields: bytes) -> bytes:
        """One event; `fields` are the inside of a JSON object."""
        number = self._next
        self._next += 1
        return b"%b%d,%b}\n\n" % (_before(kind), number, fields)

    def deltas(self, parts: Around, pieces: list[bytes]) -> bytes:
        """An event for each piece of JSON string content."""
        before, between, behind = parts
        first = self._next
        self._next += len(pieces)
        if len(pieces) == 1:
            return b"%b%d%b%b%b" % (before, first, between, pieces[0], behind)
        return sse.filled(parts, numbers(range(first, self._next)), pieces)


def obfuscated(pieces: list[bytes]) -> list[bytes]:
    """The pieces, each followed by random padding in a field of its own, whose string is left open."""
    return [b'%b","obfuscation":"%b' % (piece, _padding(len(piece))) for piece in pieces]


def _before(kind: bytes) -> bytes:
    return b'event: %b\ndata: {"type":"%b","sequence_number":' % (kind, kind)


def _padding(size: int) -> bytes:
    return (b"%0*x" % (PADDED_TO, random.getrandbits(4 * PADDED_TO)))[size % PADDED_TO :]
