"""The token counts that grow with what goes out."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mockpanel.wire.gemini_usage import Counter, modality_details
from tests.wire.gemini_speech import gemini_voice


def read(usage: bytes) -> dict[str, Any]:
    """The usage as a client reads it."""
    found: dict[str, Any] = json.loads(b"{" + usage + b"}")["usageMetadata"]
    return found


def test_the_usage_grows_with_the_tokens_sent() -> None:
    _, plan = gemini_voice(stream=True)
    (choice,) = plan.choices
    counter = Counter(plan)

    _, more, in_total = counter.counted(choice, choice.parts[0], range(1, 4))

    assert (more, in_total) == (0, plan.usage.prompt_tokens)
    assert read(counter.usage) == {
        "promptTokenCount": plan.usage.prompt_tokens,
        "candidatesTokenCount": 3,
        "totalTokenCount": plan.usage.prompt_tokens + 3,
    }


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 2)), max_size=6))
def test_candidates_are_counted_together(sent: list[tuple[int, int]]) -> None:
    _, plan = gemini_voice(stream=True, generationConfig={"candidateCount": 3})
    counter, done = Counter(plan), [0, 0, 0]

    for index, more in sent:
        choice = plan.choices[index]
        others = sum(done) - done[index]
        done[index] += more
        assert counter.counted(choice, choice.parts[0], (done[index],))[1] == others

    assert read(counter.usage)["candidatesTokenCount"] == sum(done)


def test_thoughts_are_counted_beside_the_answer() -> None:
    _, plan = gemini_voice(stream=True, mock_reasoning="one two three")
    (choice,) = plan.choices
    assert choice.reasoning is not None
    counter = Counter(plan)

    lead, _, _ = counter.counted(choice, choice.reasoning, (1, 2))
    _, _, in_total = counter.counted(choice, choice.parts[0], (1,))

    assert read(lead + b"1}") == {
        "promptTokenCount": plan.usage.prompt_tokens,
        "candidatesTokenCount": 0,
        "thoughtsTokenCount": 1,
    }
    assert in_total == plan.usage.prompt_tokens + 2
    assert read(counter.usage)["totalTokenCount"] == plan.usage.prompt_tokens + 3


def test_at_its_end_a_candidate_counts_in_full_and_tells_what_the_prompt_is_made_of() -> None:
    _, plan = gemini_voice(stream=True, generationConfig={"candidateCount": 2})
    first, second = plan.choices
    counter = Counter(plan)

    counter.counted(first, first.parts[0], (1,))
    half, full = read(counter.at_end(first)), read(counter.at_end(second))

    assert (half["candidatesTokenCount"], full["candidatesTokenCount"]) == (4, 8)
    assert full["promptTokensDetails"] == [{"modality": "TEXT", "tokenCount": plan.usage.prompt_tokens}]
    assert full == read(counter.complete)


def test_reasoning_that_is_only_waited_for_counts_from_the_start() -> None:
    _, plan = gemini_voice(stream=True, reasoning_seconds=2, tokens_per_second=10)

    assert read(Counter(plan).usage)["thoughtsTokenCount"] == 20


def test_media_are_told_apart_from_text() -> None:
    assert modality_details(3 + 2 * 258, {"IMAGE": 2}) == [
        {"modality": "TEXT", "tokenCount": 3},
        {"modality": "IMAGE", "tokenCount": 516},
    ]
