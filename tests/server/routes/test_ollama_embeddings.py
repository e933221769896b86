"""Ollama's vectors over a real socket: its own client, the extras, faults."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Iterator, Sequence
from typing import Any

import httpx
import ollama
import pytest

from mockpanel.core.faults import Fault, FaultKind
from tests.running import RunningServer

MODEL = "nomic-embed-text"
BOTH = pytest.mark.parametrize(("path", "text"), [("/api/embed", "input"), ("/api/embeddings", "prompt")])


@pytest.fixture
def client(server: RunningServer) -> Iterator[ollama.Client]:
    with ollama.Client(host=server.root_url) as made:
        yield made


def test_the_client_gets_unit_vectors_of_a_batch(client: ollama.Client) -> None:
    answer = client.embed(MODEL, ["Hello 👋", "漢字", "Hello 👋"], dimensions=64)

    first, second, third = answer.embeddings
    assert first == third != second
    assert math.hypot(*first) == pytest.approx(1, abs=1e-6)
    assert (answer.model, len(first)) == (MODEL, 64)


def test_the_older_call_has_the_same_vector(client: ollama.Client) -> None:
    older = client.embeddings(MODEL, "Hello there").embedding

    assert older == client.embed(MODEL, "Hello there").embeddings[0]
    assert len(older) == 768


def test_the_async_client_gets_vectors(server: RunningServer) -> None:
    async def main() -> Sequence[Sequence[float]]:
        async with ollama.AsyncClient(host=server.root_url) as client:
            answer: ollama.EmbedResponse = await client.embed("all-minilm", "Hello")
            return answer.embeddings

    assert [len(vector) for vector in asyncio.run(main())] == [384]


def test_a_refusal_is_the_client_s_own_error(client: ollama.Client) -> None:
    with pytest.raises(ollama.ResponseError, match="dimensions must be between 0 and 3072, got 5000") as caught:
        client.embed(MODEL, "Hello", dimensions=5000)

    assert caught.value.status_code == 400


def test_a_text_longer_than_the_context_is_refused_where_it_must_not_be_cut(client: ollama.Client) -> None:
    with pytest.raises(ollama.ResponseError, match="input must be at most 131072 tokens, got 140001"):
        client.embed(MODEL, "one " * 140_000, truncate=False)


@BOTH
@pytest.mark.parametrize(
    "sent",
    [
        {"body": {"time_to_first_token": 0.05}},
        {"body": {"options": {"time_to_first_token": 0.05}}},
        {"headers": {"X-Mock-Time-To-First-Token": "0.05"}},
        {"params": {"time_to_first_token": "0.05"}},
    ],
    ids=["body", "options", "header", "query"],
)
def test_a_vector_comes_after_the_time_to_first_token(
    http: httpx.Client, path: str, text: str, sent: dict[str, Any]
) -> None:
    rest = {name: value for name, value in sent.items() if name != "body"}
    began = time.monotonic()

    answer = http.post(path, json={"model": MODEL, text: "Hello", **sent.get("body", {})}, **rest)

    assert time.monotonic() - began >= 0.05
    assert answer.status_code == 200
    assert answer.json().get("total_duration", 10**9) >= 50_000_000


@BOTH
def test_an_armed_fault_takes_it(tunable: RunningServer, path: str, text: str) -> None:
    tunable.call(tunable.services.faults.arm, Fault(kind=FaultKind.RATE_LIMIT))

    answer = httpx.post(tunable.root_url + path, json={"model": MODEL, text: "Hello"}, trust_env=False)

    assert answer.status_code == 429
    assert list(answer.json()) == ["error"]
