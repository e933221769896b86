"""Gemini's vectors over a real socket: Google's own client, the paths, faults."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterator

import httpx
import pytest
from google import genai
from google.genai import errors, types

from mockpanel.core.faults import Fault, FaultKind
from mockpanel.core.tokens import load
from tests.running import RunningServer

MODEL = "gemini-embedding-001"
BODY = {"content": {"parts": [{"text": "Hello"}]}}


def google(server: RunningServer) -> genai.Client:
    """Google's client of a server, which does not try again."""
    return genai.Client(api_key="test", http_options=types.HttpOptions(base_url=server.root_url))


@pytest.fixture
def client(server: RunningServer) -> Iterator[genai.Client]:
    made = google(server)
    yield made
    made.close()


def vectors(answer: types.EmbedContentResponse) -> list[list[float]]:
    """The numbers of an answer."""
    return [embedding.values or [] for embedding in answer.embeddings or []]


def test_the_client_gets_unit_vectors_of_a_batch(client: genai.Client) -> None:
    texts = ["Hello 👋", "漢字", "Hello 👋"]
    config = types.EmbedContentConfig(output_dimensionality=64, task_type="RETRIEVAL_QUERY")

    answer = client.models.embed_content(model=MODEL, contents=texts, config=config)  # type: ignore[arg-type]

    first, second, third = vectors(answer)
    assert first == third != second
    assert len(first) == 64
    assert math.hypot(*first) == pytest.approx(1, abs=1e-6)
    assert answer.usage_metadata is not None
    assert answer.usage_metadata.prompt_token_count == sum(len(load("cl100k_base").encode(text)) for text in texts)


def test_the_async_client_gets_the_model_s_own_dimensions(server: RunningServer) -> None:
    async def main() -> types.EmbedContentResponse:
        client = google(server)
        answer = await client.aio.models.embed_content(model=MODEL, contents="Hello")
        await client.aio.aclose()
        client.close()
        return answer

    assert [len(vector) for vector in vectors(asyncio.run(main()))] == [3072]


@pytest.mark.parametrize("version", ["/v1beta", "/v1", "/v1beta1/projects/p/locations/l/publishers/google"])
def test_one_vector_is_asked_for_by_every_path(http: httpx.Client, version: str) -> None:
    answer = http.post(f"{version}/models/{MODEL}:embedContent", json={**BODY, "outputDimensionality": 3})

    assert answer.status_code == 200
    assert len(answer.json()["embedding"]["values"]) == 3


def test_a_refusal_is_the_client_s_own_error(client: genai.Client) -> None:
    config = types.EmbedContentConfig(output_dimensionality=5000)

    with pytest.raises(errors.ClientError, match="outputDimensionality must be at most 3072, got 5000") as caught:
        client.models.embed_content(model=MODEL, contents="Hello", config=config)

    assert (caught.value.code, caught.value.status) == (400, "INVALID_ARGUMENT")


@pytest.mark.parametrize(
    ("action", "body"), [("embedContent", BODY), ("batchEmbedContents", {"requests": [BODY]})], ids=["one", "batch"]
)
def test_an_armed_fault_takes_it(tunable: RunningServer, action: str, body: dict[str, object]) -> None:
    tunable.call(tunable.services.faults.arm, Fault(kind=FaultKind.RATE_LIMIT))

    answer = httpx.post(f"{tunable.root_url}/v1beta/models/{MODEL}:{action}", json=body, trust_env=False)

    assert answer.status_code == 429
    assert answer.json()["error"]["status"] == "RESOURCE_EXHAUSTED"
