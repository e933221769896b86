"""Requests of the Anthropic API as calls of the anthropic libraries."""

from __future__ import annotations

from typing import Any

import pytest
from anthropic.resources.messages import Messages

from mockpanel.core.sdks.anthropic import PARAMETERS
from tests.core.sdks.reading import arguments, javascript, parameters, python

BODY: dict[str, Any] = {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "hi"}]}


@pytest.mark.parametrize(
    ("endpoint", "call"), [("/v1/messages", Messages.create), ("/v1/messages/count_tokens", Messages.count_tokens)]
)
def test_the_library_knows_every_argument_that_is_passed_by_name(endpoint: str, call: Any) -> None:
    assert PARAMETERS[endpoint] <= parameters(call)


def test_a_message_is_created_with_what_the_library_does_not_know_beside_it() -> None:
    headers = (("x-api-key", "***"), ("anthropic-version", "2023-06-01"), ("anthropic-beta", "b"))

    source = python("/v1/messages?seed=5", BODY | {"tokens_per_second": 9}, headers=headers)

    assert 'Anthropic(base_url="http://127.0.0.1:8000", api_key="test")' in source
    assert arguments(source) == BODY | {
        "extra_body": {"tokens_per_second": 9},
        "extra_headers": {"anthropic-beta": "b"},
        "extra_query": {"seed": "5"},
    }
    assert "block.text for block in answer.content" in source


def test_a_streamed_message_prints_its_text() -> None:
    body = BODY | {"stream": True}

    assert 'event.delta.type == "text_delta"' in python("/v1/messages", body)
    assert 'import Anthropic from "@anthropic-ai/sdk";' in javascript("/v1/messages", body)


def test_tokens_are_counted() -> None:
    body = {"model": "m", "messages": []}

    assert "print(answer.input_tokens)" in python("/v1/messages/count_tokens", body)
    assert "client.messages.countTokens(" in javascript("/v1/messages/count_tokens", body)
