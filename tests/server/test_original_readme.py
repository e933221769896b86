"""The examples of the single-file server's README work as they are written there, but for the port."""

from __future__ import annotations

import time

import httpx
from openai import OpenAI

from tests.running import RunningServer
from tests.server.bare import CHAT, Answer, BareClient, streamed_text

CURL_BODY = rb"""{
    "model": "mock-gpt4",
    "stream": true,
    "messages": [{"role":"user","content":"ignored"}],
    "mock_response": "This is streamed by GPT-4 tiktoken tokens \xe2\x9c\x85. Newline:\nDone.",
    "tokens_per_second": 12,
    "time_to_first_token": 0.8,
    "tokenizer_model": "gpt-4",
    "tokens_per_chunk": 1
  }""".replace(rb"\xe2\x9c\x85", "✅".encode())


def test_the_curl_line_streams_its_text_at_its_pace(server: RunningServer) -> None:
    with BareClient(server.port) as client:
        headers = {"Content-Type": "application/json", "Authorization": "Bearer test", "Accept": "*/*"}
        began = client.ask(CURL_BODY, headers=headers)
        status, shown = client.head()
        chunks = [(came - began, data) for came, data in client.chunks()]
    answer = Answer(status, shown, b"".join(data for _, data in chunks))

    assert answer.status == 200
    assert streamed_text(answer.body) == "This is streamed by GPT-4 tiktoken tokens ✅. Newline:\nDone."
    assert 0.8 <= chunks[0][0] < 1.3
    tokens = int(server.services.log.get(shown["x-request-id"]).completion_tokens or 0)  # type: ignore[union-attr]
    assert 0.8 + (tokens - 1) / 12 <= chunks[-1][0] < 1.3 + (tokens - 1) / 12


def test_the_python_example_streams_its_text_at_its_pace(server: RunningServer) -> None:
    client = OpenAI(
        base_url=server.base_url,
        api_key="test",  # anything
    )
    printed = ""

    began = time.monotonic()
    stream = client.chat.completions.create(
        model="mock-gpt4",
        messages=[{"role": "user", "content": "ignored"}],
        stream=True,
        extra_body={
            "mock_response": "Hello — this will stream as GPT-4 tokens via tiktoken.\nAnd respects TTFT + TPS.",
            "tokens_per_second": 12,  # tokens/sec
            "time_to_first_token": 0.8,  # seconds
            "tokenizer_model": "gpt-4",  # tiktoken model name
            "tokens_per_chunk": 1,  # keep 1 for true TPS behavior
        },
    )
    for event in stream:
        delta = event.choices[0].delta
        if delta and delta.content:  # type: ignore[truthy-bool]
            printed += delta.content
    took = time.monotonic() - began
    client.close()

    assert printed == "Hello — this will stream as GPT-4 tokens via tiktoken.\nAnd respects TTFT + TPS."
    assert 0.8 + 15 / 12 < took < 0.8 + 35 / 12


def test_the_non_streaming_example_gets_its_text(client: OpenAI) -> None:
    resp = client.chat.completions.create(
        model="mock-gpt4",
        messages=[{"role": "user", "content": "ignored"}],
        extra_body={
            "mock_response": "Non-stream response.",
            "tokenizer_model": "gpt-4",
        },
    )

    assert resp.choices[0].message.content == "Non-stream response."


def test_the_models_are_listed(http: httpx.Client) -> None:
    answer = http.get("/v1/models")

    assert answer.status_code == 200
    assert answer.json()["data"][0]["id"] == "mock-gpt4"
    assert CHAT.startswith("/v1/")
