"""The token counts that grow with what goes out."""

from __future__ import annotations

import json
from bisect import bisect_left
from itertools import accumulate, cycle
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mockpanel.core.tokens import Tokens
from mockpanel.wire.gemini_usage import Counter, modality_details
from tests.wire.gemini_speech import gemini_voice


def read(usage: bytes) -> dict[str, Any]:
    """The usage as a client reads it."""
    found: dict[str, Any] = json.loads(b"{" + usage + b"}")["usageMetadata"]
    return found


def test_a_piece_counts_all_tokens_that_it_completes() -> None:
    _, plan = gemini_voice(stream=True, mock_response="👩‍🚀", tokenizer_model="cl100k_base")
    (choice,) = plan.choices
    counter = Counter(plan)

    _, counts, others = counter.counted(choice, choice.parts[0], ["👩".encode(), "\u200d".encode(), "🚀".encode()])

    assert counts == [3, 5, 8] == [3, 5, choice.count]
    assert others == plan.usage.prompt_tokens


def test_at_its_end_a_candidate_counts_in_full() -> None:
    _, plan = gemini_voice(stream=True, generationConfig={"candidateCount": 2})
    first, second = plan.choices
    counter = Counter(plan)

    counter.counted(first, first.parts[0], [b"Hello"])
    half, full = read(counter.at_end(first)), read(counter.at_end(second))

    assert (half["candidatesTokenCount"], full["candidatesTokenCount"]) == (4, 8)
    assert full == read(counter.complete)


def test_reasoning_that_is_only_waited_for_counts_from_the_start() -> None:
    _, plan = gemini_voice(stream=True, reasoning_seconds=2, tokens_per_second=10)

    assert read(Counter(plan).usage)["thoughtsTokenCount"] == 20


def test_media_are_told_apart_from_text() -> None:
    assert modality_details(3 + 2 * 258, {"IMAGE": 2}) == [
        {"modality": "TEXT", "tokenCount": 3},
        {"modality": "IMAGE", "tokenCount": 516},
    ]


@settings(max_examples=50)
@given(st.text("aé字👩\n ", min_size=1, max_size=30), st.lists(st.integers(1, 4), min_size=1), st.integers(1, 6))
def test_pieces_count_alike_one_by_one_and_together(text: str, sizes: list[int], together: int) -> None:
    _, plan = gemini_voice(stream=True, mock_response=text, tokenizer_model="cl100k_base")
    (choice,) = plan.choices
    pieces = cut(choice.tokens, sizes)
    at = list(accumulate(map(len, pieces)))
    counter = Counter(plan)

    batches = [pieces[start : start + together] for start in range(0, len(pieces), together)]
    counts = [count for batch in batches for count in counter.counted(choice, choice.parts[0], batch)[1]]

    assert counts == [bisect_left(choice.tokens.json_ends, end) + 1 for end in at]


def cut(tokens: Tokens, sizes: list[int]) -> list[bytes]:
    """The tokens' JSON in pieces of so many tokens, the sizes again and again; none is empty."""
    pieces: list[bytes] = []
    sent = at = 0
    for size in cycle(sizes):
        if sent >= len(tokens):
            return pieces
        sent = min(sent + size, len(tokens))
        end = tokens.json_ends[sent - 1]
        if end > at:
            pieces.append(tokens.json[at:end])
            at = end
    return pieces
