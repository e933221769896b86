"""What may be behind a captured rhythm: guesses at settings, the simplest first. Pure; judges none of them."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from mockpanel.core.beats import Step
from mockpanel.core.breath import Mark, breathe
from mockpanel.core.fields import LONGEST_WAIT_S
from mockpanel.core.shape_settings import LARGEST_VARIATION, LONGEST_PAUSE_S, JitterDistribution
from mockpanel.core.tokens import Tokens

LONG_TIMES = 3
"""A gap of so many times the median is a pause."""

STALL_S = 0.25
"""A pause of at least so many seconds that comes now and then is a stall."""

RARE = 0.1
"""Stalls are at most this share of the gaps."""

REGULAR = 4
"""Bursts differ in length by such a factor at most."""

FEWEST_PAUSES = 3
"""Fewer pauses than these show no habit."""

Guess = Mapping[str, Any]


def guesses(beats: Sequence[Step], tokens: Tokens) -> Iterator[tuple[str, Guess] | None]:
    """What may be behind the rhythm, the simplest first; None now and then to be stopped at."""
    gaps = [step.seconds for step in beats[1:]]
    size = max(round(statistics.median(step.tokens for step in beats[1:])), 1)
    chunk = {"tokens_per_chunk": size}
    yield "even", chunk
    for words, jitter in _jitters(gaps, size):
        yield words, {**chunk, **jitter}
    clump = {"clump_interval": min(statistics.median(gaps), LONGEST_PAUSE_S)}
    if size > 1:
        yield "clumps", clump
        for words, jitter in _jitters(gaps, 1):
            yield f"clumps, {words}", {**clump, **jitter}
    yield from _ramps(gaps, chunk)
    for found in chain(_bursts(beats), _stalls(beats), _breath(beats, tokens)):
        if found is None:
            yield None
            continue
        pauses, guess, rest = found
        yield pauses, {**chunk, **guess}
        for words, jitter in _jitters(rest, size):
            yield f"{pauses}, {words}", {**chunk, **guess, **jitter}


def _jitters(gaps: Sequence[float], size: int) -> Iterator[tuple[str, Guess]]:
    """Jitter as wide as the gaps, which are of chunks and so vary less than those of their tokens."""
    mean = statistics.fmean(gaps) if gaps else 0.0
    if len(gaps) < 2 or mean <= 0:
        return
    deviation = math.sqrt(statistics.fmean((gap - mean) ** 2 for gap in gaps))  # pstdev takes 20 times as long
    variation = min(deviation / mean * math.sqrt(size), LARGEST_VARIATION)
    if variation < 0.02:
        return
    for distribution in (JitterDistribution.LOG_NORMAL, JitterDistribution.GAMMA, JitterDistribution.NORMAL):
        yield f"{distribution} jitter".replace("_", "-"), {"jitter": variation, "jitter_distribution": distribution}


def _ramps(gaps: Sequence[float], chunk: Guess) -> Iterator[tuple[str, Guess]]:
    """A speed that changes from the first eighth to the last."""
    eighth = len(gaps) // 8
    if eighth < FEWEST_PAUSES:
        return
    first, last = statistics.fmean(gaps[:eighth]), statistics.fmean(gaps[-eighth:])
    change = min(max(last / first, 0.01), 100.0)
    if not 0.67 < change < 1.5:
        yield "a ramp", {**chunk, "ramp_from": change}


def _bursts(beats: Sequence[Step]) -> Iterator[tuple[str, Guess, list[float]]]:
    """Some tokens quickly, then a pause."""
    gaps = [step.seconds for step in beats[1:]]
    long = LONG_TIMES * statistics.median(gaps)
    short = [gap for gap in gaps if gap < long]
    pauses = [gap for gap in gaps if gap >= long]
    if len(pauses) < FEWEST_PAUSES:
        return
    lengths: list[int] = []
    running = beats[0].tokens
    for step in beats[1:]:
        if step.seconds >= long:
            lengths.append(running)
            running = 0
        running += step.tokens
    least, most = max(_share(lengths, 0.1), 1), max(_share(lengths, 0.9), 1)
    if most > REGULAR * least:
        return
    pause = min(statistics.median(pauses) - statistics.median(short), LONGEST_PAUSE_S)
    yield "bursts", {"burst_pause": pause, "burst_tokens_min": least, "burst_tokens_max": most}, short


def _stalls(beats: Sequence[Step]) -> Iterator[tuple[str, Guess, list[float]]]:
    """Long pauses now and then."""
    gaps = [step.seconds for step in beats[1:]]
    long = max(STALL_S, LONG_TIMES * statistics.median(gaps))
    stalls = sorted(gap for gap in gaps if gap >= long)
    rest = [gap for gap in gaps if gap < long]
    if not stalls or not rest or len(stalls) > RARE * len(gaps):
        return
    usual = statistics.median(rest)
    yield (
        "stalls",
        {
            "stall_chance": min(len(stalls) / sum(step.tokens for step in beats[1:]), 1.0),
            "stall_seconds_min": min(stalls[0] - usual, LONGEST_WAIT_S),
            "stall_seconds_max": min(stalls[-1] - usual, LONGEST_WAIT_S),
        },
        rest,
    )


def _breath(beats: Sequence[Step], tokens: Tokens) -> Iterator[tuple[str, Guess, list[float]] | None]:
    """Pauses behind commas, sentences and paragraphs."""
    breath = None
    for breath in breathe(tokens, sum(step.tokens for step in beats)):  # noqa: B007 - the last one is meant
        yield None
    if breath is None or not breath.marks:
        return
    yield None
    behind: dict[Mark | None, list[float]] = {}
    count = beats[0].tokens
    for step in beats[1:]:
        behind.setdefault(breath.marks.get(count - 1), []).append(step.seconds)
        count += step.tokens
    yield None
    usual = statistics.median(behind.get(None, [0.0]))
    names = {Mark.COMMA: "comma_pause", Mark.SENTENCE: "sentence_pause", Mark.PARAGRAPH: "paragraph_pause"}
    pauses = {
        name: min(statistics.median(behind[mark]) - usual, LONGEST_PAUSE_S)
        for mark, name in names.items()
        if mark in behind and statistics.median(behind[mark]) > 1.5 * usual
    }
    if pauses and usual > 0:
        yield "breath", pauses, behind[None]


def _share(values: Sequence[int], share: float) -> int:
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]
