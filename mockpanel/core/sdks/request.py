"""What all snippets are made of: a recorded request with the address to send it to, and without secrets."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from mockpanel.core.literals import PYTHON, literal
from mockpanel.core.request_record import KEPT_TEXT_BYTES, RequestRecord

PLACEHOLDER_KEY = "test"
"""Stands for the key; the same as in the README."""

MASK = "***"
"""What the server writes over credentials."""

_OWN_HEADERS = re.compile(
    r"host|content-length|connection|keep-alive|transfer-encoding|te|upgrade|expect|accept-encoding|cookie|user-agent"
    r"|x-stainless-.*|sec-.*|priority|proxy-.*|x-goog-api-client",
    re.IGNORECASE,
)
"""Headers that the sending program makes itself."""

_LIBRARY_HEADERS = re.compile(
    r"authorization|content-type|accept|accept-language|origin|referer|dnt|cache-control|pragma"
    r"|openai-(organization|project)|x-api-key|x-goog-api-key|anthropic-version",
    re.IGNORECASE,
)
"""Headers that the libraries make themselves, or that say nothing of the request."""


@dataclass(frozen=True, slots=True)
class SentRequest:
    """A request as it was recorded, and where it goes now."""

    record: RequestRecord
    origin: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]
    body: str

    @property
    def url(self) -> str:
        """The whole address."""
        return self.origin + self.target

    @property
    def target(self) -> str:
        """The path with its query."""
        return self.path + (f"?{self.query}" if self.query else "")

    @property
    def parameters(self) -> dict[str, str]:
        """The query."""
        return dict(parse_qsl(self.query, keep_blank_values=True))

    @property
    def kept_headers(self) -> list[tuple[str, str]]:
        """Headers that a program does not make itself."""
        return [(name, value) for name, value in self.headers if not _OWN_HEADERS.fullmatch(name)]

    @property
    def extra_headers(self) -> dict[str, str]:
        """Headers that a library does not make itself."""
        return {name: value for name, value in self.kept_headers if not _LIBRARY_HEADERS.fullmatch(name)}

    def comment(self, mark: str) -> str:
        """A line on what of the body is missing; empty where nothing is."""
        loss = body_loss(self.record)
        return f"{mark} {loss}\n" if loss else ""

    def endpoint(self, paths: Mapping[str, str], prefixes: tuple[str, ...]) -> str | None:
        """Which of some paths, behind one of the prefixes, this is posted to."""
        fits = self.record.method == "POST"
        places = {prefix + path: path for path in paths for prefix in prefixes}
        return places.get(self.path) if fits else None

    def call_arguments(self, document: Mapping[str, Any], known: Collection[str]) -> str:
        """The arguments of a call of the Python libraries that take some by name, and the rest in `extra_…`."""
        named = {name: value for name, value in document.items() if name in known}
        rest = {name: value for name, value in document.items() if name not in known}
        extra = {"extra_body": rest, "extra_headers": self.extra_headers, "extra_query": self.parameters}
        return python_arguments(named | extra)


def read_request(record: RequestRecord, base_url: str) -> SentRequest:
    """A recorded request, to be sent to the server at `base_url` (`http://127.0.0.1:8000/v1`)."""
    parts = urlsplit(base_url)
    path, query = encoded_target(record)
    headers = tuple((name, _unmasked(_one_line(value))) for name, value in record.headers)
    return SentRequest(record, f"{parts.scheme}://{parts.netloc}", path, query, headers, record.body)


def python_arguments(arguments: Mapping[str, Any]) -> str:
    """The lines of a call's arguments; those that are empty objects are left out."""
    given = {name: value for name, value in arguments.items() if value != {}}
    return "".join(f"    {name}={literal(value, PYTHON, 1)},\n" for name, value in given.items())


def body_loss(record: RequestRecord) -> str:
    """What of a body the log does not hold, as a sentence; empty where nothing is missing."""
    if record.details_dropped:
        return "The log no longer holds the body of this request."
    if len(record.body.encode("utf-8", "replace")) >= KEPT_TEXT_BYTES - 3:  # less a character that the limit cut
        return f"The log holds only the first {KEPT_TEXT_BYTES // 1024} kB of this body."
    return ""


def encoded_target(record: RequestRecord) -> tuple[str, str]:
    """Path and query as they go into an address: the path was decoded when it was recorded, the query was not."""
    path, _, query = record.path.partition("?")
    return quote(path, safe="/:@!$&'()*+,;=~"), quote(query, safe="/:@!$&'()*+,;=~?%")


def _unmasked(value: str) -> str:
    return value.removesuffix(MASK) + PLACEHOLDER_KEY if value == MASK or value.endswith(f" {MASK}") else value


def _one_line(value: str) -> str:
    return "".join(character for character in value if character not in "\r\n\0")
