"""What a Responses request asks for: model, limits, tools, a schema, and the conversation that it goes on with."""

from __future__ import annotations

from typing import Any

import pytest

from mockpanel.core.errors import InvalidValue, RequestRefused
from mockpanel.core.schema_values import ANY_OBJECT
from mockpanel.core.tools import ToolChoice
from mockpanel.wire.openai_responses import check_model
from tests.wire.responses_speaking import asked, whole

BEFORE = (
    {
        "id": "msg_1",
        "type": "message",
        "status": "completed",
        "role": "user",
        "content": [{"type": "input_text", "text": "One."}],
    },
    {"id": "rs_1", "type": "reasoning", "summary": [], "content": [{"type": "reasoning_text", "text": "Hm."}]},
    {"id": "fc_1", "type": "function_call", "call_id": "call_1", "name": "f", "arguments": "{}", "status": "completed"},
)
SCHEMA = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}


def test_a_request_of_a_text_asks_for_one_answer_in_one_piece() -> None:
    ask = asked(input="Hi")

    assert (ask.model, ask.stream, ask.choices_per_prompt, ask.max_tokens) == ("mock-gpt4", False, 1, None)
    assert (ask.prompts[0].texts, ask.prompts[0].echo, ask.prompts[0].overhead) == (("user", "Hi"), "Hi", 6)
    assert ask.service_tier == "default"


def test_instructions_count_before_the_input() -> None:
    ask = asked(input="Hi", instructions="Be brief.")

    assert ask.prompts[0].texts == ("developer", "Be brief.", "user", "Hi")
    assert ask.prompts[0].overhead == 9


def test_a_conversation_before_counts_but_its_reasoning_does_not() -> None:
    ask = asked(*BEFORE, input="Two.", previous_response_id="resp_1")

    assert ask.prompts[0].texts == ("user", "One.", "f", "{}", "user", "Two.")
    assert ask.prompts[0].echo == "Two."


def test_after_a_tool_s_result_the_last_user_message_is_echoed() -> None:
    output = {"type": "function_call_output", "call_id": "call_1", "output": "20 degrees"}

    ask = asked(*BEFORE, input=[output], previous_response_id="resp_1")

    assert ask.prompts[0].echo == "One."
    assert "20 degrees" in ask.prompts[0].texts


@pytest.mark.parametrize("kind", ["function_call_output", "custom_tool_call_output"])
def test_a_request_that_ends_with_a_tool_s_result_is_an_answered_one(kind: str) -> None:
    tools = [{"type": "function", "name": "f"}]

    answered = asked(input=[{"type": kind, "call_id": "c", "output": "r"}], tools=tools)
    unanswered = asked(
        input=[{"type": kind, "call_id": "c", "output": "r"}, {"role": "user", "content": "x"}], tools=tools
    )

    assert answered.toolbox.answered
    assert not unanswered.toolbox.answered


def test_tools_count_as_input() -> None:
    ask = asked(tools=[{"type": "function", "name": "größe"}])

    assert ask.prompts[0].texts[-1] == '[{"type":"function","name":"größe"}]'
    assert ask.toolbox.choice is ToolChoice.AUTO


@pytest.mark.parametrize(
    ("text", "schema"),
    [
        (None, None),
        ({}, None),
        ({"format": None}, None),
        ({"format": {"type": "text"}}, None),
        ({"format": {"type": "json_object"}}, ANY_OBJECT),
        ({"format": {"type": "json_schema", "name": "s", "schema": SCHEMA}}, SCHEMA),
    ],
    ids=str,
)
def test_the_format_of_the_text_asks_for_a_schema(text: dict[str, Any] | None, schema: object) -> None:
    assert asked(text=text).schema == schema


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"type": "xml"}, 'text.format.type must be text, json_object or json_schema, got "xml"'),
        ({"type": "json_schema", "schema": {}}, "text.format.name must be a string, got null"),
        ({"type": "json_schema", "name": "s"}, "text.format.schema must be an object, got null"),
    ],
    ids=str,
)
def test_a_wrong_format_is_refused(form: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        asked(text={"format": form})

    assert str(caught.value) == sentence
    assert caught.value.field == sentence.partition(" ")[0]


def test_a_schema_is_answered_with_a_value_of_it() -> None:
    answer = whole(text={"format": {"type": "json_schema", "name": "s", "schema": SCHEMA}})

    assert answer["output"][0]["content"][0]["text"] == '{"n":1}'


@pytest.mark.parametrize(("given", "tier"), [(None, "default"), ("auto", "default"), ("flex", "flex")])
def test_the_service_tier_is_never_auto_in_the_end(given: str | None, tier: str) -> None:
    assert asked(service_tier=given).service_tier == tier


def test_the_text_is_an_object_of_the_protocol_and_no_older_spelling() -> None:
    assert whole(text={"verbosity": "low"}, tokens_per_second=3)["text"]["verbosity"] == "low"


def test_a_model_that_is_not_listed_is_a_bad_request_here() -> None:
    with pytest.raises(RequestRefused) as caught:
        check_model("gpt-nothing")

    assert (caught.value.status, caught.value.param, caught.value.code) == (400, "model", "model_not_found")
    check_model("gpt-4o")
