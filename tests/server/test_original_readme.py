"""The examples of the single-file server's README work as they are written there, but for the port."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import httpx
from openai import OpenAI

from tests.running import RunningServer
from tests.server.bare import CHAT, BareClient, streamed_text

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


def curl(port: int) -> tuple[dict[str, str], list[tuple[float, bytes]]]:
    """What the curl line gets: headers, and each chunk with its time."""
    with BareClient(port) as client:
        headers = {"Content-Type": "application/json", "Authorization": "Bearer test", "Accept": "*/*"}
        began = client.ask(CURL_BODY, headers=headers)
        status, shown = client.head()
        assert status == 200
        return shown, [(came - began, data) for came, data in client.chunks()]


def python(base_url: str) -> tuple[float, str]:
    """What the Python example prints, and how long it takes."""
    began = time.monotonic()
    printed = ""
    client = OpenAI(
        base_url=base_url,
        api_key="test",  # anything
    )

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
    client.close()
    return time.monotonic() - began, printed


def test_the_two_streaming_examples_stream_their_texts_at_their_pace_side_by_side(server: RunningServer) -> None:
    with ThreadPoolExecutor() as threads:
        by_curl = threads.submit(curl, server.port)
        by_python = threads.submit(python, server.base_url)

    headers, chunks = by_curl.result()
    record = server.services.log.get(headers["x-request-id"])
    assert record is not None
    assert record.completion_tokens is not None
    assert streamed_text(b"".join(data for _, data in chunks)) == (
        "This is streamed by GPT-4 tiktoken tokens ✅. Newline:\nDone."
    )
    assert 0.8 <= chunks[0][0] < 1.3
    last_s = (record.completion_tokens - 1) / 12
    assert 0.8 + last_s <= chunks[-1][0] < 1.3 + last_s
    took, printed = by_python.result()
    assert printed == "Hello — this will stream as GPT-4 tokens via tiktoken.\nAnd respects TTFT + TPS."
    assert 0.8 + 15 / 12 < took < 1.8 + 25 / 12


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
