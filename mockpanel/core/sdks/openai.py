"""Requests of the OpenAI API as calls of the openai libraries for Python and Node."""

from __future__ import annotations

from typing import NamedTuple

from mockpanel.core.literals import JAVASCRIPT, literal, parse_object, quoted
from mockpanel.core.sdks.request import PLACEHOLDER_KEY, SentRequest


class Shown(NamedTuple):
    """How an endpoint's answer is printed in Python: the whole, and the loop's body for a streamed one."""

    whole: str
    streamed: str = ""


CALLS = {
    "/chat/completions": "chat.completions",
    "/completions": "completions",
    "/responses": "responses",
    "/embeddings": "embeddings",
}
PREFIXES = ("/v1", "", "/openai/v1")

_PYTHON = {
    "/chat/completions": Shown(
        "answer.choices[0].message.content",
        '    if event.choices:\n        print(event.choices[0].delta.content or "", end="", flush=True)\n',
    ),
    "/completions": Shown(
        "answer.choices[0].text",
        '    if event.choices:\n        print(event.choices[0].text, end="", flush=True)\n',
    ),
    "/responses": Shown(
        "answer.output_text",
        '    if event.type == "response.output_text.delta":\n        print(event.delta, end="", flush=True)\n',
    ),
    "/embeddings": Shown("answer.data[0].embedding"),
}
_JAVASCRIPT = {
    "/chat/completions": Shown(
        "answer.choices[0].message.content", '  process.stdout.write(event.choices[0]?.delta?.content ?? "");\n'
    ),
    "/completions": Shown("answer.choices[0].text", '  process.stdout.write(event.choices[0]?.text ?? "");\n'),
    "/responses": Shown(
        "answer.output_text",
        '  if (event.type === "response.output_text.delta") process.stdout.write(event.delta);\n',
    ),
    "/embeddings": Shown("answer.data[0].embedding"),
}
_COMMON = (
    *("model", "stream", "stream_options", "max_tokens", "temperature", "top_p", "n", "stop", "seed", "user"),
    *("frequency_penalty", "presence_penalty", "logit_bias", "logprobs"),
)
PARAMETERS = {
    "/chat/completions": frozenset(
        (
            *(*_COMMON, "messages", "max_completion_tokens", "top_logprobs", "tools", "tool_choice"),
            *("parallel_tool_calls", "response_format", "reasoning_effort", "metadata", "modalities", "audio"),
            *("prediction", "service_tier", "store", "functions", "function_call", "web_search_options"),
        )
    ),
    "/completions": frozenset((*_COMMON, "prompt", "best_of", "echo", "suffix")),
    "/responses": frozenset(
        (
            *("model", "input", "stream", "instructions", "tools", "tool_choice", "parallel_tool_calls", "reasoning"),
            *("text", "temperature", "top_p", "top_logprobs", "max_output_tokens", "max_tool_calls", "metadata"),
            *("include", "previous_response_id", "store", "background", "truncation", "service_tier", "user"),
        )
    ),
    "/embeddings": frozenset(("input", "model", "dimensions", "encoding_format", "user")),
}
"""What the openai library for Python takes by name; the rest goes into `extra_body`."""


def python(request: SentRequest) -> str | None:
    """A script; None where the library has no call for the request."""
    endpoint, document = request.endpoint(CALLS, PREFIXES), parse_object(request.body)
    if endpoint is None or document is None:
        return None
    arguments = request.call_arguments(document, PARAMETERS[endpoint])
    whole, streamed = _PYTHON[endpoint]
    shown = f"for event in answer:\n{streamed}" if document.get("stream") is True and streamed else f"print({whole})\n"
    return (
        f"{request.comment('#')}from openai import OpenAI\n\n"
        f"client = OpenAI(base_url={quoted(_base(request, endpoint))}, api_key={quoted(PLACEHOLDER_KEY)})\n"
        f"answer = client.{CALLS[endpoint]}.create(\n{arguments})\n{shown}"
    )


def javascript(request: SentRequest) -> str | None:
    """A module; None where the library has no call for the request."""
    endpoint, document = request.endpoint(CALLS, PREFIXES), parse_object(request.body)
    if endpoint is None or document is None:
        return None
    options = {"headers": request.extra_headers, "query": request.parameters}
    given = {name: value for name, value in options.items() if value}
    second = f", {literal(given, JAVASCRIPT)}" if given else ""
    whole, streamed = _JAVASCRIPT[endpoint]
    loop = document.get("stream") is True and streamed
    shown = f"for await (const event of answer) {{\n{streamed}}}\n" if loop else f"console.log({whole});\n"
    base, key = quoted(_base(request, endpoint)), quoted(PLACEHOLDER_KEY)
    return (
        f'{request.comment("//")}import OpenAI from "openai";\n\n'
        f"const client = new OpenAI({{ baseURL: {base}, apiKey: {key} }});\n"
        f"const answer = await client.{CALLS[endpoint]}.create({literal(document, JAVASCRIPT)}{second});\n{shown}"
    )


def _base(request: SentRequest, endpoint: str) -> str:
    return request.origin + request.path.removesuffix(endpoint)
