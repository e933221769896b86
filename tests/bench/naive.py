"""The yardstick: a mock server as one writes it in an evening, with a sleep of 1/tps after each token.

On uvloop, which rounds a delay to whole milliseconds, more than 2000 tokens per second are not paced at all.
"""

import argparse
import asyncio
import json
import os
import socket
import time
import uuid
from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import tiktoken
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

BACKLOG = 2048  # uvicorn's own default.


def create_app(mock_response: str, tokens_per_second: float, time_to_first_token: float) -> FastAPI:
    """The server, with the answer and the pace for requests that do not bring their own."""
    app = FastAPI()

    @app.post("/v1/chat/completions")
    async def chat_completions(request: Request) -> Response:
        body: dict[str, Any] = await request.json()
        text = body.get("mock_response", mock_response)
        tokenizer = tiktoken.encoding_for_model(body.get("tokenizer_model", "gpt-4"))
        tokens = tokenizer.encode(text, disallowed_special=())
        if not body.get("stream"):
            return JSONResponse(completion(body["model"], text, len(tokens)))
        size = body.get("tokens_per_chunk", 1)
        pieces = [tokenizer.decode(tokens[at : at + size]) for at in range(0, len(tokens), size)]
        tps = body.get("tokens_per_second", tokens_per_second)
        ttft = body.get("time_to_first_token", time_to_first_token)
        events = stream(body["model"], pieces, size / tps if tps else 0, ttft)
        return StreamingResponse(events, media_type="text/event-stream")

    return app


async def stream(model: str, pieces: list[str], delay: float, time_to_first_token: float) -> AsyncIterator[str]:
    """The events of an answer, with that delay in seconds after each piece."""
    head = {
        "id": f"chatcmpl-{uuid.uuid4().hex}",
        "object": "chat.completion.chunk",
        "created": int(time.time()),
    }

    def event(delta: dict[str, str], finish_reason: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
        return f"data: {json.dumps({**head, 'model': model, 'choices': [choice]})}\n\n"

    await asyncio.sleep(time_to_first_token)
    yield event({"role": "assistant", "content": ""})
    for piece in pieces:
        yield event({"content": piece})
        if delay:
            await asyncio.sleep(delay)
    yield event({}, "stop")
    yield "data: [DONE]\n\n"


def completion(model: str, text: str, tokens: int) -> dict[str, Any]:
    """The answer to a request that does not stream."""
    return {
        "id": f"chatcmpl-{uuid.uuid4().hex}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": model,
        "choices": [
            {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"},
        ],
        "usage": {"prompt_tokens": 0, "completion_tokens": tokens, "total_tokens": tokens},
    }


def use_bundled_encodings() -> None:
    """Let tiktoken read mockpanel's encodings, so that it downloads nothing."""
    package = find_spec("mockpanel")
    if package and package.submodule_search_locations:
        folder = Path(package.submodule_search_locations[0], "resources", "encodings")
        os.environ["TIKTOKEN_CACHE_DIR"] = str(folder)


def main() -> None:
    """Serve on this machine and print the base URL when a client may connect."""
    parser = argparse.ArgumentParser(description="A plain mock server, to compare with.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--mock-response-file", type=Path, required=True)
    parser.add_argument("--tokens-per-second", type=float, default=15)
    parser.add_argument("--time-to-first-token", type=float, default=0.2)
    options = parser.parse_args()

    use_bundled_encodings()
    text = options.mock_response_file.read_text(encoding="utf-8")
    app = create_app(text, options.tokens_per_second, options.time_to_first_token)
    sock = socket.create_server(("127.0.0.1", options.port), backlog=BACKLOG)
    print(f"http://127.0.0.1:{sock.getsockname()[1]}/v1", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[sock])


if __name__ == "__main__":
    main()
