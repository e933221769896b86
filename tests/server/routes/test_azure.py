"""Azure's paths with the official client's own Azure class."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import openai
import pytest
from openai import AsyncAzureOpenAI, AzureOpenAI, OpenAI
from openai.types.chat import ChatCompletionMessageParam

from tests.running import RunningServer
from tests.server.bare import chat, streamed_text

TEXT = "Streamed by real tokens ✅ 👩‍🚀 漢字."
MESSAGES: list[ChatCompletionMessageParam] = [{"role": "user", "content": "ignored"}]
VERSION = "2024-10-21"
EXTRAS = {"mock_response": TEXT}


@pytest.fixture
def azure(server: RunningServer) -> Iterator[AzureOpenAI]:
    with AzureOpenAI(azure_endpoint=server.root_url, api_key="test", api_version=VERSION, max_retries=0) as made:
        yield made


def test_chat_is_streamed_and_the_deployment_is_the_model(azure: AzureOpenAI) -> None:
    with azure.chat.completions.create(
        model="my-deployment", messages=MESSAGES, stream=True, extra_body=EXTRAS
    ) as stream:
        chunks = list(stream)

    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == TEXT
    assert {chunk.model for chunk in chunks} == {"my-deployment"}


def test_completions_embeddings_and_models_answer_too(azure: AzureOpenAI) -> None:
    text = azure.completions.create(model="d", prompt="p", extra_body=EXTRAS)
    vectors = azure.embeddings.create(model="text-embedding-3-large", input="Hello")
    models = azure.models.list()

    assert (text.model, text.choices[0].text) == ("d", TEXT)
    assert len(vectors.data[0].embedding) == 3072
    assert models.data


def test_responses_are_streamed_kept_and_gone_on_from(azure: AzureOpenAI) -> None:
    with azure.responses.stream(model="d", input="Hi", extra_body=EXTRAS) as stream:
        first = stream.get_final_response()
    second = azure.responses.create(model="d", input="And?", previous_response_id=first.id, extra_body=EXTRAS)

    assert first.output_text == TEXT
    assert second.usage is not None
    assert first.usage is not None
    assert second.usage.input_tokens > first.usage.input_tokens


def test_the_async_client_gets_an_answer(server: RunningServer) -> None:
    async def main() -> str | None:
        async with AsyncAzureOpenAI(
            azure_endpoint=server.root_url, azure_deployment="mine", api_key="test", api_version=VERSION
        ) as client:
            answer = await client.chat.completions.create(model="other", messages=MESSAGES, extra_body=EXTRAS)
            assert answer.model == "mine"
            return answer.choices[0].message.content

    assert asyncio.run(main()) == TEXT


@pytest.mark.parametrize("path", ["/openai/v1/", "/openai"])
def test_the_newer_api_is_the_plain_one_under_a_path_of_its_own(server: RunningServer, path: str) -> None:
    with OpenAI(base_url=server.root_url + path, api_key="test", default_query={"api-version": "preview"}) as client:
        answer = client.chat.completions.create(model="m", messages=MESSAGES, extra_body=EXTRAS)
        listed = client.models.list()
        response = client.responses.create(model="m", input="Hi", extra_body=EXTRAS)
        kept = client.responses.retrieve(response.id)
        client.responses.delete(response.id)

    assert answer.choices[0].message.content == TEXT
    assert (response.output_text, kept.output_text) == (TEXT, TEXT)
    assert "gpt-4" in {model.id for model in listed.data}


def test_a_deployment_may_be_asked_without_a_model_and_with_extras_in_the_query(http: httpx.Client) -> None:
    body = {name: value for name, value in chat().items() if name != "model"}

    answer = http.post(
        "/openai/deployments/mine/chat/completions",
        json=body,
        params={"api-version": VERSION, "mock_response": TEXT},
        headers={"api-key": "any"},
    )

    assert streamed_text(answer.content) == TEXT


def test_the_key_comes_in_azures_header() -> None:
    with RunningServer(api_key="right", tokens_per_second=0, time_to_first_token=0) as server:

        def ask(key: str) -> str | None:
            with AzureOpenAI(azure_endpoint=server.root_url, api_key=key, api_version=VERSION, max_retries=0) as client:
                answer = client.chat.completions.create(model="m", messages=MESSAGES, extra_body=EXTRAS)
                return answer.choices[0].message.content

        assert ask("right") == TEXT
        with pytest.raises(openai.AuthenticationError):
            ask("wrong")


def test_a_path_that_azure_does_not_have_is_an_error_object(http: httpx.Client) -> None:
    answer = http.post("/openai/deployments/mine/none", json={})

    assert answer.status_code == 404
    assert answer.json()["error"]["type"] == "invalid_request_error"
