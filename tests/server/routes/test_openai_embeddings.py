"""Embeddings with the official clients over a real socket."""

from __future__ import annotations

import asyncio
import math
from typing import Any

import httpx
import openai
import pytest
from openai import AsyncOpenAI, OpenAI
from openai.types import CreateEmbeddingResponse

from mockpanel.core.faults import Fault, FaultKind
from mockpanel.core.tokens import load
from tests.running import RunningServer
from tests.server.bare import ask_once
from tests.wire.speaking import unknown_fields

GPT4 = load("cl100k_base")
URL = "/v1/embeddings"
MODEL = "text-embedding-3-small"


def embedding_of(http: httpx.Client, **fields: Any) -> Any:
    answer = http.post(URL, json={"model": MODEL, **fields})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_client_reads_the_base64_that_it_asks_for(client: OpenAI, http: httpx.Client) -> None:
    answer = client.embeddings.create(model=MODEL, input="Hello 👋")

    numbers = embedding_of(http, input="Hello 👋", encoding_format="float")["data"][0]["embedding"]
    assert answer.data[0].embedding == pytest.approx(numbers, abs=1e-8)
    assert len(numbers) == 1536
    assert math.hypot(*numbers) == pytest.approx(1, abs=1e-6)


def test_an_answer_has_exactly_the_fields_of_the_real_one(http: httpx.Client) -> None:
    answer = embedding_of(http, input=["Hello", "there, you"], dimensions=3)

    assert list(answer) == ["object", "data", "model", "usage"]
    assert [list(item) for item in answer["data"]] == [["object", "index", "embedding"]] * 2
    assert [(item["object"], item["index"]) for item in answer["data"]] == [("embedding", 0), ("embedding", 1)]
    assert answer["usage"] == {"prompt_tokens": 4, "total_tokens": 4}
    typed = CreateEmbeddingResponse.model_validate(answer, strict=True)
    assert not unknown_fields(typed)
    assert (typed.object, typed.model) == ("list", MODEL)


def test_the_async_client_gets_vectors_for_a_batch(server: RunningServer) -> None:
    texts = [f"text number {place} 漢字" for place in range(50)]

    async def main() -> CreateEmbeddingResponse:
        async with AsyncOpenAI(base_url=server.base_url, api_key="test") as client:
            return await client.embeddings.create(model=MODEL, input=texts, dimensions=64)

    answer = asyncio.run(main())
    assert [item.index for item in answer.data] == list(range(50))
    assert len({tuple(item.embedding) for item in answer.data}) == 50
    assert answer.usage.prompt_tokens == sum(len(GPT4.encode(text)) for text in texts)


def test_token_numbers_have_the_vector_of_their_text(client: OpenAI) -> None:
    numbers = GPT4.encode("Hello there 👋")

    by_numbers = client.embeddings.create(model=MODEL, input=[numbers, [9906]])
    by_text = client.embeddings.create(model=MODEL, input="Hello there 👋")

    assert by_numbers.data[0].embedding == by_text.data[0].embedding
    assert by_numbers.usage.prompt_tokens == len(numbers) + 1


def test_the_same_text_has_the_same_vector_in_any_batch_and_another_under_another_model(client: OpenAI) -> None:
    alone = client.embeddings.create(model=MODEL, input="Hello").data[0].embedding
    together = client.embeddings.create(model=MODEL, input=["World", "Hello"]).data[1].embedding
    other = client.embeddings.create(model="text-embedding-ada-002", input="Hello").data[0].embedding

    assert alone == together
    assert alone != other


@pytest.mark.parametrize("path", ["/embeddings", "/openai/v1/embeddings", "/openai/deployments/mine/embeddings"])
def test_it_answers_wherever_clients_look_for_it(http: httpx.Client, path: str) -> None:
    answer = http.post(path, json={"input": "Hello", "dimensions": 2})

    assert answer.status_code == 200
    assert len(answer.json()["data"][0]["embedding"]) == 2


