"""From a captured rhythm to the settings that come nearest to it, and how far they are from it. Pure.

Every guess is foreseen with the very arithmetic that streams use; the nearest one wins, a simpler one before another
that is hardly nearer.
"""

from __future__ import annotations

import math
import statistics
from bisect import bisect_right
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import sub
from typing import Any

from mockpanel.core.beats import Step, steps
from mockpanel.core.captures import Capture
from mockpanel.core.errors import InvalidValue
from mockpanel.core.fields import FASTEST_TOKENS_PER_SECOND, LONGEST_WAIT_S
from mockpanel.core.fit_guesses import guesses
from mockpanel.core.forecast import MOST_TOKENS, Forecast, foresee
from mockpanel.core.pacing import SECOND_NS
from mockpanel.core.settings import StreamSettings
from mockpanel.core.shapes import UNSHAPED
from mockpanel.core.tokens import Tokens

TOGETHER_S = 0.001
"""What arrives within so many seconds came at once."""

DIGITS = 5

SEEDS = (1, 2, 3)
"""A guess is judged by so many streams of it together, since each draws its own gaps."""

SIMPLER = 0.95
"""A guess with more to it must be nearer than this share of a simpler one's distance."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The settings that come nearest; `words` says in what way. Gaps in seconds, sorted, of what came together none.

    The distance is how far a gap is from the captured one of the same rank, in seconds, on average.
    """

    words: str
    changes: dict[str, Any]
    captured: tuple[float, ...]
    fitted: tuple[float, ...]
    distance: float


def fit(capture: Capture, tokens: Tokens) -> Iterator[Fit | None]:
    """Fits settings to a capture; gives None again and again to be stopped at, and the Fit last.

    `tokens` are those of the capture's text. Of a longer answer the beginning is fitted, of which there are forecasts.
    Raises InvalidValue where it has fewer than three chunks.
    """
    whole = steps(capture.answer[:MOST_TOKENS], tokens)
    yield None
    beats = _together(whole)
    beats = beats[: bisect_right(list(accumulate(step.tokens for step in beats)), MOST_TOKENS)] or beats[:1]
    if len(beats) < 3:
        raise InvalidValue("capture", f"a capture must have at least 3 chunks to be fitted, got {len(beats)}")
    yield None
    captured = tuple(sorted(step.seconds for step in beats[1:]))
    base, best = _base(capture, beats), None
    for found in guesses(beats, tokens):
        yield None
        if found is not None:
            words, guess = found
            changes = {name: _short(value) for name, value in {**base, **guess}.items()}
            tried = yield from _tried(words, changes, captured, tokens)
            if best is None or tried.distance < best.distance * SIMPLER:
                best = tried
    yield best


def _tried(
    words: str, changes: dict[str, Any], captured: tuple[float, ...], tokens: Tokens
) -> Generator[None, None, Fit]:
    """How near some settings come; None again and again to be stopped at."""
    gaps: list[float] = []
    for seed in SEEDS:
        for forecast in foresee(StreamSettings(**{**UNSHAPED, **changes, "seed": seed}), tokens):
            yield None
            gaps += _gaps(forecast) if forecast is not None else ()
    fitted = tuple(sorted(gaps))
    yield None
    return Fit(words, changes, captured, fitted, distance(captured, fitted))


def fitted(capture: Capture, tokens: Tokens) -> Fit:
    """The fit, made without a stop."""
    *_, found = fit(capture, tokens)
    assert found is not None
    return found


def distance(one: Sequence[float], other: Sequence[float]) -> float:
    """The mean difference of two sorted samples, rank by rank (the first Wasserstein distance), in their unit."""
    if not one or not other:
        return math.inf if one or other else 0.0
    count = max(len(one), len(other))
    return statistics.fmean(map(abs, map(sub, _stretched(one, count), _stretched(other, count))))


def _stretched(sample: Sequence[float], count: int) -> Sequence[float]:
    """So many values of a sample, each as often as the others."""
    return sample if len(sample) == count else [sample[place * len(sample) // count] for place in range(count)]


def _together(found: Sequence[Step]) -> list[Step]:
    """The steps, those that came at once made one."""
    beats = list(found[:1])
    for step in found[1:]:
        if step.seconds < TOGETHER_S:
            beats[-1] = Step(beats[-1].seconds, beats[-1].tokens + step.tokens)
        else:
            beats.append(step)
    return beats


def _gaps(forecast: Forecast) -> list[float]:
    times = sorted({row.planned_ns for row in forecast.rows})
    gaps = [(later - sooner) / SECOND_NS for sooner, later in pairwise(times)]
    return [gap for gap in gaps if gap >= TOGETHER_S]


def _base(capture: Capture, beats: Sequence[Step]) -> dict[str, Any]:
    """First token, rate and reasoning, which are the capture's own in every guess."""
    span = sum(step.seconds for step in beats[1:])
    tokens = sum(step.tokens for step in beats)
    first, thinking = capture.answer[0].seconds, capture.thinking
    begins = min((first, *(arrival.seconds for arrival in thinking[:1])))
    changes: dict[str, Any] = {
        "time_to_first_token": min(begins, float(LONGEST_WAIT_S)),
        "tokens_per_second": min((tokens - 1) / span, float(FASTEST_TOKENS_PER_SECOND)) if span > 0 else 0.0,
    }
    if thinking:
        changes |= {"mock_reasoning": capture.reasoning, "reasoning_seconds": min(first - begins, LONGEST_WAIT_S)}
    return changes


def _short(value: Any) -> Any:
    """A figure without digits that no capture is exact enough for."""
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value
