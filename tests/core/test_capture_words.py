"""A capture in words: figures with their units, and as much of its origin as is known."""

from __future__ import annotations

import pytest

from mockpanel.core.capture_figures import figures
from mockpanel.core.capture_words import long_figures, origin, short_figures
from mockpanel.core.captures import Arrival, Capture
from mockpanel.core.tokens import tokenize
from tests.core.replays import timed_capture

SEA = timed_capture((0.5, "The"), (1.0, " sea"), (1.5, "."))


def test_its_figures_have_units() -> None:
    found = figures(SEA, lambda text: tokenize(text, "cl100k_base"))

    assert short_figures(found) == "2.000 tokens/s · TTFT 500.0\u202fms"
    assert long_figures(found) == "2.000 tokens/s · TTFT 500.0\u202fms · 3 tokens in 3 chunks · 1.5\u202fs"


def test_a_single_chunk_has_no_rate() -> None:
    found = figures(timed_capture((0.5, "Hi")), lambda text: tokenize(text, "cl100k_base"))

    assert short_figures(found).startswith("– tokens/s")
    assert "1 token in 1 chunk ·" in long_figures(found)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({}, ""),
        ({"model": "gpt-4o", "source": "api.openai.com"}, "gpt-4o · api.openai.com"),
        ({"source": "a.har", "captured_at": "2026-11-26T11:30:15+00:00"}, "a.har · 2026-11-26 11:30"),
        ({"captured_at": "last week"}, "last week"),
    ],
)
def test_its_origin_is_told_as_far_as_it_is_known(words: dict[str, str], told: str) -> None:
    assert origin(Capture("a", (Arrival(0, "x"),), **words)) == told
