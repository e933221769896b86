"""One streamed chat request to a real API, and what came when. Knows no folder and prints nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mockpanel.core.base_urls import host_of
from mockpanel.core.captures import Arrival
from mockpanel.core.errors import MockpanelError
from mockpanel.core.pacing import SECOND_NS
from mockpanel.core.taking import Taking
from mockpanel.server.certificates import trusted
from mockpanel.server.masking import MASK, mask_values

if TYPE_CHECKING:
    import httpx

CHAT = "/chat/completions"
CONNECT_S = 10.0
SILENCE_S = 600.0
"""A reasoning model thinks for minutes."""

STREAM_TYPE = "text/event-stream"


class CaptureFailed(MockpanelError):
    """No answer came; the sentence says why, and holds no key."""


@dataclass(slots=True)
class Answer:
    """What came of one request. `broken` says why it has no end, empty where it has one."""

    began_at: float
    arrivals: list[Arrival] = field(default_factory=list)
    model: str = ""
    broken: str = ""


def ask(url: str, model: str, prompt: str, key: str, show: Callable[[Arrival], None]) -> Answer:
    """The answer to a prompt, each chunk shown as it comes; raises CaptureFailed where there is none.

    What breaks off behind the first text, by Ctrl-C too, is an answer all the same.
    """
    import httpx

    answer = Answer(time.time())
    host = host_of(url)
    try:
        timeout = httpx.Timeout(SILENCE_S, connect=CONNECT_S)
        with httpx.Client(verify=trusted(), trust_env=False, timeout=timeout) as client:
            _receive(client, _request(url, model, prompt, key), answer, show)
    except KeyboardInterrupt:
        answer.broken = "Broken off by Ctrl-C."
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        reason = _without(key, str(error)).rstrip(".") or type(error).__name__
        answer.broken = f"{host} {'broke the answer off' if answer.arrivals else 'cannot be reached'}: {reason}."
    except CaptureFailed as error:
        raise CaptureFailed(_without(key, f"{host} {error}")) from None
    if not answer.arrivals:
        raise CaptureFailed(answer.broken or f"{host} answered without any text.")
    answer.arrivals = [Arrival(each.seconds, _keyless(key, each.text), each.reasoning) for each in answer.arrivals]
    return answer


def _request(url: str, model: str, prompt: str, key: str) -> dict[str, Any]:
    headers = {"accept": STREAM_TYPE, "accept-encoding": "identity"}
    if key:
        headers["authorization"] = f"Bearer {key}"
    body = {"model": model, "stream": True, "messages": [{"role": "user", "content": prompt}]}
    return {"url": url if url.endswith(CHAT) else url + CHAT, "headers": headers, "json": body}


def _receive(client: httpx.Client, request: dict[str, Any], answer: Answer, show: Callable[[Arrival], None]) -> None:
    sent_ns = time.monotonic_ns()

    def note(event: str, _info: object) -> None:
        nonlocal sent_ns
        if event.endswith(".send_request_headers.started"):  # behind what it takes to connect
            sent_ns = time.monotonic_ns()

    with client.stream("POST", **request, extensions={"trace": note}) as response:
        streamed = response.headers.get("content-type", "").startswith(STREAM_TYPE)
        taking = Taking(streamed=streamed and response.is_success)
        answer.arrivals = taking.arrivals
        try:
            for data in response.iter_bytes():
                for arrival in taking.feed((time.monotonic_ns() - sent_ns) / SECOND_NS, data):
                    show(arrival)
            for arrival in taking.end((time.monotonic_ns() - sent_ns) / SECOND_NS):
                show(arrival)
        finally:
            answer.model = taking.model
    if not response.is_success:
        raise CaptureFailed(f"answered {response.status_code}: {taking.error or response.reason_phrase}")
    if taking.error:
        answer.broken = f"It ended with an error: {taking.error}"


def _without(key: str, text: str) -> str:
    return mask_values(_keyless(key, text))


def _keyless(key: str, text: str) -> str:
    return text.replace(key, MASK) if key else text
