"""What the received bytes of a streamed answer say, in any protocol. No sockets, no clock."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from .protocols import CHAT, HEAD_END, Wire

CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
EXCERPT_BYTES = 120


@dataclass(frozen=True, slots=True)
class Answer:
    """When each content event was complete, and what was wrong with the answer (empty if nothing)."""

    arrivals_ns: list[int]
    problem: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body without its framing.

    Piece i ends at `ends[i]` of `data`; its bytes stood `shifts[i]` further on among the raw ones.
    """

    data: bytes
    ends: list[int]
    shifts: list[int]
    complete: bool

    def raw_offset(self, offset: int) -> int:
        """Where the body's byte at that offset stood among the raw bytes."""
        return offset + self.shifts[bisect_left(self.ends, offset + 1)]


def read_answer(parts: Sequence[bytes], times_ns: Sequence[int], wire: Wire = CHAT) -> Answer:
    """The answer in `parts`, however it was cut; part i was received at `times_ns[i]`."""
    raw = b"".join(parts)
    head_end = raw.find(HEAD_END)
    if head_end < 0:
        return Answer([], "was closed before an answer came")
    if not raw.startswith(b"HTTP/1.1 200 "):
        return Answer([], f"was refused: {excerpt(raw)}")

    start = head_end + len(HEAD_END)
    body = dechunk(raw, start) if CHUNKED.search(raw, 0, head_end) else unframed(raw, start)
    received = list(accumulate(map(len, parts)))
    ends = content_ends(body.data, wire)
    arrivals = [times_ns[bisect_left(received, body.raw_offset(end) + 1)] for end in ends]
    complete = body.complete and wire.end.search(body.data, ends[-1] if ends else 0)
    return Answer(arrivals, "" if complete else f"was cut after {len(arrivals)} content events")


def dechunk(raw: bytes, start: int) -> Body:
    """The chunks from `start` on, joined, as far as they came (RFC 9112, 7.1)."""
    pieces: list[bytes] = []
    ends: list[int] = []
    shifts: list[int] = []
    length, at = 0, start
    while (line_end := raw.find(b"\r\n", at)) >= 0:
        size = int(raw[at:line_end].partition(b";")[0], 16)
        if size == 0:
            return Body(b"".join(pieces), ends, shifts, complete=True)
        first = line_end + 2
        piece = raw[first : first + size]
        shifts.append(first - length)
        length += len(piece)
        pieces.append(piece)
        ends.append(length)
        at = first + size + 2
    return Body(b"".join(pieces), ends, shifts, complete=False)


def unframed(raw: bytes, start: int) -> Body:
    """A body that ends with the connection."""
    return Body(raw[start:], [len(raw) - start], [start], complete=True)


def content_ends(body: bytes, wire: Wire = CHAT) -> list[int]:
    """The offset of the last byte of each event that carries content."""
    ends: list[int] = []
    at = 0
    while found := wire.content.search(body, at):
        at = body.find(wire.event_end, found.end())
        if at < 0:
            break
        ends.append(at + len(wire.event_end) - 1)
    return ends


def excerpt(raw: bytes) -> str:
    """The status line and the beginning of the body, on one line."""
    head, _, body = raw.partition(HEAD_END)
    status = head.partition(b"\r\n")[0]
    return " ".join((status + b" " + body[:EXCERPT_BYTES]).decode(errors="replace").split())
