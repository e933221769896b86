"""Where a text breathes: behind commas, sentences and paragraphs, and how far its code reaches. Knows no time."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from mockpanel.core.tokens import Tokens

STRETCH_BYTES = 4096
"""A text is looked through in stretches of about so many bytes, so that no look is long."""

_CLOSED = "(?:[\"')\\]*_]|”|’|»|」|』|）)*"
_ENDED = f"(?:[.!?]|…){_CLOSED}(?=\\s)"
_MARKS = re.compile(
    (
        r"(?P<fence>(?:\A|(?<=\n)) {0,3}(?:```|~~~))"
        rf"|(?P<paragraph>(?:(?:[.!?:]|…|。|！|？){_CLOSED})?\r?\n(?:[ \t\r]*\n)+)"
        rf"|(?P<sentence>{_ENDED}|(?:。|！|？){_CLOSED})"
        r"|(?P<comma>[,;:](?=\s)|，|、|；|：)"
    ).encode()
)
_SAFE_CUT = re.compile(rb"(?<=[A-Za-z0-9])(?= )")
"""No mark reaches over such a place."""


class Mark(IntEnum):
    """What a text pauses behind."""

    COMMA = 1
    SENTENCE = 2
    PARAGRAPH = 3


@dataclass(slots=True)
class Breath:
    """The marks of a text, by the token that completes each, and the tokens of its code, as first and behind last."""

    marks: dict[int, Mark]
    code: list[tuple[int, int]]


def breathe(tokens: Tokens, count: int) -> Iterator[Breath | None]:
    """Looks through the text of the first tokens; gives None again and again to be stopped at, and the Breath last."""
    breath = Breath({}, [])
    data, ends = tokens.data, tokens.ends
    fence: tuple[int, bytes] | None = None
    place = 0
    for start, stop in _stretches(data, ends[count - 1] if count else 0):
        for found in _MARKS.finditer(data, start, stop):
            place = bisect_left(ends, found.end(), place, count)
            if found.lastgroup == "fence":
                fence = _fenced(breath, fence, place, found[0].strip())
            elif fence is None and place < count:
                mark = Mark[str(found.lastgroup).upper()]
                breath.marks[place] = max(mark, breath.marks.get(place, mark))
        yield None
    if fence is not None:
        breath.code.append((fence[0], count))
    yield breath


def _fenced(breath: Breath, fence: tuple[int, bytes] | None, place: int, sign: bytes) -> tuple[int, bytes] | None:
    """The code block that is open behind a fence, if any; one of another sign inside is code."""
    if fence is None:
        return place, sign
    if fence[1] != sign:
        return fence
    breath.code.append((fence[0], place + 1))
    return None


def _stretches(data: bytes, size: int) -> Iterator[tuple[int, int]]:
    start = 0
    while size - start > 2 * STRETCH_BYTES:
        safe = _SAFE_CUT.search(data, start + STRETCH_BYTES, start + 2 * STRETCH_BYTES)
        stop = safe.start() if safe else start + 2 * STRETCH_BYTES
        yield start, stop
        start = stop
    yield start, size


def code_flags(breath: Breath, count: int) -> array[int]:
    """For each token, 1 where it is code."""
    flags = array("b", bytes(count))
    for first, behind in breath.code:
        flags[first:behind] = array("b", b"\x01" * (behind - first))
    return flags
