"""Where a Markdown text that still grows is settled: what stands before no later text can change. Parses no more."""

from __future__ import annotations

import re

MOST_UNSETTLED = 5_000
"""Characters; a list or a fence longer than that is settled at a line's end, and may look cut there."""

_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_GOES_ON = re.compile(r"\s|[-*+>|]|\d+[.)]")
"""How a line begins that may belong to the block before the empty line: indented, list, quote, table."""


def settled(text: str) -> int:
    """The offset of the last block's beginning, before which every block is over; 0 where there is only one.

    A block is over at an empty line outside a fence, when a line follows that cannot continue it.
    """
    place = end = 0
    fence = ""
    after_empty = False
    for line in text.splitlines(keepends=True):
        found = _FENCE.match(line)
        if after_empty and not fence and line.strip() and not _GOES_ON.match(line):
            end = place
        if found and not fence:
            fence = found[1]
        elif found and found[1].startswith(fence) and not line[found.end() :].strip():
            fence = ""
        after_empty = not line.strip()
        place += len(line)
    if len(text) - end > MOST_UNSETTLED:
        return max(end, text.rfind("\n", 0, len(text) - MOST_UNSETTLED // 2) + 1) or len(text)
    return end
