"""What of a conversation counts, and what may be echoed."""

from __future__ import annotations

from typing import Any

import pytest

from mockpanel.core.errors import InvalidValue
from mockpanel.core.plan import Prompt
from mockpanel.wire.anthropic_content import TOKENS_PER_FILE, TOKENS_PER_IMAGE
from mockpanel.wire.anthropic_request import parse
from tests.wire.anthropic_speaking import REQUEST, message

IMAGE = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AAAA"}}
PDF = {"type": "document", "title": "A paper", "source": {"type": "url", "url": "https://example.com/a.pdf"}}


def prompt(messages: list[dict[str, Any]], **fields: Any) -> Prompt:
    return parse({**REQUEST, "messages": messages, **fields}).prompts[0]


def block(content: Any) -> Prompt:
    """The prompt of one user message of one block."""
    return prompt([{"role": "user", "content": [content]}])


def test_texts_and_roles_count_with_what_the_format_adds() -> None:
    found = prompt([{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Yes?"}])

    assert found == Prompt(("user", "Hi", "assistant", "Yes?"), "Hi", 3 + 2 * 3)


@pytest.mark.parametrize("system", ["Be kind.", [{"type": "text", "text": "Be kind."}]], ids=["text", "blocks"])
def test_the_system_prompt_counts_as_a_message(system: Any) -> None:
    found = prompt([{"role": "user", "content": "Hi"}], system=system)

    assert found == Prompt(("Be kind.", "user", "Hi"), "Hi", 3 + 2 * 3)


def test_tools_count_as_they_are_written() -> None:
    tool = {"name": "f", "input_schema": {"type": "object"}}

    found = prompt([{"role": "user", "content": "Hi"}], tools=[tool])

    assert found.texts[-1] == '[{"name":"f","input_schema":{"type":"object"}}]'


@pytest.mark.parametrize(
    ("content", "texts", "overhead"),
    [
        ({"type": "text", "text": "a", "cache_control": {"type": "ephemeral"}}, ("a",), 0),
        ({"type": "thinking", "thinking": "hm", "signature": "s"}, ("hm",), 0),
        ({"type": "redacted_thinking", "data": "x"}, (), 0),
        ({"type": "tool_use", "id": "t", "name": "f", "input": {"a": 1}}, ("f", '{"a":1}'), 0),
        ({"type": "tool_result", "tool_use_id": "t", "content": "21"}, ("21",), 0),
        ({"type": "tool_result", "tool_use_id": "t"}, ("",), 0),
        ({"type": "tool_result", "content": [{"type": "text", "text": "b"}, IMAGE]}, ("b",), TOKENS_PER_IMAGE),
        (IMAGE, (), TOKENS_PER_IMAGE),
        (PDF, ("A paper",), TOKENS_PER_FILE),
        ({"type": "document", "context": "c", "source": {"type": "text", "data": "d"}}, ("c", "d"), 0),
        ({"type": "document", "source": {"type": "content", "content": [{"type": "text", "text": "e"}]}}, ("e",), 0),
        ({"type": "search_result", "source": "s", "content": [{"type": "text", "text": "g"}]}, ("g",), 0),
        ({"type": "web_search_tool_result", "tool_use_id": "t", "content": []}, (), 0),
        ({"type": "made_up"}, (), 0),
    ],
    ids=str,
)
def test_a_block_of_every_kind_is_accepted_and_counted(content: Any, texts: tuple[str, ...], overhead: int) -> None:
    found = block(content)

    assert (found.texts, found.overhead) == (("user", *texts), 6 + overhead)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({}, "messages[0].content[0].type must be a string, got null"),
        ({"type": 5}, "messages[0].content[0].type must be a string, got 5"),
        ({"type": "text"}, "messages[0].content[0].text must be a string, got null"),
        ({"type": "tool_use", "input": {}}, "messages[0].content[0].name must be a string, got null"),
        ({"type": "document"}, "messages[0].content[0].source must be an object, got null"),
        (
            {"type": "document", "source": {"type": "text"}},
            "messages[0].content[0].source.data must be a string, got null",
        ),
        (
            {"type": "tool_result", "content": [{"type": "text", "text": 1}]},
            "messages[0].content[0].content[0].text must be a string, got 1",
        ),
        (
            {"type": "tool_result", "content": 5},
            "messages[0].content[0].content must be a string or a list of blocks, got 5",
        ),
        ({"type": "tool_result", "content": ["a"]}, "messages[0].content[0].content[0].type must be a string"),
    ],
    ids=str,
)
def test_a_wrong_block_is_refused_at_its_place(content: Any, sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        block(content)

    assert str(caught.value).startswith(sentence)
    assert caught.value.field == sentence.partition(" ")[0]


@pytest.mark.parametrize(
    ("contents", "echo"),
    [
        (["first", "last"], "last"),
        (["asked", [{"type": "tool_result", "content": "21"}]], "asked"),
        ([[{"type": "text", "text": "a"}, IMAGE, {"type": "text", "text": "b"}]], "ab"),
        ([[IMAGE]], ""),
    ],
    ids=str,
)
def test_the_last_text_that_a_user_said_is_echoed(contents: list[Any], echo: str) -> None:
    found = prompt([{"role": "user", "content": content} for content in contents])

    assert found.echo == echo


def test_what_the_assistant_said_is_not_echoed_where_a_user_said_something() -> None:
    found = prompt([{"role": "user", "content": "mine"}, {"role": "assistant", "content": "yours"}])

    assert (found.echo, prompt([{"role": "assistant", "content": "yours"}]).echo) == ("mine", "yours")


def test_an_answer_without_a_response_set_echoes_what_was_said() -> None:
    said = [{"role": "user", "content": [{"type": "text", "text": "Say it."}]}]

    answer = message(messages=said, mock_response="Not this.")

    assert answer["content"][0]["text"] == "Not this."
    assert answer["usage"]["input_tokens"] == 3 + 3 + 1 + 3
