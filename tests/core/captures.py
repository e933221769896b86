"""Captures made without a server, and a strategy that makes more of them."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from mockpanel.core.captures import Arrival, Capture
from tests.core.texts import CHARACTERS

WORDS = st.text(CHARACTERS, max_size=20)
MOMENTS = st.lists(st.integers(0, 86_400_000_000), min_size=1, max_size=12).map(sorted)


def capture_of(*texts: str, **changes: Any) -> Capture:
    """A capture of these chunks: the first after half a second, then one every 20 ms."""
    arrivals = tuple(Arrival(round(0.5 + 0.02 * place, 6), text) for place, text in enumerate(texts))
    return Capture(**{"name": "Mine", "arrivals": arrivals, **changes})


def chat_event(text: str, *, field: str = "content", model: str = "m") -> str:
    """One event of a chat stream, without its line."""
    return json.dumps({"model": model, "choices": [{"index": 0, "delta": {field: text}}]}, ensure_ascii=False)


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[Arrival, ...]:
    """Chunks at times that never decrease, at least one of them with text."""
    times = draw(MOMENTS)
    texts = st.text(CHARACTERS, max_size=8)
    made = [Arrival(at / 1e6, draw(texts), draw(st.booleans())) for at in times]
    return (*made, Arrival(times[-1] / 1e6, draw(st.text(CHARACTERS, min_size=1, max_size=8))))


CAPTURES = st.builds(
    Capture, name=WORDS, arrivals=arrivals(), model=WORDS, source=WORDS, captured_at=WORDS, notes=WORDS
)
