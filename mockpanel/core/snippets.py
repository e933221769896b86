"""A recorded request as source text that sends it again: cURL, Python, JavaScript, raw HTTP.

The log holds no secrets, so a placeholder stands where a key was; mockpanel takes any, unless it was given one.
"""

from __future__ import annotations

import json
import shlex
from enum import StrEnum

from mockpanel.core.request_record import RequestRecord
from mockpanel.core.sdks import plain, table
from mockpanel.core.sdks.request import read_request


class Snippet(StrEnum):
    """What a request can be copied as; Python and JavaScript with the library of the service that it is meant for."""

    CURL = "cURL"
    PYTHON = "Python"
    JAVASCRIPT = "JavaScript"
    RAW = "raw HTTP"


def snippet(kind: Snippet, record: RequestRecord, base_url: str) -> str:
    """The request as source text, to be sent to the server at `base_url` (`http://127.0.0.1:8000/v1`)."""
    request = read_request(record, base_url)
    match kind:
        case Snippet.CURL:
            return plain.curl(request)
        case Snippet.PYTHON:
            return table.python(request)
        case Snippet.JAVASCRIPT:
            return table.javascript(request)
        case Snippet.RAW:
            return plain.raw(request)


def first_request(base_url: str, model: str = "gpt-4o") -> str:
    """A command that makes a first request: short enough to read, to be pasted into a terminal."""
    body = json.dumps({"model": model, "stream": True, "messages": [{"role": "user", "content": "Hello"}]})
    return (
        f"curl -N {shlex.quote(base_url.rstrip('/') + '/chat/completions')} \\\n"
        f"  -H 'Content-Type: application/json' \\\n  -d {shlex.quote(body)}"
    )


def request_url(record: RequestRecord, base_url: str) -> str:
    """The whole address that a request was sent to."""
    return read_request(record, base_url).url
