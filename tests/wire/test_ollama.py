"""What Ollama requests ask for, and its errors."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mockpanel.core.errors import InvalidValue, RequestRefused
from mockpanel.core.plan import Ask
from mockpanel.core.schema_values import ANY_OBJECT
from mockpanel.wire.ollama import parse_chat, parse_generate, refusal_body, settings_in

MESSAGES = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hello"}]


def chat(**fields: Any) -> Ask:
    """What a chat request with these fields asks for."""
    return parse_chat({"model": "llama3.2", "messages": MESSAGES, **fields})


def generate(**fields: Any) -> Ask:
    """What a generate request with these fields asks for."""
    return parse_generate({"model": "llama3.2", "prompt": "Hello", **fields})


@pytest.mark.parametrize("ask", [chat(), generate()], ids=["chat", "generate"])
def test_an_answer_is_streamed_unless_told_otherwise(ask: Ask) -> None:
    assert ask.stream
    assert ask.thinks
    assert (ask.model, ask.max_tokens, ask.stop, ask.alternatives, ask.schema) == ("llama3.2", None, (), None, None)
    assert ask.prompts[0].echo == "Hello"


@pytest.mark.parametrize("think", [True, False, "high", "medium", "low", None])
def test_how_much_is_thought_is_a_word_of_a_list_or_no_word(think: Any) -> None:
    assert chat(think=think).thinks == (think is not False)
    with pytest.raises(
        InvalidValue, match=r"^think must be true or false or one of high, medium or low, got \"bogus\""
    ):
        chat(think="bogus")


def test_a_stream_can_be_switched_off() -> None:
    assert not chat(stream=False).stream
    assert chat(stream=None).stream


def test_the_options_are_understood() -> None:
    ask = chat(options={"num_predict": 5, "stop": ["a"], "seed": 3, "num_ctx": 4096, "temperature": 0.1})

    assert (ask.max_tokens, ask.stop, ask.seed) == (5, ("a",), 3)
    assert chat(options={"num_predict": -1}).max_tokens is None
    assert chat(options={"stop": "a"}).stop == ("a",)


def test_a_format_is_a_schema() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}

    assert chat(format="json").schema is ANY_OBJECT
    assert generate(format=schema).schema == schema
    assert chat(format="").schema is None


def test_what_stands_in_a_generate_request_counts() -> None:
    plain = generate(system="Be brief.", suffix="end", context=[1, 2, 3], images=["AA=="])
    raw = generate(system="Be brief.", raw=True)

    assert plain.prompts[0].texts == ("Be brief.", "Hello", "end")
    assert plain.prompts[0].overhead == 3 + 576 + 2 * 4 + 4
    assert (raw.prompts[0].texts, raw.prompts[0].overhead) == (("Hello",), 0)


def test_what_stands_in_a_chat_counts() -> None:
    call = {"function": {"name": "f", "arguments": {}}}
    messages = [
        *MESSAGES,
        {"role": "assistant", "tool_calls": [call], "thinking": "hm"},
        {"role": "tool", "content": "5"},
    ]

    prompt = chat(messages=messages, tools=[{"function": {"name": "f"}}]).prompts[0]

    assert '[{"function":{"name":"f","arguments":{}}}]' in prompt.texts
    assert "hm" in prompt.texts
    assert '[{"function":{"name":"f"}}]' in prompt.texts
    assert prompt.overhead == 4 * 4 + 4
    assert prompt.echo == "Hello"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"model": None}, "model must be a string, got null"),
        ({"messages": [{"role": "bot"}]}, 'messages[0].role must be one of system, user, assistant or tool, got "bot"'),
        ({"format": "xml"}, 'format must be json or a JSON schema, got "xml"'),
        ({"options": {"num_predict": 1.5}}, "options.num_predict must be a whole number, got 1.5"),
        ({"options": {"top_p": 2}}, "options.top_p must be between 0 and 1, got 2"),
        ({"top_logprobs": 21}, "top_logprobs must be between 0 and 20, got 21"),
        ({"tools": [{"function": {}}]}, "tools[0].function.name must be a string of 1 to 256 characters, got null"),
        (
            {"tools": [{"function": {"name": "f", "parameters": 1}}]},
            "tools[0].function.parameters must be an object, got 1",
        ),
    ],
)
def test_what_is_wrong_is_named(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        chat(**fields)

    assert str(raised.value) == sentence


def test_settings_may_stand_among_the_options_and_those_beside_them_win() -> None:
    found = settings_in({"options": {"seed": 1, "tokens_per_second": 5}, "tokens_per_second": 9})

    assert (found["seed"], found["tokens_per_second"]) == (1, 9)
    assert settings_in({"options": 5}) == {"options": 5}


def test_an_error_is_a_sentence() -> None:
    assert json.loads(refusal_body(RequestRefused("No.", status=404), "req_1")) == {"error": "No."}
