"""Where a request may carry its own settings: body fields, headers, query parameters. Body beats header beats query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

from mockpanel.core.plan import Override, Source
from mockpanel.core.settings import STREAM_NAMES, StreamSettings, from_text, specs

OLDER_SPELLINGS = {
    "text": "mock_response",
    "response": "mock_response",
    "tps": "tokens_per_second",
    "ttft": "time_to_first_token",
    "encoding_name": "tokenizer_model",
}
"""Body fields of the single-file server; the setting's own name wins where both stand in a body."""

HEADER_PREFIX = b"x-mock-"
_HEADERS = {spec.header.lower().encode(): spec.name for spec in specs(StreamSettings)} | {
    HEADER_PREFIX + name.replace("_", "-").encode(): name for name in STREAM_NAMES
}


def collect(
    body: Mapping[str, Any],
    headers: Iterable[tuple[bytes, bytes]] = (),
    query: bytes = b"",
    *,
    older_spellings: bool = True,
) -> dict[str, Override]:
    """The overrides of one request, types read but bounds not yet checked; raises InvalidValue for a wrong type."""
    found: dict[str, Override] = {}
    if query:
        for name, text in parse_qsl(_raw_text(query), keep_blank_values=True):
            if name in STREAM_NAMES:
                found[name] = Override(Source.QUERY, from_text(name, text))
    for header, value in headers:
        if header.startswith(HEADER_PREFIX) and (name := _HEADERS.get(header, "")):
            found[name] = Override(Source.HEADER, from_text(name, _header_text(value)))
    for older, name in OLDER_SPELLINGS.items():
        if older_spellings and older in body:
            _take(found, name, body[older])
    for name in STREAM_NAMES:
        if name in body:
            _take(found, name, body[name])
    return found


def _take(found: dict[str, Override], name: str, value: object) -> None:
    # null is "not given", as everywhere in the OpenAI API; for the rate it says unpaced.
    if value is not None or name == "tokens_per_second":
        found[name] = Override(Source.BODY, value)


def _header_text(value: bytes) -> str:
    """A header's text; what HTTP headers cannot carry (line ends, and % itself) comes percent-encoded."""
    try:
        return unquote(_raw_text(value), errors="strict")
    except UnicodeDecodeError:
        return _raw_text(value)


def _raw_text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
