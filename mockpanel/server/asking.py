"""One streamed chat request to a real API, and the capture of what came. Saves nothing, and lets no key out."""

from __future__ import annotations

import json
import time
from datetime import datetime
from typing import TYPE_CHECKING

from mockpanel.core.capture_checks import checked
from mockpanel.core.capture_names import proposed_name
from mockpanel.core.captures import Capture
from mockpanel.core.errors import CaptureError
from mockpanel.core.pacing import SECOND_NS
from mockpanel.core.taking import Taking
from mockpanel.server.upstream import Upstream

if TYPE_CHECKING:
    import httpx

CHAT = "/chat/completions"
STREAM_TYPE = "text/event-stream"


async def ask_once(upstream: Upstream, model: str, prompt: str) -> Capture:
    """The capture of one answer; raises RequestRefused where the API is out of reach, CaptureError without an answer.

    An answer that breaks off behind its first text is a capture all the same, and its notes say so.
    """
    began = datetime.now().astimezone()
    response, sent_ns = await upstream.ask(CHAT, "", _headers(upstream.key), _body(model, prompt))
    streamed = response.headers.get("content-type", "").startswith(STREAM_TYPE)
    taking = Taking(streamed=streamed and response.is_success)
    try:
        broken = await _receive(response, taking, sent_ns, upstream)
    finally:
        await response.aclose()
    if not response.is_success:
        reason = upstream.without_secrets(taking.error or response.reason_phrase)
        raise CaptureError(f"{upstream.host} answered {response.status_code}: {reason}")
    if not taking.arrivals:
        raise CaptureError(broken or f"{upstream.host} answered without any text.")
    arrivals = upstream.without_key_across(taking.arrivals)
    said = upstream.without_secrets(taking.model) or model
    name = proposed_name(said, f"{began:%Y-%m-%d %H.%M.%S}")
    return checked(Capture(name, arrivals, said, upstream.host, began.isoformat(timespec="milliseconds"), broken))


async def _receive(response: httpx.Response, taking: Taking, sent_ns: int, upstream: Upstream) -> str:
    """Takes all of it down; returns why it broke off, or nothing."""
    import httpx

    broken = ""
    try:
        async for data in response.aiter_bytes():
            taking.feed((time.monotonic_ns() - sent_ns) / SECOND_NS, data)
    except httpx.HTTPError as error:
        broken = upstream.told(error, "broke the answer off")
    taking.end((time.monotonic_ns() - sent_ns) / SECOND_NS)
    return broken or (upstream.without_secrets(f"It ended with an error: {taking.error}") if taking.error else "")


def _headers(key: str) -> list[tuple[bytes, bytes]]:
    headers = [(b"content-type", b"application/json"), (b"accept", STREAM_TYPE.encode())]
    headers.append((b"accept-encoding", b"identity"))
    return [*headers, (b"authorization", f"Bearer {key}".encode())] if key else headers


def _body(model: str, prompt: str) -> bytes:
    messages = [{"role": "user", "content": prompt}]
    return json.dumps({"model": model, "stream": True, "messages": messages}).encode()
