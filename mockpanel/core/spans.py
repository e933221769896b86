"""Which characters each token is, in UTF-16 units as text widgets count them. Knows nothing of any widget.

Nothing is computed for the whole text but a few sums: a caller asks for the part that it shows.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import NamedTuple

from mockpanel.core.tokens import Tokens

STEP_BYTES = 512
"""The position in units is known every so many bytes, and added up in between."""

_WIDTHS = bytes(0 if byte & 0xC0 == 0x80 else 2 if byte >= 0xF0 else 1 for byte in range(256))
"""UTF-16 units that a byte of UTF-8 begins: none if it continues a character, two beyond U+FFFF."""


class Span(NamedTuple):
    """What one token shows; or several, when they share a character.

    `start` and `stop` are positions in UTF-16 units, `first` and `last` the indexes of its tokens, both included.
    """

    start: int
    stop: int
    first: int
    last: int

    def clipped(self, start: int, stop: int) -> Span:
        """The part of it that lies between two positions."""
        return Span(max(self.start, start), min(self.stop, stop), self.first, self.last)


class Spans:
    """The spans of a text. Positions are UTF-16 units, but CR LF, one line end, counts as one.

    Making it takes about 3 ms for a megabyte, ASCII next to nothing.
    """

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        data = tokens.data
        self._ascii = data.isascii() and b"\r\n" not in data
        self._widths = b""
        self._marks = [0]
        if not self._ascii:
            # A line feed after a carriage return counts as the continuation byte of one character. The last 1 is for
            # the end of the text, where a character could begin.
            self._widths = data.replace(b"\r\n", b"\r\x80").translate(_WIDTHS) + b"\x01"
            self._marks = list(accumulate(self._step_units(), initial=0))

    @property
    def length(self) -> int:
        """The position of the end."""
        return self.position(len(self.tokens.data))

    def position(self, byte: int) -> int:
        """Where the character that begins at this byte stands."""
        if self._ascii:
            return byte
        step = byte // STEP_BYTES
        return self._marks[step] + _units(self._widths[step * STEP_BYTES : byte])

    def byte(self, position: int) -> int:
        """Where the character at this position begins in the text's UTF-8."""
        if self._ascii:
            return position
        step = bisect_right(self._marks, position, hi=len(self._marks) - 1) - 1
        start = step * STEP_BYTES
        widths = self._widths[start : min(start + STEP_BYTES, len(self.tokens.data))]
        return start + bisect_right(list(accumulate(widths, initial=self._marks[step])), position) - 1

    def between(self, start: int, stop: int) -> list[Span]:
        """The spans that touch the part from one position to another, whole."""
        start, stop = max(start, 0), min(stop, self.length)
        if start >= stop:
            return []
        ends = self.tokens.ends
        return self._whole(bisect_right(ends, self.byte(start)), bisect_left(ends, self.byte(stop - 1) + 1))

    def at(self, position: int) -> Span | None:
        """The span of the character at a position, if there is one."""
        return next(iter(self.between(position, position + 1)), None)

    def of(self, token: int) -> Span | None:
        """The span that shows a token, if there is such a token."""
        return self._whole(token, token)[0] if 0 <= token < len(self.tokens) else None

    def _whole(self, first: int, last: int) -> list[Span]:
        """The spans of these tokens and of those that share a character with them."""
        ends = self.tokens.ends
        if self._ascii:
            start = ends[first - 1] if first else 0
            stops = ends[first : last + 1].tolist()
            indexes = range(first, last + 1)
            return list(map(Span._make, zip([start, *stops], stops, indexes, indexes, strict=False)))
        widths = self._widths
        while first and not widths[ends[first - 1]]:
            first -= 1
        while not widths[ends[last]]:
            last += 1
        start = ends[first - 1] if first else 0
        positions = list(accumulate(widths[start : ends[last]], initial=self.position(start)))
        lasts = [index for index, end in enumerate(ends[first : last + 1], first) if widths[end]]
        stops = [positions[ends[index] - start] for index in lasts]
        firsts = [first, *[index + 1 for index in lasts]]
        return list(map(Span._make, zip([positions[0], *stops], stops, firsts, lasts, strict=False)))

    def _step_units(self) -> list[int]:
        size = len(self.tokens.data)
        return [_units(self._widths[at : min(at + STEP_BYTES, size)]) for at in range(0, size, STEP_BYTES)]


class EditedSpans:
    """The spans of a text that is edited until its new tokens are known.

    What stands before and after all that was edited keeps its spans; what stands in between has none.
    """

    def __init__(self, spans: Spans) -> None:
        self.spans = spans
        self._old_length = self._length = self._head = self._tail = spans.length

    def edit(self, position: int, added: int, length: int) -> None:
        """Takes in that from a position so many units are new, and that the text is so long now."""
        self._length = length
        self._head = max(0, min(self._head, position))
        self._tail = max(0, min(self._tail, length - position - added))

    def between(self, start: int, stop: int) -> list[Span]:
        """The spans that touch the part from one position to another, without what was edited."""
        if self._head == self._length:
            return self.spans.between(start, stop)
        found = [span.clipped(0, self._head) for span in self.spans.between(start, min(stop, self._head))]
        tail, shift = self._length - self._tail, self._length - self._old_length
        for span in self.spans.between(max(start, tail) - shift, stop - shift):
            moved = Span(span.start + shift, span.stop + shift, span.first, span.last)
            found.append(moved.clipped(tail, self._length))
        return found

    def unedited(self, start: int, stop: int) -> int | None:
        """Where a part stood before all edits, if none touched it."""
        if stop <= self._head:
            return start
        return start - self._length + self._old_length if start >= self._length - self._tail else None

    def at(self, position: int) -> Span | None:
        """The span of the character at a position, if there is one."""
        return next(iter(self.between(position, position + 1)), None)

    def of(self, token: int) -> Span | None:
        """The span that shows a token, if nothing of it was edited."""
        span = self.spans.of(token)
        if span is None or span.stop <= self._head:
            return span
        shift = self._length - self._old_length
        if span.start < self._old_length - self._tail:
            return None
        return Span(span.start + shift, span.stop + shift, span.first, span.last)


def _units(widths: bytes) -> int:
    return len(widths) - widths.count(0) + widths.count(2)
