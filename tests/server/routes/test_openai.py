"""The OpenAI endpoints by path, and the official clients over a real socket."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx
import openai
import pytest
from openai import AsyncOpenAI, OpenAI
from openai.types.chat import ChatCompletionMessageParam

from tests.running import RunningServer
from tests.server.bare import chat, streamed_text

TEXT = "Streamed by real tokens ✅ 👩‍🚀 漢字.\r\nDone."
MESSAGES: list[ChatCompletionMessageParam] = [{"role": "user", "content": "ignored"}]


@pytest.mark.parametrize("prefix", ["/v1", ""])
def test_every_endpoint_answers_with_and_without_its_prefix(http: httpx.Client, prefix: str) -> None:
    answers = {
        "chat": http.post(f"{prefix}/chat/completions", json=chat("hi", stream=False)),
        "completions": http.post(f"{prefix}/completions", json={"prompt": "p", "mock_response": "hi"}),
        "models": http.get(f"{prefix}/models"),
        "model": http.get(f"{prefix}/models/gpt-4"),
    }

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 200)
    assert answers["chat"].json()["object"] == "chat.completion"
    assert answers["completions"].json()["object"] == "text_completion"
    assert answers["models"].json()["object"] == "list"
    assert answers["model"].json()["id"] == "gpt-4"


def test_the_client_may_be_given_the_url_without_a_prefix(server: RunningServer) -> None:
    with OpenAI(base_url=server.root_url, api_key="test") as client:
        answer = client.chat.completions.create(model="m", messages=MESSAGES, extra_body={"mock_response": TEXT})

    assert answer.choices[0].message.content == TEXT


def test_the_async_client_streams_the_text_byte_for_byte(server: RunningServer) -> None:
    async def main() -> str:
        async with (
            AsyncOpenAI(base_url=server.base_url, api_key="test") as client,
            await client.chat.completions.create(
                model="m", messages=MESSAGES, stream=True, extra_body={"mock_response": TEXT}
            ) as stream,
        ):
            return "".join([chunk.choices[0].delta.content or "" async for chunk in stream])

    assert asyncio.run(main()) == TEXT


def test_the_async_client_gets_an_answer_in_one_piece(server: RunningServer) -> None:
    async def main() -> str | None:
        async with AsyncOpenAI(base_url=server.base_url, api_key="test") as client:
            answer = await client.chat.completions.create(
                model="m", messages=MESSAGES, extra_body={"mock_response": TEXT}
            )
            return answer.choices[0].message.content

    assert asyncio.run(main()) == TEXT


def test_many_streams_at_once_get_each_their_own_text(server: RunningServer) -> None:
    texts = [f"{TEXT} number {place}" for place in range(40)]

    async def ask(client: AsyncOpenAI, text: str) -> str:
        extras = {"mock_response": text, "tokens_per_second": 400}
        async with await client.chat.completions.create(
            model="m", messages=MESSAGES, stream=True, extra_body=extras
        ) as stream:
            return "".join([chunk.choices[0].delta.content or "" async for chunk in stream])

    async def main() -> list[str]:
        async with AsyncOpenAI(base_url=server.base_url, api_key="test") as client:
            return await asyncio.gather(*(ask(client, text) for text in texts))

    assert asyncio.run(main()) == texts


def test_the_stream_helper_collects_the_final_completion(client: OpenAI) -> None:
    with client.chat.completions.stream(
        model="m", messages=MESSAGES, stream_options={"include_usage": True}, extra_body={"mock_response": TEXT}
    ) as stream:
        kinds = {event.type for event in stream}
        final = stream.get_final_completion()

    assert {"chunk", "content.delta", "content.done"} <= kinds
    assert final.choices[0].message.content == TEXT
    assert final.choices[0].finish_reason == "stop"
    assert final.usage is not None
    assert final.usage.completion_tokens > 5


@pytest.mark.parametrize(
    ("body", "error", "param"),
    [
        ({"tokens_per_second": -1}, openai.BadRequestError, "tokens_per_second"),
        ({"tokenizer_model": "no-such-model"}, openai.BadRequestError, "tokenizer_model"),
        ({"n": 0}, openai.BadRequestError, "n"),
        ({"messages": []}, openai.BadRequestError, "messages"),
    ],
)
def test_the_client_raises_its_own_errors(
    client: OpenAI, body: dict[str, object], error: type[openai.APIStatusError], param: str
) -> None:
    with pytest.raises(error) as raised:
        client.chat.completions.create(model="m", messages=MESSAGES, extra_body=body)

    assert raised.value.param == param
    assert raised.value.type == "invalid_request_error"
    assert param in str(raised.value)


def test_the_client_raises_when_its_key_is_wrong() -> None:
    with (
        RunningServer(api_key="right") as server,
        OpenAI(base_url=server.base_url, api_key="wrong", max_retries=0) as client,
    ):
        with pytest.raises(openai.AuthenticationError) as raised:
            client.models.list()
        with pytest.raises(openai.AuthenticationError):
            client.chat.completions.create(model="m", messages=MESSAGES)

    assert raised.value.code == "invalid_api_key"


def test_a_cut_stream_is_an_error_to_the_client_and_not_an_end(tunable: RunningServer) -> None:
    seen: list[str] = []
    extras = {"mock_response": "word " * 50, "tokens_per_second": 100}

    def read_and_cut() -> None:
        with (
            OpenAI(base_url=tunable.base_url, api_key="test", max_retries=0) as client,
            client.chat.completions.create(model="m", messages=MESSAGES, stream=True, extra_body=extras) as stream,
        ):
            for chunk in stream:
                seen.append(chunk.choices[0].delta.content or "")
                if len(seen) == 3:
                    tunable.call(tunable.services.live.cut_all)

    with pytest.raises(openai.APIConnectionError):
        read_and_cut()

    assert 3 <= len(seen) < 50


@pytest.mark.parametrize("loop_factory", [asyncio.new_event_loop])
def test_streams_are_the_same_on_asyncios_own_loop(loop_factory: Callable[[], asyncio.AbstractEventLoop]) -> None:
    with (
        RunningServer(loop_factory, tokens_per_second=0, time_to_first_token=0) as server,
        httpx.Client(trust_env=False) as http,
    ):
        unpaced = http.post(f"{server.base_url}/chat/completions", json=chat(TEXT * 200))
        paced = http.post(f"{server.base_url}/chat/completions", json=chat(TEXT, tokens_per_second=300))
        whole = http.post(f"{server.base_url}/chat/completions", json=chat(TEXT, stream=False))

    assert streamed_text(unpaced.content) == TEXT * 200
    assert streamed_text(paced.content) == TEXT
    assert whole.json()["choices"][0]["message"]["content"] == TEXT
