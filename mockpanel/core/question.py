"""A request to be played: the preview's own, or a recorded one once more. Knows no socket."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from mockpanel.core.errors import InvalidValue
from mockpanel.core.request_log import KEPT_TEXT_BYTES, RequestRecord

_OWN_HEADER = "x-mock-"
_SAFE = "/:@!$&'()*+,;=~"


@dataclass(frozen=True, slots=True)
class Question:
    """Method, path with query, body, and the headers that change the answer."""

    method: str
    target: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


def preview_question() -> Question:
    """What the preview asks: a streamed chat completion over the live defaults, with its usage."""
    document: dict[str, Any] = {
        "model": "gpt-4o",  # any will do; a strict server knows this one
        "stream": True,
        "stream_options": {"include_usage": True},
        "messages": [{"role": "user", "content": "Preview"}],
    }
    return Question("POST", "/v1/chat/completions", json.dumps(document).encode())


def recorded_question(record: RequestRecord) -> Question:
    """A recorded request, to be sent again; raises InvalidValue where the log does not hold all of it."""
    body = record.body.encode()
    if record.details_dropped:
        raise InvalidValue("body", "The log no longer holds the body of this request, so it cannot be sent again.")
    if len(body) >= KEPT_TEXT_BYTES - 3:  # a character that the limit cut is missing too
        most = KEPT_TEXT_BYTES // 1024
        raise InvalidValue("body", f"The log holds only the first {most} kB of this body, so it cannot be sent again.")
    path, _, query = record.path.partition("?")  # the path was decoded when it was recorded, the query was not
    target = quote(path, safe=_SAFE) + (f"?{quote(query, safe=_SAFE + '?%')}" if query else "")
    headers = tuple(pair for pair in record.headers if pair[0].lower().startswith(_OWN_HEADER) and _plain(pair[1]))
    return Question(record.method, target, body, headers)


def _plain(value: str) -> bool:
    return value.isprintable() and value.isascii()
