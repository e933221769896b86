"""Requests of the Anthropic API as calls of the anthropic libraries for Python and Node."""

from __future__ import annotations

from mockpanel.core.literals import JAVASCRIPT, literal, parse_object, quoted
from mockpanel.core.sdks.request import PLACEHOLDER_KEY, SentRequest

CALLS = {"/v1/messages": "create", "/v1/messages/count_tokens": "count_tokens"}
NODE_CALLS = {"/v1/messages": "create", "/v1/messages/count_tokens": "countTokens"}

_SHARED = ("messages", "model", "output_config", "system", "thinking", "tool_choice", "tools")
PARAMETERS = {
    "/v1/messages": frozenset(
        (*_SHARED, "max_tokens", "metadata", "service_tier", "stop_sequences", "stream", "container")
    ),
    "/v1/messages/count_tokens": frozenset(_SHARED),
}
"""What the anthropic library for Python takes by name; the rest goes into `extra_body`."""

_LOOP = (
    "for event in answer:\n"
    '    if event.type == "content_block_delta" and event.delta.type == "text_delta":\n'
    '        print(event.delta.text, end="", flush=True)\n'
)
_NODE_LOOP = (
    "for await (const event of answer) {\n"
    '  if (event.type === "content_block_delta" && event.delta.type === "text_delta") {\n'
    "    process.stdout.write(event.delta.text);\n  }\n}\n"
)


def python(request: SentRequest) -> str | None:
    """A script; None where the library has no call for the request."""
    endpoint, document = request.endpoint(CALLS, ("",)), parse_object(request.body)
    if endpoint is None or document is None:
        return None
    arguments = request.call_arguments(document, PARAMETERS[endpoint])
    whole = 'print("".join(block.text for block in answer.content if block.type == "text"))\n'
    shown = _LOOP if document.get("stream") is True else whole
    return (
        f"{request.comment('#')}from anthropic import Anthropic\n\n"
        f"client = Anthropic(base_url={quoted(request.origin)}, api_key={quoted(PLACEHOLDER_KEY)})\n"
        f"answer = client.messages.{CALLS[endpoint]}(\n{arguments})\n"
        f"{shown if CALLS[endpoint] == 'create' else 'print(answer.input_tokens)' + chr(10)}"
    )


def javascript(request: SentRequest) -> str | None:
    """A module; None where the library has no call for the request."""
    endpoint, document = request.endpoint(CALLS, ("",)), parse_object(request.body)
    if endpoint is None or document is None:
        return None
    options = {"headers": request.extra_headers, "query": request.parameters}
    given = {name: value for name, value in options.items() if value}
    second = f", {literal(given, JAVASCRIPT)}" if given else ""
    whole = 'console.log(answer.content.map((block) => block.text ?? "").join(""));\n'
    shown = _NODE_LOOP if document.get("stream") is True else whole
    base, key = quoted(request.origin), quoted(PLACEHOLDER_KEY)
    return (
        f'{request.comment("//")}import Anthropic from "@anthropic-ai/sdk";\n\n'
        f"const client = new Anthropic({{ baseURL: {base}, apiKey: {key} }});\n"
        f"const answer = await client.messages.{NODE_CALLS[endpoint]}({literal(document, JAVASCRIPT)}{second});\n"
        f"{shown if CALLS[endpoint] == 'create' else 'console.log(answer.input_tokens);' + chr(10)}"
    )
