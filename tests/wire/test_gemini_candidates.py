"""A candidate's parts, why it ends, its sources by bytes, and its log probabilities range by range."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.answer_settings import Citation
from mockpanel.core.choices import FinishReason, Part, PartKind
from mockpanel.core.plan import StreamPlan
from mockpanel.wire.gemini_candidates import (
    FINISH_REASONS,
    candidate_end,
    content_part,
    grounding,
    logprobs_result,
    whole_candidate,
)
from tests.core.texts import CHARACTERS, TEXTS
from tests.wire.gemini_speech import gemini_voice

CALL = Part(PartKind.TOOL_CALL, 0, 0, 3, "weather")
CALLS = [{"name": "weather", "arguments": {"city": "Köln"}}]


def plan_of(alternatives: int | None = None, **fields: Any) -> StreamPlan:
    """What is answered, with or without log probabilities."""
    config = {} if alternatives is None else {"responseLogprobs": True, "logprobs": alternatives}
    return gemini_voice(generationConfig=config, **fields)[1]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (PartKind.TEXT, {"text": "{}"}),
        (PartKind.REFUSAL, {"text": "{}"}),
        (PartKind.REASONING, {"text": "{}", "thought": True}),
    ],
)
def test_a_text_of_any_kind_is_a_text(kind: PartKind, expected: dict[str, Any]) -> None:
    assert content_part(Part(kind, 0, 0, 1), "{}") == expected


def test_a_call_is_whole_with_the_id_that_it_has_or_one_that_is_made() -> None:
    given_id = content_part(Part(PartKind.TOOL_CALL, 0, 0, 3, "weather", "mine"), '{"city": "Köln"}')
    first, second = (content_part(CALL, "{}") for _ in range(2))

    assert given_id == {"functionCall": {"id": "mine", "name": "weather", "args": {"city": "Köln"}}}
    assert first is not None
    assert second is not None
    assert first["functionCall"].pop("id") != second["functionCall"].pop("id")
    assert first == second == {"functionCall": {"name": "weather", "args": {}}}


@pytest.mark.parametrize("arguments", ["", "[]", "null", '{"city"', "text"])
def test_a_call_whose_arguments_are_no_object_is_no_part(arguments: str) -> None:
    assert content_part(CALL, arguments) is None


def test_every_reason_to_end_has_a_word_of_the_service() -> None:
    assert set(FINISH_REASONS) == set(FinishReason)


@pytest.mark.parametrize("reason", ["stop", "length"])
def test_a_reason_that_was_asked_for_is_told_whatever_was_answered(reason: str) -> None:
    malformed = [{"name": "weather", "arguments": "none"}]
    plans = [
        plan_of(mock_finish_reason=reason, **of) for of in ({"mock_refusal": "No."}, {"mock_tool_calls": malformed})
    ]

    ends = [candidate_end(plan, plan.choices[0]) for plan in plans]

    assert ends == [{"finishReason": FINISH_REASONS[FinishReason(reason)]}] * 2


PLACES = st.integers(0, 50).flatmap(lambda start: st.tuples(st.just(start), st.none() | st.integers(start, 99)))


@given(TEXTS, st.lists(PLACES, min_size=1, max_size=3))
def test_a_source_s_places_count_bytes_of_whole_characters(text: str, places: list[tuple[int, int | None]]) -> None:
    cited = tuple(Citation(url=f"https://{start}.example", start=start, end=end) for start, end in places)

    found = grounding(cited, text)

    segments = [support["segment"] for support in found["groundingSupports"]]
    assert [support["groundingChunkIndices"] for support in found["groundingSupports"]] == [
        [at] for at in range(len(cited))
    ]
    for segment, (start, end) in zip(segments, places, strict=True):
        assert text.encode()[segment["startIndex"] : segment["endIndex"]].decode() == segment["text"] == text[start:end]
    assert [chunk["web"]["title"] for chunk in found["groundingChunks"]] == [each.url for each in cited]


@given(st.text(CHARACTERS, min_size=1, max_size=12), st.integers(0, 3), st.integers(0, 12))
def test_scores_of_two_ranges_are_those_of_the_whole(text: str, alternatives: int, cut: int) -> None:
    plan = plan_of(alternatives, mock_response=text)
    (choice,) = plan.choices
    cut = min(cut, choice.count)

    first, second = logprobs_result(plan, choice, 0, cut), logprobs_result(plan, choice, cut, choice.count)

    whole = logprobs_result(plan, choice, 0, choice.count)
    assert {name: first[name] + second[name] for name in whole} == whole
    assert [score["tokenId"] for score in whole["chosenCandidates"]] == list(choice.tokens.ids)
    assert ("topCandidates" in whole) is (alternatives > 0)


def test_calls_are_not_scored_and_the_mean_is_of_the_text_alone() -> None:
    plan, silent = (plan_of(1, mock_response=text, mock_tool_calls=CALLS) for text in ("One", ""))

    candidate, only_calls = (whole_candidate(of, of.choices[0], None) for of in (plan, silent))

    (chosen,) = candidate["logprobsResult"]["chosenCandidates"]
    assert (chosen["token"], candidate["avgLogprobs"]) == ("One", chosen["logProbability"])
    assert (only_calls["logprobsResult"]["chosenCandidates"], only_calls["avgLogprobs"]) == ([], 0)
    assert [list(part) for part in only_calls["content"]["parts"]] == [["functionCall"]]
