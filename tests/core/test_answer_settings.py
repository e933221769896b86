"""What may be answered beside the text, as settings: read from lists and from JSON, refused with a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from mockpanel.core.answer_settings import MOST_CALLS, Citation, MockFinishReason, ToolCall
from mockpanel.core.errors import InvalidValue
from tests.core.plans import settings_with

CALL = ToolCall(name="f", arguments={"a": None})


@pytest.mark.parametrize(
    "given", [[{"name": "f", "arguments": {"a": None}}], '[{"name": "f", "arguments": {"a": null}}]']
)
def test_calls_come_as_a_list_or_as_json(given: Any) -> None:
    assert settings_with(mock_tool_calls=given).mock_tool_calls == (CALL,)


@pytest.mark.parametrize("given", ["", " ", "[]", []])
def test_an_empty_text_is_an_empty_list(given: Any) -> None:
    assert settings_with(mock_tool_calls=given, mock_citations=given).mock_tool_calls == ()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("{", "mock_tool_calls must be a JSON list of objects"),
        ('[{"name": "f", "arguments": {"a": NaN}}]', "mock_tool_calls must be a JSON list of objects"),
        ([{}], r"mock_tool_calls\[0\]\.name is required"),
        ([{"name": ""}], r"mock_tool_calls\[0\]\.name must be at least 1 characters"),
        ([{"name": "f", "other": 1}], "other is not a setting"),
        ([{"name": "\ud83d"}], r"mock_tool_calls\[0\]\.name must be valid Unicode text"),
        ([{"name": "f"}] * (MOST_CALLS + 1), f"mock_tool_calls must be a list of at most {MOST_CALLS}"),
        (5, "mock_tool_calls must be a list, got 5"),
    ],
)
def test_what_is_no_list_of_calls_is_refused_with_its_place(given: Any, sentence: str) -> None:
    with pytest.raises(InvalidValue, match=sentence):
        settings_with(mock_tool_calls=given)


def test_citations_have_places_in_the_text_or_are_of_the_whole() -> None:
    settings = settings_with(mock_citations=[{"url": "https://example.com"}, {"url": "b", "start": 2, "end": 4}])

    assert settings.mock_citations == (Citation(url="https://example.com"), Citation(url="b", start=2, end=4))


@pytest.mark.parametrize("place", [{"start": 50, "end": 50}, {"start": 50}, {"end": 0}])
def test_a_cited_place_may_be_empty_or_open(place: Any) -> None:
    assert settings_with(mock_citations=[{"url": "a", **place}]).mock_citations[0].start == place.get("start", 0)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([{"url": "a", "start": 50, "end": 10}], "mock_citations[0].end must be at least start (50), got 10"),
        (
            '[{"url": "a"}, {"url": "b", "end": 1, "start": 2}]',
            "mock_citations[1].end must be at least start (2), got 1",
        ),
        ([{"url": "a", "start": -5, "end": -7}], "mock_citations[0].start must be at least 0, got -5"),
        ([{"url": "", "end": 4}], 'mock_citations[0].url must be at least 1 characters, got ""'),
    ],
)
def test_what_is_no_citation_is_refused_with_its_place(given: Any, sentence: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        settings_with(mock_citations=given)

    assert str(refused.value) == sentence


def test_a_finish_reason_is_one_of_a_few_words() -> None:
    assert settings_with(mock_finish_reason="length").mock_finish_reason is MockFinishReason.LENGTH
    with pytest.raises(InvalidValue, match="mock_finish_reason must be one of auto"):
        settings_with(mock_finish_reason="never")
