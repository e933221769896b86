"""Gemini bodies: what counts of them, what is echoed, and the spellings that the service takes."""

from __future__ import annotations

from typing import Any

import pytest

from mockpanel.core.errors import InvalidValue
from mockpanel.wire.bodies import understood
from mockpanel.wire.gemini_requests import TOKENS_PER_MEDIUM, GenerateContentRequest

HELLO = {"contents": [{"role": "user", "parts": [{"text": "Hello"}]}]}


def request(**fields: Any) -> GenerateContentRequest:
    """A request with these fields."""
    return understood(GenerateContentRequest, {**HELLO, **fields})


def test_texts_of_the_system_and_of_all_turns_count() -> None:
    contents = [
        {"role": "user", "parts": [{"text": "one"}, {"text": "two"}]},
        {"role": "model", "parts": [{"text": "3"}]},
    ]

    prompt = request(contents=contents, systemInstruction={"parts": [{"text": "Be brief."}]}).prompt

    assert prompt.texts == ("Be brief.", "one", "two", "3")
    assert prompt.overhead == 0


def test_the_last_text_of_a_user_is_echoed_without_its_thoughts() -> None:
    contents = [
        {"parts": [{"text": "first"}]},
        {"role": "user", "parts": [{"text": "sec"}, {"text": "hm", "thought": True}, {"text": "ond"}]},
        {"role": "model", "parts": [{"functionCall": {"name": "f", "args": {}}}]},
        {"role": "user", "parts": [{"functionResponse": {"name": "f", "response": {"a": 1}}}]},
    ]

    prompt = request(contents=contents).prompt

    assert prompt.echo == "second"
    assert '{"name":"f","response":{"a":1}}' in prompt.texts


def test_media_count_by_their_number_and_kind() -> None:
    parts = [
        {"inlineData": {"mimeType": "image/png", "data": "AA=="}},
        {"file_data": {"mime_type": "image/jpeg", "file_uri": "x"}},
        {"fileData": {"mimeType": "application/pdf", "fileUri": "x"}},
        {"inlineData": {"mimeType": "audio/wav", "data": "AA=="}},
    ]

    found = request(contents=[{"parts": parts}])

    assert found.media == {"IMAGE": 2, "DOCUMENT": 1, "AUDIO": 1}
    assert found.prompt.overhead == 4 * TOKENS_PER_MEDIUM


def test_tools_count_as_text() -> None:
    assert request(tools=[{"functionDeclarations": [{"name": "f"}]}]).prompt.texts[1].startswith('[{"functionDecl')


@pytest.mark.parametrize(
    "fields",
    [
        {"generationConfig": {"maxOutputTokens": 5, "stopSequences": ["x"]}},
        {"generation_config": {"max_output_tokens": 5, "stop_sequences": ["x"]}},
    ],
)
def test_names_may_be_in_either_case(fields: dict[str, Any]) -> None:
    config = request(**fields).generation_config

    assert config is not None
    assert (config.max_output_tokens, config.stop_sequences) == (5, ["x"])


def test_one_object_will_do_where_a_list_belongs() -> None:
    found = request(contents={"parts": {"text": "Hi"}}, tools={"function_declarations": {"name": "f"}})

    assert found.prompt.echo == "Hi"
    assert found.tools == [{"function_declarations": {"name": "f"}}]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"contents": []}, "contents must be a list of at least 1, got []"),
        ({"contents": "Hi"}, 'contents must be a list, got "Hi"'),
        (
            {"contents": [{"role": "assistant", "parts": []}]},
            'contents[0].role must be one of user, model, function, tool or system, got "assistant"',
        ),
        (
            {"generationConfig": {"temperature": 3}},
            "generationConfig.temperature must be between 0 and 2, got 3",
        ),
        (
            {"generationConfig": {"candidateCount": True}},
            "generationConfig.candidateCount must be a whole number between 1 and 8, got true",
        ),
        (
            {"generationConfig": {"thinkingConfig": {"thinkingBudget": -2}}},
            "generationConfig.thinkingConfig.thinkingBudget must be at least -1, got -2",
        ),
    ],
)
def test_what_is_wrong_is_named_as_the_api_writes_it(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        request(**fields)

    assert str(raised.value) == sentence
