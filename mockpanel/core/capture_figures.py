"""What is measured of a capture: its ledger, first token, rate and gaps. Knows no clock."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import accumulate

from mockpanel.core.captures import Arrival, Capture
from mockpanel.core.gaps import GapFigures
from mockpanel.core.ledger import Ledger
from mockpanel.core.pacing import SECOND_NS
from mockpanel.core.tokens import Tokens

Tokenize = Callable[[str], Tokens]
"""The tokens of a text, in the encoding that the caller has chosen."""


@dataclass(frozen=True, slots=True)
class CaptureFigures:
    """Figures of one capture; times in seconds, None where a single chunk has none."""

    chunks: int
    seconds: float
    """To the last chunk."""
    time_to_first_token: float
    tokens: int
    tokens_per_second: float | None
    gap_p50: float | None
    gap_p95: float | None
    gap_longest: float | None


def figures(capture: Capture, tokenize: Tokenize) -> CaptureFigures:
    """What was measured of a capture, reasoning included; tokenizing takes as long as the text asks for."""
    return figures_of(capture, whole_ledger(capture, tokenize(capture.text), tokenize(capture.reasoning)))


def whole_ledger(capture: Capture, answer: Tokens, reasoning: Tokens) -> Ledger:
    """One row a chunk of reasoning and answer, whose tokens these are."""
    arrivals = [arrival for arrival in capture.arrivals if arrival.text]
    return ledger_of(arrivals, running_tokens(arrivals, answer, reasoning))


def figures_of(capture: Capture, ledger: Ledger) -> CaptureFigures:
    """The same of a capture whose ledger is made."""
    arrivals = [arrival for arrival in capture.arrivals if arrival.text]
    gaps = GapFigures()
    gaps.add(list(ledger))
    return CaptureFigures(
        chunks=len(arrivals),
        seconds=arrivals[-1].seconds,
        time_to_first_token=arrivals[0].seconds,
        tokens=ledger.tokens,
        tokens_per_second=ledger.tokens_per_second,
        gap_p50=_seconds(gaps.percentile_ns(50)),
        gap_p95=_seconds(gaps.percentile_ns(95)),
        gap_longest=_seconds(gaps.longest_ns),
    )


def ledger_of(arrivals: Iterable[Arrival], tokens: Iterable[int]) -> Ledger:
    """One row a chunk; what came is also what was planned. `tokens` are running totals."""
    ledger = Ledger()
    for arrival, total in zip(arrivals, tokens, strict=True):
        at_ns = round(arrival.seconds * SECOND_NS)
        ledger.add(at_ns, at_ns, total)
    return ledger


def running_tokens(arrivals: Iterable[Arrival], answer: Tokens, reasoning: Tokens) -> list[int]:
    """How many tokens of both texts are complete with each chunk, from the first on."""
    done = {False: 0, True: 0}
    totals = []
    for arrival in arrivals:
        done[arrival.reasoning] += len(arrival.text.encode())
        totals.append(bisect_right(answer.ends, done[False]) + bisect_right(reasoning.ends, done[True]))
    return list(accumulate(totals, max))


def _seconds(ns: int | None) -> float | None:
    return None if ns is None else ns / SECOND_NS
