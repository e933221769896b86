"""A recorded request as source text that sends it again: cURL, Python, JavaScript, raw HTTP.

The log holds no secrets, so a placeholder stands where a key was; mockpanel takes any, unless it was given one.
"""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from mockpanel.core.literals import JAVASCRIPT, PYTHON, literal, parse_object, quoted
from mockpanel.core.request_log import KEPT_TEXT_BYTES, RequestRecord

PLACEHOLDER_KEY = "test"
"""Stands for the key; the same as in the README."""

MASK = "***"
"""What the server writes over credentials."""


class Snippet(StrEnum):
    """What a request can be copied as."""

    CURL = "cURL"
    PYTHON = "Python"
    JAVASCRIPT = "JavaScript"
    RAW = "raw HTTP"


_ENDPOINTS = {"/chat/completions": "chat.completions", "/completions": "completions"}
_OWN_HEADERS = re.compile(
    r"host|content-length|connection|keep-alive|transfer-encoding|te|upgrade|expect|accept-encoding|cookie|user-agent"
    r"|x-stainless-.*|sec-.*|priority|proxy-.*",
    re.IGNORECASE,
)
"""Headers that the sending program makes itself."""

_LIBRARY_HEADERS = re.compile(
    r"authorization|content-type|accept|accept-language|origin|referer|dnt|cache-control|pragma"
    r"|openai-(organization|project)",
    re.IGNORECASE,
)
"""Headers that the openai libraries make themselves, or that say nothing of the request."""

_COMMON_PARAMETERS = (
    *("model", "stream", "stream_options", "max_tokens", "temperature", "top_p", "n", "stop", "seed", "user"),
    *("frequency_penalty", "presence_penalty", "logit_bias", "logprobs"),
)
PYTHON_PARAMETERS = {
    "/chat/completions": frozenset(
        (
            *(*_COMMON_PARAMETERS, "messages", "max_completion_tokens", "top_logprobs", "tools", "tool_choice"),
            *("parallel_tool_calls", "response_format", "reasoning_effort", "metadata", "modalities", "audio"),
            *("prediction", "service_tier", "store", "functions", "function_call", "web_search_options"),
        )
    ),
    "/completions": frozenset((*_COMMON_PARAMETERS, "prompt", "best_of", "echo", "suffix")),
}
"""What the openai library for Python takes by name (1.60 and later); the rest goes into `extra_body`."""


@dataclass(frozen=True, slots=True)
class _Request:
    """What all snippets are made of."""

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
    def loss(self) -> str:
        """What of the body is missing, as a sentence; empty where nothing is."""
        return body_loss(self.record)


def snippet(kind: Snippet, record: RequestRecord, base_url: str) -> str:
    """The request as source text, to be sent to the server at `base_url` (`http://127.0.0.1:8000/v1`)."""
    request = _read(record, base_url)
    match kind:
        case Snippet.CURL:
            return _curl(request)
        case Snippet.PYTHON:
            return _python(request)
        case Snippet.JAVASCRIPT:
            return _javascript(request)
        case Snippet.RAW:
            return _raw(request)


def first_request(base_url: str, model: str = "gpt-4o") -> str:
    """A command that makes a first request: short enough to read, to be pasted into a terminal."""
    body = json.dumps({"model": model, "stream": True, "messages": [{"role": "user", "content": "Hello"}]})
    return (
        f"curl -N {shlex.quote(base_url.rstrip('/') + '/chat/completions')} \\\n"
        f"  -H 'Content-Type: application/json' \\\n  -d {shlex.quote(body)}"
    )


def request_url(record: RequestRecord, base_url: str) -> str:
    """The whole address that a request was sent to."""
    return _read(record, base_url).url


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


def _read(record: RequestRecord, base_url: str) -> _Request:
    parts = urlsplit(base_url)
    path, query = encoded_target(record)
    headers = tuple((name, _unmasked(_one_line(value))) for name, value in record.headers)
    return _Request(
        record,
        f"{parts.scheme}://{parts.netloc}",
        path,
        query,
        headers,
        record.body,
    )


def _curl(request: _Request) -> str:
    lines = [f"curl -N {shlex.quote(request.url)}"]
    if request.record.method != ("POST" if request.body else "GET"):
        lines.append(f"-X {shlex.quote(request.record.method)}")
    lines += [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in _kept(request) if name.lower() != "accept"]
    if request.body:
        # A NUL cannot stand in a command's argument; no JSON has one.
        lines.append(f"--data-raw {shlex.quote(request.body.replace(chr(0), chr(0xFFFD)))}")
    return _comment(request, "#") + " \\\n  ".join(lines)


