"""LangChain's classes for OpenAI: chat, tools, structured output, embeddings."""

from __future__ import annotations

import math
from functools import reduce
from operator import add
from typing import Any

import openai
import pytest
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from pydantic import BaseModel

from tests.clients.texts import ASKED, CALLS, CITY, TEXT, TOO_SLOW, TOO_SLOW_SENTENCE, weather
from tests.running import RunningServer


class Place(BaseModel):
    """Where something is."""

    city: str
    population: int


def chat(server: RunningServer, responses: bool = False, /, **extras: Any) -> Any:
    """A chat model that sends settings in the body."""
    return ChatOpenAI(
        model="mock-gpt4",
        base_url=server.base_url,
        api_key="test",
        max_retries=0,
        extra_body=extras,
        stream_usage=True,
        use_responses_api=responses,
    )


@pytest.mark.parametrize("responses", [False, True], ids=["chat", "responses"])
def test_it_streams_the_text_byte_for_byte_and_counts_once(server: RunningServer, responses: bool) -> None:
    chunks = list(chat(server, responses, mock_response=TEXT).stream(ASKED))

    message = reduce(add, chunks)
    whole = chat(server, responses, mock_response=TEXT).invoke(ASKED)
    assert message.text == whole.text == TEXT
    assert message.usage_metadata["output_tokens"] == whole.usage_metadata["output_tokens"] > 5


@pytest.mark.parametrize("responses", [False, True], ids=["chat", "responses"])
def test_it_calls_a_tool_streamed_and_not(server: RunningServer, responses: bool) -> None:
    model = chat(server, responses, mock_tool_calls=CALLS).bind_tools([weather])

    streamed = reduce(add, model.stream(ASKED))

    for message in (streamed, model.invoke(ASKED)):
        (call,) = message.tool_calls
        assert (call["name"], call["args"]) == ("weather", {"city": CITY})


def test_it_gets_the_structure_that_it_asks_for(server: RunningServer) -> None:
    assert isinstance(chat(server).with_structured_output(Place).invoke(ASKED), Place)


@pytest.mark.parametrize("as_tokens", [True, False], ids=["tokens", "texts"])
def test_it_embeds_texts_and_the_tokens_that_it_makes_of_them(server: RunningServer, as_tokens: bool) -> None:
    embeddings = OpenAIEmbeddings(
        model="text-embedding-3-small",
        base_url=server.base_url,
        api_key="test",
        check_embedding_ctx_length=as_tokens,
    )

    first, second = embeddings.embed_documents(["Hello 👋", "漢字"])

    assert first != second
    assert len(first) == 1536
    assert math.hypot(*first) == pytest.approx(1, abs=1e-6)


def test_a_refusal_is_the_client_s_own_error(server: RunningServer) -> None:
    with pytest.raises(openai.BadRequestError, match=TOO_SLOW_SENTENCE):
        list(chat(server, **TOO_SLOW).stream(ASKED))
