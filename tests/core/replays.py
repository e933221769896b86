"""Captures with times of the test's own, for replays, and a strategy that makes more."""

from __future__ import annotations

from itertools import accumulate

from hypothesis import strategies as st

from mockpanel.core.captures import Arrival, Capture
from tests.core.texts import TEXTS

GAPS = st.floats(0, 3)


def timed_capture(
    *chunks: tuple[float, str], name: str = "made", thinking: tuple[tuple[float, str], ...] = ()
) -> Capture:
    """A capture of chunks, as seconds since the request and text."""
    thought = [Arrival(seconds, text, reasoning=True) for seconds, text in thinking]
    return Capture(name, (*thought, *(Arrival(seconds, text) for seconds, text in chunks)))


@st.composite
def answers(draw: st.DrawFn) -> Capture:
    """A capture with at least one chunk of text."""
    texts = draw(st.lists(TEXTS.filter(bool), min_size=1, max_size=12))
    times = accumulate(draw(st.lists(GAPS, min_size=len(texts), max_size=len(texts))))
    return timed_capture(*zip(times, texts, strict=True))
