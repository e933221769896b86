"""A captured rhythm laid onto tokens: which of them come together, and when. Pure and seeded; knows no clock.

A beat is what arrived at once. A stream of beats runs like one of tokens: each beat is one unit of its schedule.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, cycle, pairwise
from typing import NamedTuple

from mockpanel.core.captures import Arrival
from mockpanel.core.choices import Choice, Part
from mockpanel.core.luck import dice
from mockpanel.core.rhythm import Rhythm
from mockpanel.core.shapes import EVEN
from mockpanel.core.tokens import Tokens, json_inside


class Step(NamedTuple):
    """One beat as it was captured: seconds since the one before, and how many tokens it brought."""

    seconds: float
    tokens: int


@dataclass(frozen=True, slots=True)
class Beats:
    """A choice in beats, and when each is due: seconds since the first one, which is at 0."""

    choice: Choice
    seconds: tuple[float, ...]

    @property
    def span(self) -> float:
        """Seconds from the first beat to the last."""
        return self.seconds[-1] if self.seconds else 0.0

    def rhythm(self, until: float | None = None) -> Rhythm:
        """The rhythm of the beats; with `until`, one that ends so many seconds after the first beat."""
        ends = [*self.seconds] if until is None else [*self.seconds, max(until, self.span)]
        return Rhythm(EVEN, 0, array("d", ends), array("d", bytes(8 * len(ends))))


def as_captured(choice: Choice, arrivals: Sequence[Arrival]) -> Beats:
    """A choice whose text is that of the arrivals, in their very chunks; what a limit has cut off is left out."""
    sizes = [len(arrival.text.encode()) for arrival in arrivals]
    whole = len(choice.text_of(choice.parts[0]).encode()) if choice.parts else 0
    ends = [end for end in accumulate(sizes) if end < whole]
    reached = arrivals[: len(ends) + 1] if whole else ()
    ends = [*ends, whole] if whole else []
    data = choice.tokens.data
    inside = [json_inside(data[start:end].decode()) for start, end in pairwise([0, *ends])]
    done = _complete(choice.tokens, ends)
    tokens = Tokens(
        choice.tokens.encoding,
        data[:whole],
        array("I", range(len(ends))),
        array("Q", ends),
        b"".join(inside),
        array("Q", accumulate(map(len, inside))),
        array("Q", [*done[:-1], choice.count] if done else []),
    )
    first = reached[0].seconds if reached else 0.0
    return Beats(_in_units(choice, tokens), tuple(arrival.seconds - first for arrival in reached))


def steps(arrivals: Sequence[Arrival], tokens: Tokens) -> tuple[Step, ...]:
    """The arrivals as gaps and token counts; one that completes no token is part of the next."""
    ends = list(accumulate(len(arrival.text.encode()) for arrival in arrivals))
    found: list[Step] = []
    before, since = 0, arrivals[0].seconds if arrivals else 0.0
    for arrival, count in zip(arrivals, _complete(tokens, ends), strict=True):
        if count > before:
            found.append(Step(arrival.seconds - since, count - before))
            before, since = count, arrival.seconds
    return tuple(found)


def repeated(found: Sequence[Step]) -> Iterator[Step]:
    """The steps one by one, then again from the second on: the first has no gap before it."""
    yield found[0]
    yield from cycle(found[1:] or (Step(0.0, found[0].tokens),))


def resampled(found: Sequence[Step], seed: int) -> Iterator[Step]:
    """The first step, then steps drawn by chance, each with its gap and its tokens."""
    source = dice(seed, "replay")
    others = found[1:] or (Step(0.0, found[0].tokens),)
    yield found[0]
    while True:
        yield others[int(source.random() * len(others))]


def laid(choice: Choice, rhythm: Iterator[Step]) -> Beats:
    """A choice in the rhythm of some steps; no beat reaches from one part of it into the next."""
    ends: list[int] = []
    seconds: list[float] = []
    now, at = 0.0, 0
    for part in choice.parts:
        while at < part.end:
            step = next(rhythm)
            now += step.seconds if ends else 0.0
            at = min(at + step.tokens, part.end)
            ends.append(at)
            seconds.append(now)
    return Beats(_in_units(choice, _grouped(choice.tokens, ends)), tuple(seconds))


def _grouped(tokens: Tokens, ends: Sequence[int]) -> Tokens:
    """The same text in units that end behind these tokens."""
    return replace(
        tokens,
        ids=array("I", range(len(ends))),
        ends=array("Q", [tokens.ends[end - 1] for end in ends]),
        json_ends=array("Q", [tokens.json_ends[end - 1] for end in ends]),
        counts=array("Q", ends),
    )


def _in_units(choice: Choice, tokens: Tokens) -> Choice:
    """The choice over tokens in units, its parts counted in them."""
    assert tokens.counts is not None
    counts = tokens.counts

    def unit(token: int) -> int:
        return bisect_left(counts, token) + 1 if token else 0

    parts = tuple(
        Part(part.kind, part.place, unit(part.start), min(unit(part.end), len(tokens)), part.name, part.call_id)
        for part in choice.parts
    )
    return replace(choice, tokens=tokens, count=len(tokens), tail=b"", parts=parts)


def _complete(tokens: Tokens, ends: Sequence[int]) -> list[int]:
    """How many tokens are complete at each of these byte offsets."""
    return [bisect_right(tokens.ends, end) for end in ends]
