"""Requests for Anthropic messages, understood field by field or refused in a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from mockpanel.core.errors import InvalidValue
from mockpanel.core.plan import Ask
from mockpanel.wire.anthropic_request import SILENT, parse, parse_count
from tests.wire.anthropic_speaking import REQUEST

SCHEMA = {"type": "object", "properties": {"a": {"type": "string"}}}


def asked(**fields: Any) -> Ask:
    return parse({**REQUEST, **fields})


def test_a_request_of_the_required_fields_alone_asks_for_one_answer_in_one_piece() -> None:
    ask = parse(REQUEST)

    assert (ask.model, ask.stream, ask.max_tokens, ask.stop) == ("claude-sonnet-5", False, 1000, ())
    assert (ask.choices_per_prompt, ask.thinks, ask.schema, ask.alternatives) == (1, True, None, None)
    assert ask.extras == {SILENT: False}


def test_what_a_request_asks_for_is_taken_over() -> None:
    ask = asked(
        stream=True,
        max_tokens=1025,
        stop_sequences=["a", "b"],
        temperature=1,
        top_p=0.5,
        top_k=3,
        metadata={"user_id": "u"},
        service_tier="standard_only",
        container="container_1",
        thinking={"type": "enabled", "budget_tokens": 1024, "display": "omitted"},
        output_config={"effort": "high", "format": {"type": "json_schema", "schema": SCHEMA}},
        made_up=[1],
    )

    assert (ask.stream, ask.max_tokens, ask.stop, ask.schema) == (True, 1025, ("a", "b"), SCHEMA)
    assert (ask.thinks, ask.extras) == (True, {SILENT: True})


@pytest.mark.parametrize(
    ("thinking", "thinks"),
    [
        (None, True),
        ({"type": "enabled", "budget_tokens": 1024}, True),
        ({"type": "adaptive"}, True),
        ({"type": "between_tools"}, True),
        ({"type": "disabled"}, False),
    ],
    ids=str,
)
def test_only_a_request_that_switches_thinking_off_has_no_place_for_it(thinking: Any, thinks: bool) -> None:
    assert asked(thinking=thinking, max_tokens=2000).thinks == thinks


def test_every_field_that_is_not_required_may_be_null() -> None:
    names = ["stream", "stop_sequences", "temperature", "top_p", "top_k", "metadata", "service_tier"]
    nulls = dict.fromkeys([*names, "system", "tools", "tool_choice", "thinking", "output_config"])

    assert asked(**nulls) == parse(REQUEST)


@pytest.mark.parametrize("name", ["model", "max_tokens", "messages"])
def test_a_required_field_is_missed_by_its_name(name: str) -> None:
    document = {key: value for key, value in REQUEST.items() if key != name}

    with pytest.raises(InvalidValue) as caught:
        parse(document)

    assert (caught.value.field, str(caught.value)) == (name, f"{name} is required")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"model": ""}, 'model must be at least 1 characters, got ""'),
        ({"max_tokens": -1}, "max_tokens must be at least 0, got -1"),
        ({"max_tokens": "5"}, 'max_tokens must be a whole number, got "5"'),
        ({"max_tokens": None}, "max_tokens must be a whole number, got null"),
        ({"messages": []}, "messages must be a list of at least 1, got []"),
        ({"messages": "hi"}, 'messages must be a list, got "hi"'),
        ({"messages": [{"role": "user"}]}, "messages[0].content is required"),
        ({"messages": [{"role": "tool", "content": ""}]}, "messages[0].role must be one of user, assistant or system"),
        ({"messages": [{"role": "user", "content": 5}]}, "messages[0].content must be a string or a list of parts"),
        ({"stream": "yes"}, 'stream must be true or false, got "yes"'),
        ({"stop_sequences": "a"}, 'stop_sequences must be a list, got "a"'),
        ({"stop_sequences": ["a", " \n"]}, "stop_sequences[1] must hold something other than spaces"),
        ({"temperature": 1.5}, "temperature must be between 0 and 1, got 1.5"),
        ({"top_k": -1}, "top_k must be at least 0, got -1"),
        ({"service_tier": "flex"}, "service_tier must be one of auto or standard_only, got "),
        ({"metadata": 1}, "metadata must be an object, got 1"),
        (
            {"max_tokens": 2000, "thinking": {"type": "enabled", "budget_tokens": 2000}},
            "thinking.budget_tokens must be less than max_tokens (2000), got 2000",
        ),
        ({"thinking": {"type": "enabled"}}, "thinking.budget_tokens must be a number of at least 1024, got null"),
        ({"thinking": {"type": "enabled", "budget_tokens": 9}}, "thinking.budget_tokens must be at least 1024, got 9"),
        ({"thinking": {"type": "on"}}, "thinking.type must be one of enabled, adaptive, between_tools or disabled"),
        ({"thinking": {}}, "thinking.type is required"),
        ({"tools": {}}, "tools must be a list, got an object"),
        ({"tools": [{}]}, "tools[0].name must be a string of 1 to 128 characters, got null"),
        ({"tool_choice": "auto"}, 'tool_choice must be an object, got "auto"'),
        ({"output_config": {"format": {"type": "text"}}}, "output_config.format.type must be one of json_schema"),
        ({"output_config": {"format": {"type": "json_schema"}}}, "output_config.format.schema is required"),
    ],
    ids=str,
)
def test_a_wrong_field_is_refused_with_name_bounds_and_value(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        asked(**fields)

    assert str(caught.value).startswith(sentence)
    assert caught.value.field == sentence.partition(" ")[0]


def test_a_request_to_count_needs_no_limit() -> None:
    request = parse_count({name: value for name, value in REQUEST.items() if name != "max_tokens"})

    assert request.prompt == parse(REQUEST).prompts[0]


def test_a_request_to_count_is_refused_for_a_wrong_tool_too() -> None:
    with pytest.raises(InvalidValue) as caught:
        parse_count({**REQUEST, "tools": [{"name": "f"}]})

    assert caught.value.field == "tools[0].input_schema"


def test_a_tool_s_result_in_the_last_message_answers_a_call() -> None:
    result = {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": "21 °C"}]}
    more = {"role": "user", "content": "And now?"}

    boxes = [asked(messages=messages).toolbox for messages in ([result], [result, more], [more])]

    assert [box.answered for box in boxes] == [True, False, False]
