"""litellm, by each of its ways to a protocol."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import litellm
import pytest

from tests.clients.texts import ASKED, CALLS, CITY, TEXT, THOUGHTS, TOO_SLOW_SENTENCE
from tests.running import RunningServer

ROUTES = {
    "openai/mock-gpt4": "/v1",
    "anthropic/claude-sonnet-5": "",
    "gemini/gemini-2.5-flash": "",
    "ollama/llama3.2": "",
    "ollama_chat/llama3.2": "",
}
"""The models by which litellm chooses a protocol, and what it wants behind the address."""

EVERY_ROUTE = pytest.mark.parametrize("model", ROUTES)
WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}


def complete(server: RunningServer, model: str, response: str = TEXT, **options: Any) -> Any:
    """litellm's answer. Settings are sent as headers: not every way of it has a place for them in the body."""
    headers = {"X-Mock-Response": quote(response), **options.pop("headers", {})}
    base = server.root_url + ROUTES[model]
    if model.startswith("gemini/"):
        base += f"/v1beta/models/{model.partition('/')[2]}"
    return litellm.completion(
        model=model,
        api_base=base,
        api_key="test",
        messages=[{"role": "user", "content": ASKED}],
        extra_headers=headers,
        max_retries=0,
        **options,
    )


@EVERY_ROUTE
def test_it_streams_the_text_byte_for_byte(server: RunningServer, model: str) -> None:
    chunks = list(complete(server, model, stream=True))

    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == TEXT
    assert chunks[-1].choices[0].finish_reason == "stop"


@EVERY_ROUTE
def test_it_gets_the_answer_in_one_piece(server: RunningServer, model: str) -> None:
    answer = complete(server, model)

    assert answer.choices[0].message.content == TEXT
    assert answer.usage.completion_tokens > 5


@EVERY_ROUTE
def test_it_tells_the_reasoning_apart(server: RunningServer, model: str) -> None:
    headers = {"X-Mock-Reasoning": quote(THOUGHTS)}

    whole = complete(server, model, headers=headers).choices[0].message
    deltas = [chunk.choices[0].delta for chunk in complete(server, model, headers=headers, stream=True)]

    assert (whole.reasoning_content, whole.content) == (THOUGHTS, TEXT)
    assert "".join(getattr(delta, "reasoning_content", None) or "" for delta in deltas) == THOUGHTS
    assert "".join(delta.content or "" for delta in deltas) == TEXT


@pytest.mark.parametrize("model", [model for model in ROUTES if not model.startswith("ollama/")])
def test_it_calls_a_tool(tuned: RunningServer, model: str) -> None:
    tuned.update(mock_tool_calls=CALLS)

    answer = complete(tuned, model, tools=[WEATHER])

    (call,) = answer.choices[0].message.tool_calls
    assert (call.function.name, json.loads(call.function.arguments)) == ("weather", {"city": CITY})


@EVERY_ROUTE
def test_a_refusal_is_the_client_s_own_error(server: RunningServer, model: str) -> None:
    with pytest.raises((litellm.BadRequestError, litellm.APIConnectionError), match=TOO_SLOW_SENTENCE):
        complete(server, model, headers={"X-Mock-Tokens-Per-Second": "-3"})


@pytest.mark.parametrize(
    ("model", "path", "dimensions"),
    [
        ("openai/text-embedding-3-small", "/v1", 1536),
        ("gemini/gemini-embedding-001", "/v1beta/models/gemini-embedding-001", 3072),
        ("ollama/nomic-embed-text", "", 768),
    ],
)
def test_it_embeds(server: RunningServer, model: str, path: str, dimensions: int) -> None:
    answer = litellm.embedding(model=model, input=["Hello 👋", "漢字"], api_base=server.root_url + path, api_key="test")

    first, second = (item["embedding"] for item in answer.data)
    assert len(first) == len(second) == dimensions
    assert first != second
