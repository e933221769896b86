"""What Gemini requests ask for, whatever the path that they come by."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mockpanel.core.errors import InvalidValue
from mockpanel.core.plan import Ask
from mockpanel.wire.face import Where
from mockpanel.wire.gemini import FACE, STREAM_FACE, parse, parse_count, settings_in
from mockpanel.wire.gemini_voice import ARRAY, THOUGHTS

CONTENTS = [{"role": "user", "parts": [{"text": "Hello"}]}]


def asked(**config: Any) -> Ask:
    """What a request with this generationConfig asks for."""
    return parse({"contents": CONTENTS, "generationConfig": config}, Where({"model": "models/m"}))


def test_what_is_not_said_is_asked_for_plainly() -> None:
    ask = asked()

    assert (ask.model, ask.stream, ask.choices_per_prompt, ask.max_tokens, ask.stop) == ("m", False, 1, None, ())
    assert (ask.alternatives, ask.schema, ask.thinks, ask.prompts[0].echo) == (None, None, True, "Hello")


def test_the_configuration_is_understood() -> None:
    ask = asked(
        candidateCount=2, maxOutputTokens=9, stopSequences=["a", "b"], responseLogprobs=True, logprobs=3, seed=7
    )

    assert (ask.choices_per_prompt, ask.max_tokens, ask.stop) == (2, 9, ("a", "b"))
    assert (ask.alternatives, ask.seed) == (3, 7)
    assert asked(responseLogprobs=True).alternatives == 0


def test_candidates_of_log_probabilities_need_them_to_be_on() -> None:
    with pytest.raises(InvalidValue, match="logprobs needs responseLogprobs to be true"):
        asked(logprobs=3)


@pytest.mark.parametrize(("query", "is_array"), [({"alt": "sse"}, False), ({}, True), ({"alt": "json"}, True)])
def test_only_alt_sse_is_a_stream_of_events(query: dict[str, str], is_array: bool) -> None:
    ask = STREAM_FACE.parse({"contents": CONTENTS}, Where({"model": "m"}, query))

    assert ask.stream
    assert ask.extras[ARRAY] is is_array
    assert not FACE.parse({"contents": CONTENTS}, Where({"model": "m"}, query)).stream


def test_thoughts_are_shown_where_they_are_wanted() -> None:
    assert asked(thinkingConfig={"includeThoughts": True}).extras[THOUGHTS] is True
    assert asked().extras[THOUGHTS] is False
    assert asked(thinkingConfig={"thinkingBudget": 0}).thinks is False


def test_a_word_of_an_enumeration_is_what_is_echoed() -> None:
    ask = asked(responseMimeType="text/x.enum", responseSchema={"type": "STRING", "enum": ["red", "green"]})

    assert (ask.prompts[0].echo, ask.schema) == ("red", None)


@pytest.mark.parametrize("name", ["generationConfig", "generation_config"])
def test_settings_may_stand_in_the_configuration_and_those_beside_it_win(name: str) -> None:
    found = settings_in({name: {"seed": 1, "tokens_per_second": 5}, "tokens_per_second": 9})

    assert (found["seed"], found["tokens_per_second"]) == (1, 9)
    assert settings_in({name: 5}) == {name: 5}


@pytest.mark.parametrize(
    "body",
    [
        {"contents": CONTENTS},
        {"generateContentRequest": {"model": "models/m", "contents": CONTENTS}},
        {"generate_content_request": {"contents": CONTENTS}},
    ],
)
def test_contents_and_whole_requests_are_counted(body: dict[str, Any]) -> None:
    counted = parse_count(body)
    prompt, answer = counted.prompt, counted.answer

    assert prompt.texts == ("Hello",)
    assert json.loads(answer(5)) == {
        "totalTokens": 5,
        "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 5}],
    }


def test_nothing_to_count_is_refused() -> None:
    with pytest.raises(InvalidValue, match="contents is required"):
        parse_count({})
