"""A recorded request without any service's library: cURL, httpx, fetch, raw HTTP."""

from __future__ import annotations

import shlex
from typing import Any
from urllib.parse import urlsplit

from mockpanel.core.literals import JAVASCRIPT, PYTHON, literal, quoted
from mockpanel.core.sdks.request import SentRequest


def curl(request: SentRequest) -> str:
    """A command for a shell."""
    lines = [f"curl -N {shlex.quote(request.url)}"]
    if request.record.method != ("POST" if request.body else "GET"):
        lines.append(f"-X {shlex.quote(request.record.method)}")
    headers = [(name, value) for name, value in request.kept_headers if name.lower() != "accept"]
    lines += [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in headers]
    if request.body:
        # A NUL cannot stand in a command's argument; no JSON has one.
        lines.append(f"--data-raw {shlex.quote(request.body.replace(chr(0), chr(0xFFFD)))}")
    return request.comment("#") + " \\\n  ".join(lines)


def httpx(request: SentRequest) -> str:
    """Python for what no library has a call for."""
    arguments = [quoted(request.record.method), quoted(request.url)]
    if headers := dict(request.kept_headers):
        arguments.append(f"headers={literal(headers, PYTHON, 1)}")
    if request.body:
        arguments.append(f"content={quoted(request.body)}.encode()")
    lines = "".join(f"    {argument},\n" for argument in arguments)
    return (
        f"{request.comment('#')}import httpx\n\n"
        f"answer = httpx.request(\n{lines})\nprint(answer.status_code, answer.text)\n"
    )


def fetch(request: SentRequest) -> str:
    """JavaScript for what no library has a call for."""
    options: dict[str, Any] = {"method": request.record.method}
    if headers := dict(request.kept_headers):
        options["headers"] = headers
    if request.body and request.record.method not in ("GET", "HEAD"):
        options["body"] = request.body
    return (
        f"{request.comment('//')}const answer = await fetch({quoted(request.url)}, {literal(options, JAVASCRIPT)});\n"
        "console.log(answer.status, await answer.text());\n"
    )


def raw(request: SentRequest) -> str:
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
