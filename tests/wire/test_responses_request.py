"""A wrong field of a Responses request is refused with a sentence that names it, its bounds and its value."""

from __future__ import annotations

from typing import Any

import pytest

from mockpanel.core.errors import InvalidValue
from mockpanel.wire.openai_responses import parse
from mockpanel.wire.responses_request import ENCRYPTED, LOGPROBS, ResponsesRequest
from tests.wire.responses_speaking import NoMemory, asked


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"input": None}, "input is required"),
        ({"input": []}, "input must be a text or a list of at least 1, got []"),
        ({"input": 5}, "input must be a string or a list of parts, got 5"),
        ({"model": 5}, "model must be a string, got 5"),
        ({"stream": "yes"}, 'stream must be true or false, got "yes"'),
        (
            {"stream_options": {"include_obfuscation": 4}},
            "stream_options.include_obfuscation must be true or false, got 4",
        ),
        ({"max_output_tokens": 0}, "max_output_tokens must be at least 1, got 0"),
        ({"top_logprobs": 21}, "top_logprobs must be between 0 and 20, got 21"),
        ({"temperature": 2.5}, "temperature must be between 0 and 2, got 2.5"),
        ({"top_p": -1}, "top_p must be between 0 and 1, got -1"),
        ({"text": "hello"}, 'text must be an object, got "hello"'),
        ({"truncation": "some"}, 'truncation must be one of auto or disabled, got "some"'),
        ({"reasoning": {"summary": "long"}}, 'reasoning.summary must be one of auto, concise or detailed, got "long"'),
        ({"include": ["a", 4]}, "include[1] must be a string, got 4"),
        ({"metadata": {"a": 5}}, "metadata.a must be a string, got 5"),
        ({"metadata": {"a": "x" * 513}}, "metadata.a must be at most 512 characters, got 513"),
        ({"metadata": {"x" * 65: ""}}, "metadata must have names of at most 64 characters, got 65"),
        ({"metadata": {str(n): "" for n in range(17)}}, "metadata must have at most 16 names, got 17"),
        ({"conversation": "conv_1"}, "conversation is not known to this server; use previous_response_id"),
        ({"background": True, "store": False}, "store must be true where background is, got false"),
    ],
    ids=str,
)
def test_a_wrong_field_is_refused_with_name_bounds_and_value(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        asked(**fields)

    assert str(caught.value) == sentence
    assert caught.value.field == sentence.partition(" ")[0]


def test_a_request_without_input_is_told_what_is_missing() -> None:
    with pytest.raises(InvalidValue) as caught:
        parse({"model": "gpt-4o"}, memory=NoMemory())

    assert (caught.value.field, str(caught.value)) == ("input", "input is required")


@pytest.mark.parametrize("fields", [{"previous_response_id": "resp_1"}, {"prompt": {"id": "pmpt_1"}}], ids=str)
def test_a_response_before_it_or_a_kept_prompt_stand_for_the_input(fields: dict[str, Any]) -> None:
    assert asked(input=None, **fields).prompts[0].echo == ""


@pytest.mark.parametrize(
    ("fields", "alternatives"),
    [
        ({}, None),
        ({"top_logprobs": 5}, None),
        ({"include": [LOGPROBS]}, 0),
        ({"include": [ENCRYPTED, LOGPROBS], "top_logprobs": 5}, 5),
        ({"include": ["file_search_call.results"]}, None),
    ],
    ids=str,
)
def test_log_probabilities_are_what_include_asks_for(fields: dict[str, Any], alternatives: int | None) -> None:
    assert asked(**fields).alternatives == alternatives


@pytest.mark.parametrize(("store", "kept"), [(None, True), (True, True), (False, False)])
def test_a_response_is_kept_unless_the_request_says_no(store: bool | None, kept: bool) -> None:
    assert ResponsesRequest(store=store).keeps is kept
