"""How well typed words fit a name: prefixes, then word starts, then scattered letters. Knows text only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"\w+")


def rank(query: str, names: Sequence[str]) -> list[int]:
    """The places of the names that fit, best first; equally good ones stay in their order.

    Every word of the query must fit; case and accents do not count. Of names that fit as well, the one that holds the
    query as it was typed comes first, and before it the one that is nothing else.
    """
    wanted = _plain(query).split()
    plain = [_plain(name) for name in names]
    scores = (_score(wanted, name) for name in plain)
    fitting = [(score, _apart(wanted, plain[place]), place) for place, score in enumerate(scores) if score is not None]
    return [place for _score, _apart, place in sorted(fitting)]


def holds(query: str, text: str) -> bool:
    """Whether a text holds every word of the query, whatever the case and accents."""
    its = _plain(text)
    return all(word in its for word in _plain(query).split())


def _score(wanted: Iterable[str], name: str) -> int | None:
    """The sum over the query's words, lower is better; None where one of them does not fit."""
    total = 0
    for word in wanted:
        its = _fit(word, name)
        if its is None:
            return None
        total += its
    return total


def _apart(wanted: Sequence[str], name: str) -> int:
    """How far from each other the query's words stand in a name: 0 where they are all of it, 1 where they are one."""
    phrase = " ".join(wanted)
    if not phrase or phrase == name:
        return 0
    return 1 if phrase in name else 2


def _fit(word: str, name: str) -> int | None:
    """How far a word is from the name's beginning, in steps of likeness; None where it does not fit."""
    if name.startswith(word):
        return 0
    starts = _WORD.findall(name)
    if any(start.startswith(word) for start in starts):
        return 1
    if word in "".join(start[0] for start in starts):
        return 2
    if word in name:
        return 3
    letters = iter(name)
    return 4 if all(letter in letters for letter in word) else None


def _plain(text: str) -> str:
    bare = "".join(part for part in unicodedata.normalize("NFKD", text) if not unicodedata.combining(part))
    return unicodedata.normalize("NFKD", bare.casefold())
