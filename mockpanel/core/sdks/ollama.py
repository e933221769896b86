"""Requests of the Ollama API as calls of the ollama libraries for Python and Node."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import quote

from mockpanel.core.literals import JAVASCRIPT, compact, literal, parse_object
from mockpanel.core.sdks.request import SentRequest, python_arguments
from mockpanel.core.settings import SPECS, STREAM_NAMES

CALLS = {"/api/chat": "chat", "/api/generate": "generate"}
PARAMETERS = {
    "/api/chat": frozenset(
        ("model", "messages", "tools", "stream", "think", "logprobs", "top_logprobs", "format", "options", "keep_alive")
    ),
    "/api/generate": frozenset(
        (
            *("model", "prompt", "suffix", "system", "template", "context", "stream", "think", "logprobs"),
            *("top_logprobs", "raw", "format", "images", "options", "keep_alive"),
        )
    ),
}
"""What the ollama libraries take by name. They send nothing else, so settings travel as headers."""

_TEXT_OF = {"/api/chat": "message.content", "/api/generate": "response"}


class _Call(NamedTuple):
    """A request as the libraries see it."""

    endpoint: str
    document: dict[str, Any]
    headers: dict[str, str]

    @property
    def streams(self) -> bool:
        """Whether the answer is streamed: the API does so unless told otherwise, the libraries where they are told."""
        return self.document["stream"] is True


def python(request: SentRequest) -> str | None:
    """A script; None where the library has no call for the request."""
    if (call := _call(request)) is None:
        return None
    text = _TEXT_OF[call.endpoint]
    loop = f'for part in answer:\n    print(part.{text} or "", end="", flush=True)\n'
    shown = loop if call.streams else f"print(answer.{text})\n"
    client = {"host": request.origin} | ({"headers": call.headers} if call.headers else {})
    return (
        f"{request.comment('#')}from ollama import Client\n\n"
        f"client = Client(\n{python_arguments(client)})\n"
        f"answer = client.{CALLS[call.endpoint]}(\n{python_arguments(call.document)})\n{shown}"
    )


def javascript(request: SentRequest) -> str | None:
    """A module; None where the library has no call for the request."""
    if (call := _call(request)) is None:
        return None
    text = _TEXT_OF[call.endpoint]
    loop = f'for await (const part of answer) process.stdout.write(part.{text} ?? "");\n'
    shown = loop if call.streams else f"console.log(answer.{text});\n"
    client = {"host": request.origin} | ({"headers": call.headers} if call.headers else {})
    return (
        f'{request.comment("//")}import {{ Ollama }} from "ollama";\n\n'
        f"const client = new Ollama({literal(client, JAVASCRIPT)});\n"
        f"const answer = await client.{CALLS[call.endpoint]}({literal(call.document, JAVASCRIPT)});\n{shown}"
    )


def _call(request: SentRequest) -> _Call | None:
    """The call; None for another path, and where the request holds what the libraries cannot send."""
    endpoint, document = request.endpoint(CALLS, ("",)), parse_object(request.body)
    if endpoint is None or document is None or request.query or not isinstance(document.get("stream", True), bool):
        return None
    known = {name: value for name, value in document.items() if name in PARAMETERS[endpoint]}
    extra = {name: value for name, value in document.items() if name not in known}
    if not extra.keys() <= set(STREAM_NAMES):
        return None
    headers = {SPECS[name].header: _header(value) for name, value in extra.items()}
    return _Call(endpoint, known | {"stream": document.get("stream", True)}, request.extra_headers | headers)


def _header(value: Any) -> str:
    """A setting's value as a header carries it; the server reads texts percent-encoded."""
    return quote(value) if isinstance(value, str) else quote(compact(value), safe="[]{}:,")
