"""Server-Sent Events and the JSON in them, as bytes."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from pydantic_core import to_json

MEDIA_TYPE = b"text/event-stream; charset=utf-8"
"""With the charset, because requests takes text/event-stream for ISO-8859-1 without it."""

DONE = b"data: [DONE]\n\n"

_LINE_ENDS = tuple((end.encode(), b"\\u%04x" % ord(end)) for end in "\x85\u2028\u2029")
"""What readers built on str.splitlines take for a line end, and how JSON may write it."""


def dumps(value: Any) -> bytes:
    """Compact JSON as UTF-8, in which readers built on str.splitlines find no line end."""
    return _without_line_ends(to_json(value))


def event(value: Any) -> bytes:
    """One event without a name: a data line and an empty one."""
    return b"data: %b\n\n" % dumps(value)


def dumps_gently(value: Any) -> bytes:
    """The same as `dumps`, in Python steps: for a thread, where the C encoder would hold the interpreter to its end."""
    encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
    return _without_line_ends("".join(encoder.iterencode(value)).encode())


HOLE = "\x00"
"""Stands in a template for the text to come."""


def template(value: Any) -> tuple[bytes, bytes]:
    """An event around the last HOLE in it: what goes before the text (JSON string content) and what behind."""
    before, _, behind = event(value).rpartition(b"\\u0000")
    return before, behind


def filled(around: tuple[bytes, ...], *columns: list[bytes]) -> bytes:
    """An event for each piece, made from a template; of more columns than one, each row has its own in the gaps."""
    rows = len(columns[0])
    if not rows:
        return b""
    if len(columns) == 1:
        (before, behind), (pieces,) = around, columns
        return before + pieces[0] + behind if rows == 1 else before + (behind + before).join(pieces) + behind
    # One list for one join: to join row by row takes three times as long.
    woven = _gaps(around, rows)
    for place, column in enumerate(columns):
        woven[2 * place + 1 :: 2 * len(columns)] = column
    return b"".join(woven)


@lru_cache(maxsize=8)
def _gaps(around: tuple[bytes, ...], rows: int) -> list[bytes]:
    """The fixed parts of so many rows, a place behind each: kept, because most batches of a stream fill the same."""
    before, *between, behind = around
    row = [part for fixed in (*between, behind + before) for part in (b"", fixed)]
    return [before, *(row * rows)[:-1], behind]


def _without_line_ends(data: bytes) -> bytes:
    for end, escape in _LINE_ENDS:
        data = data.replace(end, escape)
    return data


def text_of(piece: bytes) -> str:
    """The text of a piece of JSON string content."""
    text: str = json.loads(b'"%b"' % piece)
    return text
