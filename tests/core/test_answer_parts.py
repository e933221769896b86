"""The default answer as parts: which there are, which are sent, and where a token of the stream is among them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.answer_parts import (
    CITATIONS,
    REASONING,
    REFUSAL,
    TEXT,
    PartId,
    Section,
    added,
    answer_seconds,
    call_part,
    changed,
    generated,
    held_parts,
    held_texts,
    sent_parts,
    token_at,
    without,
)
from mockpanel.core.settings import StreamSettings

CALLS = [{"name": "first", "arguments": {"city": "Paris"}}, {"name": "second"}, {"name": "third", "arguments": "{"}]


def settings_of(**values: Any) -> StreamSettings:
    return StreamSettings().changed(values)


def test_a_plain_answer_is_its_text() -> None:
    settings = settings_of(mock_response="one")

    assert held_parts(settings) == sent_parts(settings) == [TEXT]
    assert held_texts(settings) == {TEXT: "one"}


def test_parts_stand_in_the_order_of_the_stream() -> None:
    settings = settings_of(
        mock_response="one", mock_reasoning="hm", mock_tool_calls=CALLS, mock_citations=[{"url": "u"}]
    )

    assert held_parts(settings) == [REASONING, TEXT, call_part(0), call_part(1), call_part(2), CITATIONS]
    assert held_texts(settings)[call_part(0)] == '{"city":"Paris"}'
    assert [generated(settings, call_part(place)) for place in range(3)] == [False, True, False]


def test_a_refusal_is_sent_in_the_place_of_text_and_calls_and_behind_the_reasoning() -> None:
    settings = settings_of(mock_response="one", mock_reasoning="hm", mock_tool_calls=CALLS, mock_refusal="No.")

    assert sent_parts(settings) == [REASONING, REFUSAL]


def test_an_empty_text_beside_calls_is_not_sent() -> None:
    assert sent_parts(settings_of(mock_tool_calls=CALLS[:1])) == [call_part(0)]


@pytest.mark.parametrize(
    ("token", "place"),
    [(0, (TEXT, 0)), (4, (TEXT, 4)), (5, (call_part(0), 0)), (7, (call_part(0), 2)), (8, None), (99, None)],
)
def test_a_token_is_found_in_its_part_as_far_as_lengths_are_known(token: int, place: tuple[PartId, int] | None) -> None:
    settings = settings_of(mock_response="one", mock_tool_calls=CALLS)
    counts = {TEXT: 5, call_part(0): 3, call_part(2): 1}

    assert token_at(settings, counts, token) == place


def test_a_token_of_the_reasoning_is_found_in_it() -> None:
    settings = settings_of(mock_response="one", mock_reasoning="hm")
    counts = {TEXT: 5, REASONING: 2}

    assert token_at(settings, counts, 1, thinking=True) == (REASONING, 1)
    assert token_at(settings, counts, 2, thinking=True) is None


@given(st.lists(st.integers(0, 5), min_size=1, max_size=4))
def test_every_token_of_a_known_answer_is_in_one_place(lengths: list[int]) -> None:
    calls = [{"name": f"n{place}", "arguments": "{}"} for place in range(len(lengths) - 1)]
    settings = settings_of(mock_response="one", mock_tool_calls=calls)
    counts = dict(zip(sent_parts(settings), lengths, strict=True))

    places = [token_at(settings, counts, each) for each in range(sum(lengths))]

    assert places == [(part, place) for part in counts for place in range(counts[part])]


def test_the_answer_takes_its_first_token_its_reasoning_and_the_gaps_of_all_that_is_sent() -> None:
    settings = settings_of(
        mock_response="one", mock_reasoning="hm", time_to_first_token=1.0, tokens_per_second=10.0, mock_tool_calls=CALLS
    )

    seconds = answer_seconds(settings, {REASONING: 20, TEXT: 6, call_part(0): 5})

    assert seconds == pytest.approx(1 + 2 + 1)


def test_an_unpaced_answer_takes_as_long_as_its_reader() -> None:
    assert answer_seconds(settings_of(tokens_per_second=0.0), {TEXT: 5}) is None


def test_a_new_call_has_a_name_of_its_own() -> None:
    settings = settings_of(mock_tool_calls=added(settings_of(), Section.TOOL_CALL))

    assert [call["name"] for call in added(settings, Section.TOOL_CALL)] == ["get_weather", "get_weather_2"]


def test_changes_are_values_that_the_setting_takes() -> None:
    settings = settings_of(mock_tool_calls=CALLS, mock_citations=[{"url": "a"}, {"url": "b"}])

    renamed = settings.changed({"mock_tool_calls": changed(settings, call_part(1), {"name": "other"})})
    cited = settings.changed({"mock_citations": changed(settings, CITATIONS, {0: None, 1: {"url": "c", "start": 2}})})

    assert [call.name for call in renamed.mock_tool_calls] == ["first", "other", "third"]
    assert [(source.url, source.start) for source in cited.mock_citations] == [("c", 2)]
    assert changed(settings, REFUSAL, "No.") == "No."


def test_what_is_removed_leaves_the_other_parts() -> None:
    settings = settings_of(mock_tool_calls=CALLS, mock_refusal="No.", mock_citations=[{"url": "a"}])

    assert [call["name"] for call in without(settings, call_part(1))] == ["first", "third"]
    assert without(settings, REFUSAL) == ""
    assert without(settings, CITATIONS) == []