def _python(request: _Request) -> str:
    endpoint, document = _call(request)
    if document is None:
        return _httpx(request)
    known = PYTHON_PARAMETERS[endpoint]
    arguments: dict[str, Any] = {name: value for name, value in document.items() if name in known}
    extra = {name: value for name, value in document.items() if name not in known}
    given = {"extra_body": extra, "extra_headers": _extra_headers(request), "extra_query": _query(request)}
    arguments |= {name: value for name, value in given.items() if value}
    lines = "".join(f"    {name}={literal(value, PYTHON, 1)},\n" for name, value in arguments.items())
    shown = f"print(answer.choices[0].{'text' if endpoint == '/completions' else 'message.content'})\n"
    if document.get("stream") is True:
        piece = "text" if endpoint == "/completions" else 'delta.content or ""'
        line = f'print(chunk.choices[0].{piece}, end="", flush=True)'
        shown = f"for chunk in answer:\n    if chunk.choices:\n        {line}\n"
    return (
        f"{_comment(request, '#')}from openai import OpenAI\n\n"
        f"client = OpenAI(base_url={quoted(_library_base(request, endpoint))}, api_key={quoted(PLACEHOLDER_KEY)})\n"
        f"answer = client.{_ENDPOINTS[endpoint]}.create(\n{lines})\n{shown}"
    )


def _javascript(request: _Request) -> str:
    endpoint, document = _call(request)
    if document is None:
        return _fetch(request)
    options = {"headers": _extra_headers(request), "query": _query(request)}
    given = {name: value for name, value in options.items() if value}
    second = f", {literal(given, JAVASCRIPT)}" if given else ""
    key = quoted(PLACEHOLDER_KEY)
    field = "text" if endpoint == "/completions" else "message.content"
    shown = f"console.log(answer.choices[0].{field});\n"
    if document.get("stream") is True:
        piece = "text" if endpoint == "/completions" else "delta?.content"
        shown = f'for await (const chunk of answer) {{\n  process.stdout.write(chunk.choices[0]?.{piece} ?? "");\n}}\n'
    return (
        f'{_comment(request, "//")}import OpenAI from "openai";\n\n'
        f"const client = new OpenAI({{ baseURL: {quoted(_library_base(request, endpoint))}, apiKey: {key} }});\n"
        f"const answer = await client.{_ENDPOINTS[endpoint]}.create({literal(document, JAVASCRIPT)}{second});\n{shown}"
    )


def _httpx(request: _Request) -> str:
    """For what the openai library has no call for."""
    arguments = [quoted(request.record.method), quoted(request.url)]
    if headers := dict(_kept(request)):
        arguments.append(f"headers={literal(headers, PYTHON, 1)}")
    if request.body:
        arguments.append(f"content={quoted(request.body)}.encode()")
    lines = "".join(f"    {argument},\n" for argument in arguments)
    return (
        f"{_comment(request, '#')}import httpx\n\n"
        f"answer = httpx.request(\n{lines})\nprint(answer.status_code, answer.text)\n"
    )


def _fetch(request: _Request) -> str:
    """For what the openai library has no call for."""
    options: dict[str, Any] = {"method": request.record.method}
    if headers := dict(_kept(request)):
        options["headers"] = headers
    if request.body and request.record.method not in ("GET", "HEAD"):
        options["body"] = request.body
    return (
        f"{_comment(request, '//')}const answer = await fetch({quoted(request.url)}, {literal(options, JAVASCRIPT)});\n"
        "console.log(answer.status, await answer.text());\n"
    )


def _raw(request: _Request) -> str:
    """One HTTP/1.1 request with line ends as on the wire, its length true for the body that stands here."""
    body = request.body
    kept = [
        (name, value)
        for name, value in request.headers
        if name.lower() not in ("host", "content-length", "transfer-encoding", "connection", "expect")
    ]
    headers = [("Host", urlsplit(request.origin).netloc), *kept, ("Connection", "close")]
    if body or request.record.method in ("POST", "PUT", "PATCH"):
        headers.append(("Content-Length", str(len(body.encode("utf-8", "replace")))))
    head = [f"{request.record.method} {request.target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join([*head, "", body])


def _call(request: _Request) -> tuple[str, dict[str, Any] | None]:
    """The openai library's endpoint and the arguments, None where it has no call for this request."""
    for endpoint in _ENDPOINTS:
        if request.record.method == "POST" and request.path in (endpoint, f"/v1{endpoint}"):
            return endpoint, parse_object(request.body)
    return "", None


def _library_base(request: _Request, endpoint: str) -> str:
    return request.origin + request.path.removesuffix(endpoint)


def _kept(request: _Request) -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.headers if not _OWN_HEADERS.fullmatch(name)]


def _extra_headers(request: _Request) -> dict[str, str]:
    return {name: value for name, value in _kept(request) if not _LIBRARY_HEADERS.fullmatch(name)}


def _query(request: _Request) -> dict[str, str]:
    return dict(parse_qsl(request.query, keep_blank_values=True))


def _comment(request: _Request, mark: str) -> str:
    return f"{mark} {request.loss}\n" if request.loss else ""


def _unmasked(value: str) -> str:
    return value.removesuffix(MASK) + PLACEHOLDER_KEY if value == MASK or value.endswith(f" {MASK}") else value


def _one_line(value: str) -> str:
    return "".join(character for character in value if character not in "\r\n\0")