@pytest.mark.parametrize(
    ("fields", "param", "sentence"),
    [
        ({"input": ""}, "input", "must not be empty"),
        ({"input": "x", "dimensions": 4000}, "dimensions", "between 1 and 3072, got 4000"),
        ({"input": "x", "encoding_format": "hex"}, "encoding_format", 'got "hex"'),
        ({"input": "word " * 8193}, "input", "must be at most 8192 tokens, got 81"),
        ({"input": ["x", "w" * 100_000]}, "input[1]", "must be at most 8192 tokens"),
        ({"input": [2_000_000_000]}, "input", "must hold tokens of cl100k_base, got 2000000000"),
        ({"input": "x", "tokenizer_model": "none"}, "tokenizer_model", "none"),
    ],
    ids=range(7),
)
def test_wrong_input_is_the_clients_own_error(
    client: OpenAI, fields: dict[str, Any], param: str, sentence: str
) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.embeddings.create(model=MODEL, input="x", extra_body=fields)

    assert caught.value.param == param
    assert sentence in str(caught.value)


def test_a_text_as_long_as_allowed_is_embedded(client: OpenAI) -> None:
    answer = client.embeddings.create(model=MODEL, input=" word" * 8192, dimensions=4)

    assert answer.usage.prompt_tokens == 8192


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(kind=FaultKind.RATE_LIMIT), openai.RateLimitError),
        (Fault(kind=FaultKind.SERVER_ERROR), openai.InternalServerError),
        (Fault(kind=FaultKind.CUT), openai.APIConnectionError),
    ],
    ids=str,
)
def test_an_armed_fault_is_taken(tunable: RunningServer, fault: Fault, error: type[openai.APIError]) -> None:
    tunable.call(tunable.services.faults.arm, fault)

    with OpenAI(base_url=tunable.base_url, api_key="test", max_retries=0) as client:
        with pytest.raises(error):
            client.embeddings.create(model=MODEL, input="x")
        after = client.embeddings.create(model=MODEL, input="x", dimensions=2)

    assert len(after.data[0].embedding) == 2


@pytest.mark.parametrize("fault", [Fault(kind=FaultKind.EMPTY), Fault(kind=FaultKind.STALL, seconds=0.02)], ids=str)
def test_a_fault_that_leaves_an_answer_leaves_the_vectors(tunable: RunningServer, fault: Fault) -> None:
    tunable.call(tunable.services.faults.arm, fault)

    answer = ask_once(tunable.port, {"input": ["a", "b"], "dimensions": 2}, URL)

    assert answer.status == 200
    assert [len(item["embedding"]) for item in answer.json["data"]] == [2, 2]


def test_a_strict_server_knows_the_models_of_embeddings() -> None:
    with RunningServer(strict_models=True, time_to_first_token=0) as server:
        known = ask_once(server.port, {"model": MODEL, "input": "x", "dimensions": 1}, URL)
        unknown = ask_once(server.port, {"model": "mine", "input": "x"}, URL)

    assert known.status == 200
    assert (unknown.status, unknown.error["code"]) == (404, "model_not_found")


def test_it_waits_as_long_as_a_first_token_and_is_in_the_log(tunable: RunningServer) -> None:
    body = {"model": MODEL, "input": "Hello there", "dimensions": 2, "time_to_first_token": 0.1}

    answer = ask_once(tunable.port, body, URL)
    at_once = ask_once(tunable.port, {**body, "simulate_latency": False}, URL)

    waited, unwaited = list(tunable.services.log)
    assert waited.duration is not None
    assert unwaited.duration is not None
    assert 0.1 <= waited.duration < 1
    assert unwaited.duration < waited.duration
    assert (waited.path, waited.model, waited.status) == (URL, MODEL, 200)
    assert answer.headers["x-mock-overrides"] == "time_to_first_token=body"
    assert answer.body == at_once.body


def test_the_key_is_asked_for(locked: httpx.Client) -> None:
    without = locked.post(URL, json={"input": "x"})
    with_key = locked.post(URL, json={"input": "x", "dimensions": 1}, headers={"api-key": "s3cret"})

    assert (without.status_code, without.json()["error"]["code"]) == (401, "invalid_api_key")
    assert with_key.status_code == 200


@pytest.mark.parametrize("name", ["nobody's", "\n"])
def test_a_capture_that_is_not_there_is_refused_as_everywhere(http: httpx.Client, name: str) -> None:
    answer = http.post(URL, json={"input": "Hello", "replay": name})

    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith("replay must be one of ")
