"""Texts for one pattern or several at once that have some length. Pure; knows nothing else of a schema."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mockpanel.core.pattern_checks import matches
from mockpanel.core.patterns import matching, varied

MOST_PATTERNS = 10
"""So many at once are heeded."""

_CLOSED_END = re.compile(r"\$|\\[bBZz]|\(\?<?[=!]")
_CLOSED_START = re.compile(r"\^|\\[AbB]|\(\?<?[=!]")
"""What may say of a place in a pattern that nothing stands beyond it."""


def written(patterns: Sequence[str], least: int, most: int, turn: int = 0) -> str | None:
    """A text that all patterns match; for the last of them alone where none is found, None where that is no pattern."""
    if len(patterns) == 1:
        return _for_one(patterns[0], least, most, turn)
    patterns = patterns[-MOST_PATTERNS:]
    for text in _attempts(patterns, least, most, turn):
        if least <= len(text) <= most and all(matches(pattern, text) for pattern in patterns):
            return text
    return _for_one(patterns[-1], least, most, turn)


def _for_one(pattern: str, least: int, most: int, turn: int) -> str | None:
    found = varied(pattern, least, most, turn)
    if found is None:
        return None
    text, left = found
    if left:
        numbered = (f"{text}{left}", f"{left}{text}")
        text = next((more for more in numbered if len(more) <= most and matches(pattern, more)), text)
    if len(text) >= least:
        return text
    return next((more for more in _padded(text, least) if _stands(pattern, text, more)), text)


def _attempts(patterns: Sequence[str], least: int, most: int, turn: int) -> Iterator[str]:
    """Texts that may match several patterns: each one's own, and all of these in a row."""
    short = {pattern: text for pattern in patterns if (text := matching(pattern, 0, most, turn)) is not None}
    for pattern, text in short.items():
        if len(text) < least and (longer := matching(pattern, least, most, turn)) is not None:
            yield longer
    for text in (*short.values(), "".join(short.values()), "".join(reversed(short.values()))):
        yield text
        if len(text) < least:
            yield from _padded(text, least)


def _padded(text: str, least: int) -> Iterator[str]:
    """The text with something behind or before it, a word of its own or not."""
    fill = "x" * (least - len(text))
    yield from (text + fill, f"{text} {fill[1:]}", fill + text, f"{fill[1:]} {text}")
    middle = len(text) // 2
    yield text[:middle] + fill + text[middle:]


def _stands(pattern: str, text: str, padded: str) -> bool:
    """Whether the pattern still matches the padded text; by its spelling, where looking might take long."""
    found = matches(pattern, padded)
    if found is not None:
        return found
    closed = _CLOSED_END if padded.startswith(text) else _CLOSED_START
    return padded.find(text) >= 0 and closed.search(pattern) is None
