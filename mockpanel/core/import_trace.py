"""Captures from curl's traces: `--trace FILE --trace-time`, or `--trace-ascii`. Opens no file.

The forms are those of curl 7.88 and 8: a line that says what went which way, then rows of an offset and up to 16 bytes
in hexadecimal, or up to 64 characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mockpanel.core.capture_checks import refusal
from mockpanel.core.captures import Capture
from mockpanel.core.stamps import STAMP
from mockpanel.core.timed_parts import Part, capture_of_parts, read_stamp

LOOKED_AT = 4000
"""Characters from the beginning, by which a trace is known."""

LOSSY = "It comes from curl's ASCII trace, which has a dot for each byte beyond ASCII; --trace keeps them."

REQUESTS = ("=> Send header", "=> Send data")
"""What is part of the request; curl also writes down what TLS sends, which goes on behind the answer."""

_HEAD = re.compile(rf"(?:(?P<stamp>{STAMP})\s+)?(?P<what>(?:<=|=>|==) [A-Za-z]+(?: [A-Za-z]+)?)(?:[,:]? .*)?")
_ROW = re.compile(r"(?P<offset>[0-9a-f]{4,}): (?P<rest>.*)")
_LINE_ENDS = re.compile(rb"\.{1,2}(?=(?:data|event): |\s*$)")
"""The dots that stand for the line ends around an event's fields."""

_HEX = re.compile(r"((?:[0-9a-f]{2} ){1,16})")


class _Block(NamedTuple):
    stamp: str | None
    what: str
    rows: list[tuple[int, str]]

    @property
    def in_hex(self) -> bool:
        return all(_HEX.match(row) for _, row in self.rows)

    @property
    def data(self) -> bytes:
        if self.in_hex:
            return b"".join(bytes.fromhex(found[1]) for _, row in self.rows if (found := _HEX.match(row)))
        return _unwrapped(self.rows)


def is_trace(text: str) -> bool:
    """Whether a text is what curl writes with --trace or --trace-ascii."""
    return any(_HEAD.fullmatch(line) for line in text[:LOOKED_AT].splitlines())


def read_trace(text: str, name: str) -> Capture:
    """The capture of such a trace; raises InvalidValue where it has no times, or no text."""
    asked: float | None = None
    parts: list[Part] = []
    lossy = False
    for block in _blocks(text):
        if block.what in REQUESTS and block.stamp is not None:
            asked = read_stamp(block.stamp)
        elif block.what == "<= Recv data":
            if block.stamp is None:
                raise refusal("curl's trace has no times; write it with --trace-time")
            lossy = lossy or not block.in_hex
            parts.append((read_stamp(block.stamp), block.data))
    return capture_of_parts(name, asked, parts, LOSSY if lossy else "")


def _blocks(text: str) -> Iterator[_Block]:
    """Each of curl's entries: when, what went which way, and the rows below it."""
    block: _Block | None = None
    for line in text.splitlines():
        if found := _HEAD.fullmatch(line):
            if block:
                yield block
            block = _Block(found["stamp"], found["what"], [])
        elif block and (row := _ROW.fullmatch(line)):
            block.rows.append((int(row["offset"], 16), row["rest"]))
    if block:
        yield block


def _unwrapped(rows: list[tuple[int, str]]) -> bytes:
    """The data of an ASCII trace, where CRLF ends a row and every other control character is a dot."""
    data = bytearray()
    for place, (offset, row) in enumerate(rows):
        data += row.encode("ascii", "replace")
        if place + 1 < len(rows) and rows[place + 1][0] > offset + len(row):
            data += b"\r\n"
    return _LINE_ENDS.sub(lambda dots: b"\n" * len(dots[0]), bytes(data)) + b"\n\n"
