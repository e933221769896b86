"""pydantic-ai's agents, by chat completions, responses and Anthropic messages."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic_ai import Agent, ModelHTTPError
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
from pydantic_ai.providers.anthropic import AnthropicProvider
from pydantic_ai.providers.openai import OpenAIProvider

from tests.clients.texts import ASKED, CALLS, CITY, TEXT, THOUGHTS, TOO_SLOW, TOO_SLOW_SENTENCE
from tests.running import RunningServer

EVERY_MODEL = pytest.mark.parametrize("kind", ["chat", "responses", "anthropic"])


class Place(BaseModel):
    """Where something is."""

    city: str
    population: int


def agent(server: RunningServer, kind: str, **options: Any) -> Any:
    """An agent that speaks one protocol."""
    if kind == "anthropic":
        provider = AnthropicProvider(api_key="test", base_url=server.root_url)
        return Agent(AnthropicModel("claude-sonnet-4-5", provider=provider), **options)
    model = OpenAIChatModel if kind == "chat" else OpenAIResponsesModel
    return Agent(model("mock-gpt4", provider=OpenAIProvider(base_url=server.base_url, api_key="test")), **options)


@EVERY_MODEL
def test_it_streams_the_text_byte_for_byte(server: RunningServer, kind: str) -> None:
    async def main() -> tuple[str, int]:
        settings = {"extra_body": {"mock_response": TEXT}}
        async with agent(server, kind).run_stream(ASKED, model_settings=settings) as result:
            pieces = [piece async for piece in result.stream_text(delta=True, debounce_by=None)]
            usage = result.usage() if callable(result.usage) else result.usage
            return "".join(pieces), usage.output_tokens

    text, tokens = asyncio.run(main())
    assert text == TEXT
    assert tokens > 5


@EVERY_MODEL
def test_it_calls_a_tool_and_goes_on_with_its_result(tuned: RunningServer, kind: str) -> None:
    called: list[str] = []
    tuned.update(mock_tool_calls=CALLS, mock_response=TEXT)

    def weather(city: str) -> str:
        """Tells the weather of a city."""
        called.append(city)
        return "Sunny."

    result = asyncio.run(agent(tuned, kind, tools=[weather]).run(ASKED))

    assert (called, result.output) == ([CITY], TEXT)


@pytest.mark.parametrize("kind", ["chat", "anthropic"])
def test_it_tells_the_reasoning_apart(server: RunningServer, kind: str) -> None:
    settings = {"extra_body": {"mock_reasoning": THOUGHTS, "mock_response": TEXT}}

    result = asyncio.run(agent(server, kind).run(ASKED, model_settings=settings))

    parts = result.all_messages()[-1].parts
    assert [(part.part_kind, part.content) for part in parts] == [("thinking", THOUGHTS), ("text", TEXT)]


@EVERY_MODEL
def test_it_gets_the_structure_that_it_asks_for(server: RunningServer, kind: str) -> None:
    result = asyncio.run(agent(server, kind, output_type=Place).run(ASKED))

    assert isinstance(result.output, Place)


@EVERY_MODEL
def test_a_refusal_is_the_client_s_own_error(server: RunningServer, kind: str) -> None:
    with pytest.raises(ModelHTTPError, match=TOO_SLOW_SENTENCE) as caught:
        asyncio.run(agent(server, kind).run(ASKED, model_settings={"extra_body": TOO_SLOW}))

    assert caught.value.status_code == 400
